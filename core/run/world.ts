/**
 * The world that a log begins with: a booted guest with a past, worked out once and described as events.
 *
 * The past is made by the same allocator in a machine whose log is thrown away: memory is handed out
 * to the kernel, to processes and to one that ends, so lists have the order that such a past leaves.
 * @module
 */
import { GFP_KERNEL } from "../../events/gfp.ts";
import { Kind } from "../../events/kinds.ts";
import { NONE } from "../../events/log.ts";
import { allocate, free } from "../decide/allocator.ts";
import { defaultCosts } from "../decide/costs.ts";
import type { Host } from "../decide/hosts/host.ts";
import { Machine } from "../decide/machine.ts";
import type { Profile } from "../decide/profiles/profile.ts";
import { placement } from "../decide/buddy.ts";
import { managedOf, marksOf, RESERVED_FRAMES, reservesOf } from "../decide/zones.ts";
import { PAGES_A_TABLE } from "../decide/memmap.ts";
import type { Geometry } from "../state/geometry.ts";
import { type Memory, orderOfBlock, State, stateOf } from "../state/memory.ts";
import { Room } from "../state/room.ts";
import { PAGES_A_MIB } from "./actors/tasks.ts";
import type { GuestSpec, Scenario, TaskSpec } from "./scenario.ts";

const UNMOVABLE = 0, MOVABLE = 1;
const WORLD = 0; // the world's lane
const FORGET_AT = 1 << 12; // events of the past that are kept at a time

/** What a world is made in. */
export const roomOfWorld = (): Room => new Room(FORGET_AT * 2);

/** A state to begin with, and which pages were ever written. */
export interface World {
  /** The state. */
  readonly memory: Memory;
  /** By page: 1 if it was ever written. */
  readonly touched: Uint8Array;
  /** Pages in use that hold zeros all the same; none if it is left out. */
  readonly zeros?: Uint8Array;
  /** Free pages that hold the poison pattern; none if it is left out. */
  readonly poisoned?: Uint8Array;
  /** Free blocks that the host was told of; none if it is left out. */
  readonly reported?: readonly number[];
  /** No other run begins with it: its memory is given back as soon as it is described. */
  readonly once?: boolean;
}

/**
 * The world of a guest whose kernel fills free memory: with zeros, or, which takes the place of that, with
 * the poison pattern (init_on_free, page_poison).
 */
export function filled(world: World, { initOnFree, pagePoison }: GuestSpec): World {
  if (!initOnFree && !pagePoison) return world;
  const { memory } = world, touched = world.touched.slice();
  const poisoned = new Uint8Array(memory.frames);
  for (let pfn = 0; pfn < memory.frames;) {
    const word = memory.block[pfn], state = stateOf(word);
    const end = pfn + (state === State.None ? 1 : 1 << orderOfBlock(word));
    if (state === State.Free || state === State.Percpu) {
      touched.fill(0, pfn, end);
      if (pagePoison) poisoned.fill(1, pfn, end);
    }
    pfn = end;
  }
  return pagePoison ? { ...world, touched, poisoned } : { ...world, touched };
}

/**
 * Pages that a task owns when the log begins.
 * @param tables its page tables are among them
 */
export function workingSetPages(task: TaskSpec, tables = false): number {
  if (task.kind !== "writer" && task.kind !== "device-writes") return 0;
  const pages = task.mib * PAGES_A_MIB;
  return tables && task.kind === "writer" ? pages + Math.ceil(pages / PAGES_A_TABLE) : pages;
}

/**
 * Boots a guest and gives it the past that the scenario describes.
 * @param room what it is made in; the world lasts until that is cleared
 * @throws RangeError if the scenario wants more memory in use than there is
 */
