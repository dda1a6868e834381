/**
 * A run of a scenario with one design: its lanes, its world, its log; from the start or from the
 * middle of an earlier log.
 * @module
 */
import { actorOf, type EventLog, NONE, STRIDE } from "../../events/log.ts";
import { defaultCosts } from "../decide/costs.ts";
import { type Host, logGeometry } from "../decide/hosts/host.ts";
import { Machine } from "../decide/machine.ts";
import type { Profile } from "../decide/profiles/profile.ts";
import { zonesOf } from "../decide/zones.ts";
import { applyAll } from "../state/apply.ts";
import { type Geometry, HOST_LOCKS } from "../state/geometry.ts";
import { Memory } from "../state/memory.ts";
import type { Room } from "../state/room.ts";
import { Status } from "../state/views.ts";
import { taskOf, type Traces } from "./actors/mod.ts";
import { PAGES_A_MIB } from "./actors/tasks.ts";
import { balloonDevice } from "./actors/balloon_device.ts";
import { balloonWorker } from "./actors/balloon_worker.ts";
import { hintQueue } from "./actors/hint_queue.ts";
import { snapshotThread } from "./actors/migration/snapshot.ts";
import { migrationThread } from "./actors/migration/thread.ts";
import { kswapd } from "./actors/kswapd.ts";
import { ringReaper } from "./actors/ring_reaper.ts";
import { describe } from "./describe.ts";
import type { Design } from "./designs/design.ts";
import type { HintSpec, Scenario } from "./scenario.ts";
import { runByTime } from "./schedules/by_time.ts";
import type { Actor, Settings, Sim } from "./sim.ts";
import { type Snapshot, spansOf } from "./start/snapshot.ts";
import { worldFrom } from "./start/world.ts";
import { filled, makeWorld, workingSetPages, type World } from "./world.ts";

const RUN_PAGES = 64; // pages sent as one step: 256 KiB, a fifth of a millisecond at 10 Gbit/s
const MIB = 2 ** 20;
const WORLD = 0; // its lane takes no steps

/** The rules that a run is under, found by name by the caller. */
export interface Rules {
  readonly profile: Profile;
  readonly host: Host;
  readonly design: Design;
  /** The traces that the scenario's tasks name. */
  readonly traces?: Traces;
  /** The lists that the scenario begins with, if it names some. */
  readonly start?: Snapshot;
}

/** A run that is set up: nothing has happened in it yet. */
export interface Run {
  readonly sim: Sim;
  readonly actors: readonly (Actor | null)[];
  readonly geometry: Geometry;
  /** What the scenario says of hints: a design may want another past by it. */
  readonly hints: HintSpec;
}

/** The geometry that a scenario's guest has under a profile; without a design it has no array. */
export function geometryOf(
  scenario: Scenario,
  { profile, host, start, design }: Omit<Rules, "design"> & { design?: Design },
): Geometry {
  const zones = start === undefined ? zonesOf(scenario.guest) : spansOf(start);
  const last = zones[zones.length - 1];
  const frames = last.start + last.frames;
  const tasks = scenario.tasks.length;
  const geometry = {
    frames,
    zones,
    orders: profile.orders,
    pageblockOrder: profile.pageblockOrder,
    types: profile.types,
    cpus: scenario.guest.cpus,
    percpuLists: profile.percpuLists,
    lanes: tasks + (host.ring === undefined ? 5 : 6),
    nodes: 1,
    owners: tasks + 1,
    ...logGeometry(host),
    locks: HOST_LOCKS.length,
    queue: scenario.hints.queue,
    timed: true,
  };
  return { ...geometry, array: 0, ...design?.array?.(geometry, scenario.hints) };
}

/** Who acts on which lane: the world, the tasks, balloon worker, kswapd, migration, hint queue, ring reaper. */
export function actorsOf(
  scenario: Scenario,
  { host, design, traces = new Map() }: Pick<Rules, "host" | "design" | "traces">,
): (Actor | null)[] {
  const { guest, tasks } = scenario, home = guest.cpus - 1;
  return [
    null,
    ...tasks.map((task) => taskOf(task, guest.cpus, traces, guest.start !== undefined)),
    design.worker?.(home) ?? balloonWorker(home),
    kswapd(home),
    host.transfer === "snapshot" ? snapshotThread() : migrationThread(),
    design.worker === undefined ? hintQueue() : balloonDevice(),
    ...(host.ring === undefined ? [] : [ringReaper(host.ring.reapNs)]),
  ];
}

