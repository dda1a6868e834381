/**
 * A small world: every actor of a simulation, a few pages, one or two cpus, and bounds for the search.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { EventLog, HOST_CPU } from "../../../events/log.ts";
import { NO_INIT } from "../../decide/contents.ts";
import { defaultCosts } from "../../decide/costs.ts";
import { type Host, logGeometry } from "../../decide/hosts/host.ts";
import { Machine } from "../../decide/machine.ts";
import type { Profile } from "../../decide/profiles/profile.ts";
import { type Ignored, RANKS } from "../../state/canonical.ts";
import { type Geometry, HOST_LOCKS } from "../../state/geometry.ts";
import { Bit, Memory } from "../../state/memory.ts";
import type { Oracle } from "../../state/oracles/oracle.ts";
import { balloonDevice } from "../actors/balloon_device.ts";
import { balloonOperator } from "../actors/balloon_operator.ts";
import { balloonWorker } from "../actors/balloon_worker.ts";
import { deviceWriterFine } from "../actors/device_writer.ts";
import { hintQueue } from "../actors/hint_queue.ts";
import { migrationThread } from "../actors/migration/thread.ts";
import { operator } from "../actors/operator.ts";
import { reader } from "../actors/reader.ts";
import { shrinker } from "../actors/shrinker.ts";
import { taker } from "../actors/taker.ts";
import { unloadable } from "../actors/unload.ts";
import type { Design } from "../designs/design.ts";
import { HINTS } from "../scenario.ts";
import type { Actor, Settings, Sim } from "../sim.ts";
import { BOUNDS, type Bounds, type GuestSwitches } from "./bounds.ts";
import { events, type Move, type Moves } from "./moves.ts";

export { BOUNDS, type Bounds, type GuestSwitches };

/** Lanes by role; 0 where a world has none. */
export interface Roles {
  readonly balloon: number;
  readonly shrinker: number;
  readonly migration: number;
  readonly queue: number;
  readonly operator: number;
}

/** A lane, as a log's header has it. */
export interface LaneName {
  readonly name: string;
  /** The guest's cpu it runs on, or `HOST_CPU` and up: a thread of the host. */
  readonly cpu: number;
}

/** How a small world is set up anew: for the search, and to take a path again with real numbers. */
export interface SmallWorld {
  readonly sim: Sim;
  readonly actors: readonly (Actor | null)[];
  readonly roles: Roles;
  readonly moves: Moves;
  /** What no decision of this world reads. */
  readonly ignored: Ignored;
  /** The search goes on where the guest has been switched over. */
  readonly goesOn: boolean;
  /** Whether fair cycles are looked for: it takes the memory of all steps. */
  readonly findsCycles: boolean;
  /** Where each step of an actor is written down, whatever the grain; null while a search runs. */
  trail: Move[] | null;
  /** Oracles that have seen nothing yet. */
  oracles(): readonly Oracle[];
}

/** What a small world is made of. */
export interface Recipe {
  readonly profile: Profile;
  readonly host: Host;
  readonly design: Design;
  readonly guest?: GuestSwitches;
  readonly bounds: Bounds;
  readonly moves?: Moves;
  readonly oracles?: (roles: Roles, lanes: readonly LaneName[]) => readonly Oracle[];
  readonly findsCycles?: boolean;
  /** True for a world whose log others open: it has times, all of them 0. */
  readonly timed?: boolean;
}

/** Settings of every searched world: nothing is a matter of time. */
export const SETTINGS: Omit<
  Settings,
  "roundsMax" | "balloonLane" | "migrationLane" | "queueLane"
> = {
  windowBytes: 0,
  raisedNs: 0,
  postcopy: false,
  postcopyNs: 0,
  autoConverge: false,
  endNs: 0,
  endsBy: "cancel",
  retryNs: 0,
  untouchedNs: 0,
  otherPages: 0,
  seed: 0,
  hintOrder: 0,
  arrayOrder: -1,
  calls: 1,
  poisonTold: true,
  leaveBlocks: 0,
  reusesBuffer: false,
  balloonLeavesPages: 0,
  reviewed: true,
  calledFrom: "task",
  swapsAddresses: false,
  touches: "nothing",
  cacheLanes: [],
  startNs: 0,
  downtimeNs: 0,
  afterNs: 0,
  sendNs: 1,
  runPages: 1,
  grain: "event",
};

function geometryOf({ host, design, bounds, timed }: Recipe, lanes: number): Geometry {
  const { pages, cpus, tasks, queue, orders, types } = bounds;
  const geometry = {
    frames: pages,
    zones: [{ name: "DMA", start: 0, frames: pages }],
    orders,
    pageblockOrder: orders - 1,
    types,
    cpus,
    percpuLists: 0,
    lanes,
    owners: tasks + 1,
    locks: HOST_LOCKS.length,
    queue,
    timed: timed ?? false,
    ...(bounds.postcopies > 0 ? { nodes: 1 } : {}), // lanes may wait for pages
    ...logGeometry(host),
  };
  const sizes = design.array?.(geometry, { ...HINTS, order: 0, arrayOrder: 0, queue });
  const batch = design.balloons ? { array: bounds.batch } : {};
  return { ...geometry, array: pages, ...sizes, ...batch, queue };
}