export function makeWorld(
  scenario: Scenario,
  geometry: Geometry,
  profile: Profile,
  host: Host,
  room = roomOfWorld(),
): World {
  const { log, scratch } = room;
  const memory = room.state({ ...geometry, timed: false }, 0);
  const machine = new Machine(
    memory,
    log,
    scratch.bytes(geometry.lanes),
    profile,
    host,
    defaultCosts(),
  );
  const touched = scratch.bytes(geometry.frames);
  boot(machine, scenario, profile);
  const { guest, tasks } = scenario;

  const take = (lane: number, type: number, pages: number, taken?: Int32Array): void => {
    for (let page = 0; page < pages; page++) {
      const pfn = allocate(machine, lane, 0, type, GFP_KERNEL, lane !== WORLD);
      if (pfn === NONE) failFull(scenario);
      touched[pfn] = 1;
      if (taken) taken[page] = pfn;
      if (log.length > FORGET_AT) log.truncate(0);
    }
  };

  take(WORLD, UNMOVABLE, guest.unmovableMib * PAGES_A_MIB);
  tasks.forEach((task, index) => take(index + 1, MOVABLE, workingSetPages(task)));
  const sets = tasks.reduce((sum, task) => sum + workingSetPages(task), 0);
  const mixed = guest.mixedMib * PAGES_A_MIB;
  const kept = (guest.usedMib - guest.unmovableMib) * PAGES_A_MIB - sets - mixed;
  take(WORLD, MOVABLE, kept);

  // One page kept to so many freed: pieces of a few pages stay between those in use.
  const old = guest.oldDataMib * PAGES_A_MIB;
  const freed = scratch.ints(old);
  let at = 0;
  for (let pair = 0; pair < mixed; pair++) {
    take(WORLD, MOVABLE, 1);
    const pages = Math.min(guest.mixedFreed ?? MIXED_FREED, old - at);
    take(WORLD, MOVABLE, pages, freed.subarray(at));
    at += pages;
  }
  take(WORLD, MOVABLE, old - at, freed.subarray(at));
  for (const pfn of freed) {
    free(machine, WORLD, pfn, 0);
    if (log.length > FORGET_AT) log.truncate(0);
  }
  return { memory, touched };
}

const MIXED_FREED = 7;

/** Sets limits and gives all memory to the lists, from low to high in the largest aligned blocks. */
function boot(machine: Machine, scenario: Scenario, profile: Profile): void {
  const memory = machine.memory;
  const { zones, cpus, pageblockOrder } = memory.geometry;
  const managed = managedOf(zones);
  const { slices = 1, hugePages } = scenario.guest;
  const part = (pages: number): number => Math.ceil(pages / slices);
  const marks = marksOf(profile, managed.map((pages) => pages * slices), hugePages)
    .map(({ min, low, high }) => ({ min: part(min), low: part(low), high: part(high) }));
  const reserves = reservesOf(zones, managed);
  machine.record(Kind.PageblocksTyped, WORLD, 0, memory.blockType.length | (MOVABLE << 28));
  zones.forEach((zone, index) => {
    machine.record(Kind.ZoneDescribed, WORLD, 0, managed[index], index);
    [marks[index].min, marks[index].low, marks[index].high].forEach((pages, mark) =>
      machine.record(Kind.WatermarkSet, WORLD, mark, pages, index)
    );
    reserves[index].forEach((pages, request) => {
      if (pages > 0) machine.record(Kind.ReserveSet, WORLD, request, pages, index);
    });
    const batch = profile.batch(managed[index]),
      high = profile.high(managed[index], marks[index].low, cpus);
    for (let cpu = 0; cpu < cpus; cpu++) {
      machine.cpus[WORLD] = cpu;
      machine.record(Kind.PercpuLimitsSet, WORLD, high, batch, index);
    }
    machine.cpus[WORLD] = 0;
    const top = profile.orders - 1;
    const end = zone.start + zone.frames;
    for (let pfn = Math.max(zone.start, RESERVED_FRAMES); pfn < end;) {
      let order = Math.min(top, 31 - Math.clz32(pfn & -pfn));
      while (pfn + (1 << order) > end) order--;
      const type = memory.blockType[pfn >> pageblockOrder];
      const place = placement(memory, profile, index, pfn, order, type);
      const tail = profile.bootToTail ? 128 : 0;
      machine.record(Kind.BlockPut, WORLD, pfn, place | tail, order);
      pfn += 1 << order;
    }
  });
}

function failFull(scenario: Scenario): never {
  const { mib, usedMib, oldDataMib } = scenario.guest;
  throw new RangeError(
    `Cannot set up the guest: usedMib ${usedMib} and oldDataMib ${oldDataMib} do not fit ${mib} MiB`,
  );
}