/** The names of a run's lanes, as its log keeps them. */
export function namesOf(actors: readonly (Actor | null)[]): { name: string; cpu: number }[] {
  const seen = new Map<string, number>();
  return actors.map((actor) => {
    const name = actor?.name ?? "world";
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name}-${count}`, cpu: actor?.cpu ?? 0 };
  });
}

/**
 * Sets a run up.
 * @param log where its events go; empty
 * @param stateOf gives its state, before the first event
 * @throws RangeError if the scenario's numbers make no geometry
 */
export function prepare(
  scenario: Scenario,
  rules: Rules,
  log: EventLog,
  stateOf: (geometry: Geometry) => Memory = (geometry) => new Memory(geometry),
): Run {
  const { profile, host, design } = rules;
  const geometry = geometryOf(scenario, rules);
  const actors = actorsOf(scenario, rules);
  const memory = stateOf(geometry);
  const cpus = Uint8Array.from(actors, (actor) => actor?.cpu ?? 0);
  const costs = { ...defaultCosts(), ...scenario.costs };
  const machine = new Machine(memory, log, cpus, profile, host, costs);
  const { initOnAlloc, initOnFree, pagePoison } = scenario.guest;
  machine.memoryInit = { onAlloc: initOnAlloc, onFree: initOnFree, poison: pagePoison };
  machine.reportOrder = design.reportOrder?.(geometry) ?? Infinity;
  machine.memmap = rules.start?.memmap ?? NONE;
  machine.boostFactor = rules.start?.watermark_boost_factor ?? profile.boostFactor;
  const tasks = scenario.tasks.length;
  const wireNs = Math.round((host.pageBytes * 8000) / scenario.host.linkMbit);
  const settings: Settings = {
    seed: scenario.seed,
    hintOrder: scenario.hints.order,
    arrayOrder: scenario.hints.arrayOrder,
    poisonTold: scenario.hints.poisonTold,
    calls: scenario.hints.calls,
    leaveBlocks: scenario.hints.leaveBlocks,
    reusesBuffer: scenario.hints.reusesBuffer,
    reviewed: scenario.hints.reviewed,
    calledFrom: scenario.hints.calledFrom,
    swapsAddresses: scenario.hints.bigEndian && scenario.hints.storesNative,
    touches: scenario.hints.touches,
    balloonLeavesPages: scenario.hints.balloonLeavesMib * PAGES_A_MIB,
    balloonLane: tasks + 1,
    migrationLane: tasks + 3,
    queueLane: tasks + 4,
    cacheLanes: scenario.tasks.flatMap(({ kind }, at) => kind === "page-cache" ? [at + 1] : []),
    startNs: Math.round(scenario.host.startMs * 1e6),
    downtimeNs: Math.round(scenario.host.downtimeMs * 1e6),
    roundsMax: scenario.host.roundsMax,
    afterNs: Math.round(scenario.host.afterMs * 1e6),
    sendNs: Math.max(wireNs, costs.scanPage + costs.sendPage),
    windowBytes: Math.round(scenario.host.maxBandwidthMib * MIB * (host.windowNs / 1e9)),
    raisedNs: Math.round(scenario.host.raisedDowntimeMs * 1e6),
    postcopy: scenario.host.postcopy || scenario.host.postcopyMs > 0,
    postcopyNs: Math.round(scenario.host.postcopyMs * 1e6),
    autoConverge: scenario.host.autoConverge,
    endNs: Math.round(scenario.host.endMs * 1e6),
    endsBy: scenario.host.endsBy,
    retryNs: Math.round(scenario.host.retryMs * 1e6),
    otherPages: scenario.host.otherPages,
    untouchedNs: scenario.host.untouched ? costs.touchPage : 0,
    runPages: RUN_PAGES,
    grain: "step",
  };
  return {
    sim: { machine, view: memory, settings, design },
    actors,
    geometry,
    hints: scenario.hints,
  };
}

/**
 * The world of a scenario; the same for every design, so make it once.
 * @param room what it is made in, if it takes the place of another; it lasts until that is cleared
 */
export function worldOf(
  scenario: Scenario,
  { profile, host, start }: Rules,
  room?: Room,
): World {
  const { guest } = scenario;
  const geometry = geometryOf(scenario, { profile, host, start });
  if (start === undefined) return filled(makeWorld(scenario, geometry, profile, host, room), guest);
  const tables = start.memmap !== undefined;
  const sets = [0, ...scenario.tasks.map((task) => workingSetPages(task, tables))];
  const old = guest.oldDataMib * PAGES_A_MIB;
  return filled(worldFrom(start, geometry, profile, host, sets, old), guest);
}

/** Runs from the world to the end, or until the log has `until` events. */
export function runAll(run: Run, world: World, until = Infinity): void {
  const { design, machine } = run.sim;
  describe(design.past?.(world, run.geometry, run.hints) ?? world, machine);
  if (world.once) release(world);
  runByTime(run.sim, run.actors, until);
}

/** Gives a world's memory back: of a large guest it is as much as a run needs. */
function release({ memory, touched }: World): void {
  memory.release();
  (touched.buffer as ArrayBuffer).transfer(0);
}

/**
 * Goes on from the middle of a log: everything that decides is a fold of it. If event `at` lies in
 * the middle of an actor's step, the step is taken again from its first event, and is the same.
 * @param words the words of the log, world included
 * @returns how many of its events were kept
 * @throws RangeError if the world is not complete at event `at`
 */
export function resume(run: Run, words: Int32Array, at: number): number {
  const kept = stepBegin(words, at);
  takeUp(run, words.subarray(0, kept * STRIDE));
  if (run.sim.view.status[Status.Ready] === 0) failWorld(at);
  runByTime(run.sim, run.actors);
  return kept;
}

/** Index of the event with which the run of one actor's events begins that ends before `at`. */
export function stepBegin(words: Int32Array, at: number): number {
  const actor = at > 0 ? actorOf(words, at - 1) : WORLD;
  let begin = at;
  while (actor !== WORLD && begin > 0 && actorOf(words, begin - 1) === actor) begin--;
  return begin;
}

/** Takes up the next events of an earlier log, as if the run had just recorded them. */
export function takeUp({ sim, actors }: Run, words: Int32Array): void {
  const { log, memory } = sim.machine, events = words.length / STRIDE;
  applyAll(memory, words, 0, events, log.events);
  log.extend(words);
  actors.forEach((actor, lane) => actor?.recall?.(sim, lane, words, events));
}

/** Goes on with what was taken up: up to the beginning of a step, the world included. */
export function goOn({ sim, actors }: Run): void {
  runByTime(sim, actors);
}

function failWorld(at: number): never {
  throw new RangeError(`Cannot go on from event ${at}: the world is not described by then`);
}