/** Who acts: the world, tasks, balloon worker, shrinker, migration, hint queue, operator, device. */
function actorsOf({ design, bounds }: Recipe): (Actor | null)[] {
  const { tasks, cpus, writes, returns, zeros, deviceWrites, demands, reads } = bounds;
  const driver = design.worker?.(0) ?? balloonWorker(0);
  return [
    null,
    ...Array.from({ length: tasks }, (_, task) => {
      const cpu = (task + 1) % cpus;
      return reads ? reader(cpu) : taker(cpu, writes, zeros, demands);
    }),
    bounds.unloads ? unloadable(driver) : driver,
    shrinker(cpus - 1, returns),
    bounds.rounds === 0 ? null : migrationThread(),
    design.worker === undefined ? hintQueue() : balloonDevice(),
    ...(hasOperator(bounds) ? [operator(bounds)] : []),
    ...(deviceWrites > 0 ? [deviceWriterFine(deviceWrites)] : []),
    ...(design.balloons ? [balloonOperator(bounds.balloon, bounds.sizes)] : []),
  ];
}

const hasOperator = ({ ends, retries, postcopies, interrupts }: Bounds): boolean =>
  ends + retries + postcopies + interrupts > 0;

const POISON_FILL = 2; // of `FILLS` in the kinds table
const HIGH = 2; // of `MARKS`
const MOVABLE = 1;

/** The pages that the world begins with: free ones that hold old data, then those in use. */
function describePages(machine: Machine, bounds: Bounds, poison: boolean): void {
  const { pages, used, orders, types } = bounds, free = pages - used;
  machine.record(Kind.ZoneDescribed, 0, 0, pages);
  const type = types > 1 ? MOVABLE : 0;
  if (types > 1) { // a steal mixes types, and raises the marks
    machine.record(Kind.WatermarkSet, 0, HIGH, 1);
    machine.record(Kind.PageblocksTyped, 0, 0, machine.memory.blockType.length | (MOVABLE << 28));
  }
  machine.record(Kind.PagesHold, 0, 0, pages);
  if (poison) machine.record(Kind.PagesHold, 0, 0, free | (POISON_FILL << 28));
  for (let page = 0, order = 0; page < free; page += 1 << order) {
    order = Math.min(orders - 1, page === 0 ? orders - 1 : 31 - Math.clz32(page & -page));
    while (page + (1 << order) > free) order--;
    machine.record(Kind.BlockOnList, 0, page, type, order);
  }
  if (used > 0) machine.record(Kind.PagesUsed, 0, free, used | (type << 28));
  machine.record(Kind.WorldReady, 0, 0, 0);
}

/** A fresh world, in which nobody has acted. */
export function smallWorld(recipe: Recipe): SmallWorld {
  const { bounds, host, design, profile, guest = {} } = recipe;
  const { onAlloc, onFree, poison, wakesUnderLock, ...switched } = { ...NO_INIT, ...guest };
  const actors = actorsOf(recipe);
  const { tasks } = bounds;
  const roles = {
    balloon: tasks + 1,
    shrinker: tasks + 2,
    migration: tasks + 3,
    queue: tasks + 4,
    operator: hasOperator(bounds) ? tasks + 5 : 0,
  };
  const memory = new Memory(geometryOf(recipe, actors.length));
  const log = new EventLog(RANKS + 64);
  const cpus = Uint8Array.from(
    actors,
    (actor) => actor === null ? 0 : actor.cpu >= HOST_CPU ? actor.cpu : actor.cpu % bounds.cpus,
  );
  const lanes = actors.map((actor, lane) => ({ name: actor?.name ?? "world", cpu: cpus[lane] }));
  const machine = new Machine(memory, log, cpus, profile, host, defaultCosts());
  machine.memoryInit = { onAlloc, onFree, poison };
  machine.wakesUnderLock = wakesUnderLock ?? false;
  machine.reportOrder = design.reportOrder?.(memory.geometry) ?? Infinity;
  describePages(machine, bounds, poison);
  const settings: Settings = {
    ...SETTINGS,
    ...switched,
    roundsMax: bounds.rounds,
    balloonLane: roles.balloon,
    migrationLane: roles.migration,
    queueLane: roles.queue,
    operatorLane: roles.operator,
    cacheLanes: bounds.reads ? Array.from({ length: tasks }, (_, task) => task + 1) : [],
    endsBy: bounds.endsBy,
    postcopy: switched.postcopy ?? bounds.postcopies > 0,
  };
  return {
    sim: { machine, view: memory, settings, design },
    actors,
    roles,
    moves: recipe.moves ?? events,
    // Whether a page counts as hinted or stale is for the reader of a log; no decision asks.
    // Page reporting asks whether it has ever acted.
    ignored: {
      bits: Bit.Hinted | Bit.Stale,
      kindLanes: [
        roles.migration,
        roles.queue,
        ...(design.worker === undefined ? [] : [roles.balloon]),
      ],
    },
    goesOn: bounds.after,
    findsCycles: recipe.findsCycles ?? false,
    trail: null,
    oracles: () => recipe.oracles?.(roles, lanes) ?? [],
  };
}
