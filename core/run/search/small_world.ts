/**
 * A small world: every actor of a simulation, a few pages, one or two cpus, and bounds for the search.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { EventLog, HOST_CPU } from "../../../events/log.ts";
import { type MemoryInit, NO_INIT } from "../../decide/contents.ts";
import { defaultCosts } from "../../decide/costs.ts";
import { type Host, logGeometry } from "../../decide/hosts/host.ts";
import { Machine } from "../../decide/machine.ts";
import type { Profile } from "../../decide/profiles/profile.ts";
import { type Ignored, RANKS } from "../../state/canonical.ts";
import { type Geometry, HOST_LOCKS } from "../../state/geometry.ts";
import { Bit, Memory } from "../../state/memory.ts";
import type { Oracle } from "../../state/oracles/oracle.ts";
import { balloonWorker } from "../actors/balloon_worker.ts";
import { deviceWriterFine } from "../actors/device_writer.ts";
import { hintQueue } from "../actors/hint_queue.ts";
import { migrationThread } from "../actors/migration/thread.ts";
import { operator } from "../actors/operator.ts";
import { shrinker } from "../actors/shrinker.ts";
import { taker } from "../actors/taker.ts";
import type { Design } from "../designs/design.ts";
import { HINTS } from "../scenario.ts";
import type { Actor, Settings, Sim } from "../sim.ts";
import { events, type Move, type Moves } from "./moves.ts";

/** Bounds of a search. */
export interface Bounds {
  /** Pages of the guest, and how many of them, the last ones, are in use and nobody's to take. */
  readonly pages: number;
  readonly used: number;
  readonly cpus: number;
  /** Tasks that take pages, write them and give them back. */
  readonly tasks: number;
  /** Rounds before the guest is stopped; the last round comes on top. */
  readonly rounds: number;
  /** Writes of each task. */
  readonly writes: number;
  /** Blocks that the shrinker gives back. */
  readonly returns: number;
  /** Descriptors of the queue. */
  readonly queue: number;
  /** A write may also be of zeros. */
  readonly zeros: boolean;
  /** Writes of a device. */
  readonly deviceWrites: number;
  /** Migrations that the operator ends early, how, and migrations that it begins after one that did. */
  readonly ends: number;
  readonly endsBy: "cancel" | "failure";
  readonly retries: number;
  /** Turns to postcopy, and interrupts that have nothing to do with hints. */
  readonly postcopies: number;
  readonly interrupts: number;
  /** The search goes on where the guest has been switched over. */
  readonly after: boolean;
}

export const BOUNDS: Bounds = {
  pages: 1,
  used: 0,
  cpus: 1,
  tasks: 1,
  rounds: 2,
  writes: 2,
  returns: 1,
  queue: 3,
  zeros: false,
  deviceWrites: 0,
  ends: 0,
  endsBy: "cancel",
  retries: 0,
  postcopies: 0,
  interrupts: 0,
  after: false,
};

/** Lanes by role; 0 where a world has none. */
export interface Roles {
  readonly balloon: number;
  readonly shrinker: number;
  readonly migration: number;
  readonly queue: number;
  readonly operator: number;
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

/** What of the guest and its driver a world may set. */
export type GuestSwitches =
  & Partial<MemoryInit>
  & Partial<
    Pick<
      Settings,
      "calls" | "reusesBuffer" | "poisonTold" | "leaveBlocks" | "arrayOrder" | "postcopy"
    >
  >;

/** What a small world is made of. */
export interface Recipe {
  readonly profile: Profile;
  readonly host: Host;
  readonly design: Design;
  readonly guest?: GuestSwitches;
  readonly bounds: Bounds;
  readonly moves?: Moves;
  readonly oracles?: (roles: Roles) => readonly Oracle[];
  readonly findsCycles?: boolean;
  /** True for a world whose log others open: it has times, all of them 0. */
  readonly timed?: boolean;
}

const SETTINGS: Omit<Settings, "roundsMax" | "balloonLane" | "migrationLane" | "queueLane"> = {
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
  cacheLanes: [],
  startNs: 0,
  downtimeNs: 0,
  afterNs: 0,
  sendNs: 1,
  runPages: 1,
  grain: "event",
};

function geometryOf({ host, design, bounds, timed }: Recipe, lanes: number): Geometry {
  const { pages, cpus, tasks, queue } = bounds;
  const geometry = {
    frames: pages,
    zones: [{ name: "DMA", start: 0, frames: pages }],
    orders: 1,
    pageblockOrder: 0,
    types: 1,
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
  return { ...geometry, array: pages, ...sizes, queue };
}

/** Who acts: the world, tasks, balloon worker, shrinker, migration, hint queue, operator, device. */
function actorsOf({ design, bounds }: Recipe): (Actor | null)[] {
  const { tasks, cpus, writes, returns, zeros, deviceWrites } = bounds;
  return [
    null,
    ...Array.from({ length: tasks }, (_, task) => taker((task + 1) % cpus, writes, zeros)),
    design.worker?.(0) ?? balloonWorker(0),
    shrinker(cpus - 1, returns),
    migrationThread(),
    hintQueue(),
    ...(hasOperator(bounds) ? [operator(bounds)] : []),
    ...(deviceWrites > 0 ? [deviceWriterFine(deviceWrites)] : []),
  ];
}

const hasOperator = ({ ends, retries, postcopies, interrupts }: Bounds): boolean =>
  ends + retries + postcopies + interrupts > 0;

const POISON_FILL = 2; // of `FILLS` in the kinds table

/** The pages that the world begins with: free ones that hold old data, then those in use. */
function describePages(machine: Machine, { pages, used }: Bounds, poison: boolean): void {
  machine.record(Kind.ZoneDescribed, 0, 0, pages);
  machine.record(Kind.PagesHold, 0, 0, pages);
  if (poison) machine.record(Kind.PagesHold, 0, 0, (pages - used) | (POISON_FILL << 28));
  for (let page = 0; page < pages - used; page++) machine.record(Kind.BlockOnList, 0, page, 0);
  if (used > 0) machine.record(Kind.PagesUsed, 0, pages - used, used);
  machine.record(Kind.WorldReady, 0, 0, 0);
}

/** A fresh world, in which nobody has acted. */
export function smallWorld(recipe: Recipe): SmallWorld {
  const { bounds, host, design, profile, guest = {} } = recipe;
  const { onAlloc, onFree, poison, ...switched } = { ...NO_INIT, ...guest };
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
  const machine = new Machine(memory, log, cpus, profile, host, defaultCosts());
  machine.memoryInit = { onAlloc, onFree, poison };
  describePages(machine, bounds, poison);
  const settings: Settings = {
    ...SETTINGS,
    ...switched,
    roundsMax: bounds.rounds,
    balloonLane: roles.balloon,
    migrationLane: roles.migration,
    queueLane: roles.queue,
    operatorLane: roles.operator,
    endsBy: bounds.endsBy,
    postcopy: switched.postcopy ?? bounds.postcopies > 0,
  };
  return {
    sim: { machine, view: memory, settings, design },
    actors,
    roles,
    moves: recipe.moves ?? events,
    // Whether a page counts as hinted or stale is for the reader of a log; no decision asks.
    ignored: { bits: Bit.Hinted | Bit.Stale, kindLanes: [roles.migration, roles.queue] },
    goesOn: bounds.after,
    findsCycles: recipe.findsCycles ?? false,
    trail: null,
    oracles: () => recipe.oracles?.(roles) ?? [],
  };
}
