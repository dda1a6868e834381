/**
 * Writes a state as world events: the beginning of a log.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { NONE } from "../../events/log.ts";
import type { Machine } from "../decide/machine.ts";
import { after, headOf, ownerList, percpuList, zoneList } from "../state/lists.ts";
import {
  type Memory,
  orderOfBlock,
  ownerOfBlock,
  State,
  stateOf,
  typeOfBlock,
} from "../state/memory.ts";
import type { World } from "./world.ts";

const WORLD = 0;
const RUN_MAX = 0x0fffffff; // 28 bits of a count

/** Records what `world` holds, from zones to lists, and that the world is ready. */
export function describe(world: World, machine: Machine): void {
  const { memory } = world;
  limits(memory, machine);
  pageblocks(memory, machine);
  pages(world, machine);
  for (let lane = 1; lane <= memory.geometry.owners; lane++) owned(memory, machine, lane);
  if (world.zeros !== undefined) hold(world.zeros, ZEROS, machine);
  if (world.poisoned !== undefined) hold(world.poisoned, POISON, machine);
  lists(memory, machine);
  for (const pfn of world.reported ?? []) {
    machine.record(Kind.BlockReported, WORLD, pfn, 0, orderOfBlock(memory.block[pfn]));
  }
  machine.record(Kind.WorldReady, WORLD, 0, 0);
}

function limits(memory: Memory, machine: Machine): void {
  const { zones, cpus } = memory.geometry;
  const home = machine.cpus[WORLD];
  for (let zone = 0; zone < zones.length; zone++) {
    machine.record(Kind.ZoneDescribed, WORLD, 0, memory.zoneManaged[zone], zone);
    for (let mark = 0; mark < 4; mark++) {
      const pages = memory.zoneMarks[zone * 4 + mark];
      if (pages > 0) machine.record(Kind.WatermarkSet, WORLD, mark, pages, zone);
    }
    for (let request = 0; request < zones.length; request++) {
      const pages = memory.zoneReserve[zone * zones.length + request];
      if (pages > 0) machine.record(Kind.ReserveSet, WORLD, request, pages, zone);
    }
    for (let cpu = 0; cpu < cpus; cpu++) {
      const at = zone * cpus + cpu;
      machine.cpus[WORLD] = cpu;
      const batch = memory.percpuBatch[at];
      if (batch > 0) {
        machine.record(Kind.PercpuLimitsSet, WORLD, memory.percpuHigh[at], batch, zone);
      }
      const factor = memory.percpuFactor[at] ?? 0;
      if (factor > 0) machine.record(Kind.PercpuFactorSet, WORLD, 0, factor, zone);
    }
    machine.cpus[WORLD] = home;
  }
}

const FREE_OLD = 1 << 8, NOTHING = 1 << 9;

/** What a page frame is: in use and nobody's (its type), free with old data, or neither. */
function keyOf(memory: Memory, touched: Uint8Array, pfn: number): number {
  const word = memory.block[pfn];
  if (stateOf(word) === State.Used && orderOfBlock(word) === 0) {
    return ownerOfBlock(word) === 0 ? typeOfBlock(word) : NOTHING;
  }
  return touched[pfn] !== 0 ? FREE_OLD : NOTHING;
}

/** Pages in use that nobody owns, and free pages that hold old data, as runs. */
function pages({ memory, touched }: World, machine: Machine): void {
  const frames = memory.frames;
  for (let pfn = 0; pfn < frames;) {
    const key = keyOf(memory, touched, pfn);
    const last = Math.min(frames, pfn + RUN_MAX);
    let end = pfn + 1;
    while (end < last && keyOf(memory, touched, end) === key) end++;
    if (key === FREE_OLD) machine.record(Kind.PagesHold, WORLD, pfn, end - pfn);
    else if (key !== NOTHING) {
      machine.record(Kind.PagesUsed, WORLD, pfn, (end - pfn) | (key << 28));
    }
    pfn = end;
  }
}

const ZEROS = 1 << 28, POISON = 2 << 28;

/** Marked pages that hold zeros or the poison pattern, as runs. */
function hold(marks: Uint8Array, fill: number, machine: Machine): void {
  for (let pfn = marks.indexOf(1); pfn >= 0;) {
    let end = pfn + 1;
    while (marks[end] === 1) end++;
    machine.record(Kind.PagesHold, WORLD, pfn, (end - pfn) | fill);
    pfn = marks.indexOf(1, end);
  }
}

/** Pages that a lane owns, in the order of its list, as runs. */
function owned(memory: Memory, machine: Machine, lane: number): void {
  for (let pfn = headOf(memory, ownerList(memory, lane)); pfn !== NONE;) {
    const word = memory.block[pfn];
    let count = 1, next = after(memory, pfn);
    while (next === pfn + count && count < RUN_MAX && memory.block[next] === word) {
      next = after(memory, next);
      count++;
    }
    machine.record(Kind.PagesUsed, lane, pfn, count | (typeOfBlock(word) << 28));
    pfn = next;
  }
}

/** Pageblocks by migratetype, as runs; type 0 is what a state begins with. */
function pageblocks({ blockType, geometry }: Memory, machine: Machine): void {
  for (let at = 0; at < blockType.length;) {
    const type = blockType[at];
    let end = at + 1;
    while (end < blockType.length && blockType[end] === type) end++;
    const pfn = at << geometry.pageblockOrder;
    if (type !== 0) machine.record(Kind.PageblocksTyped, WORLD, pfn, (end - at) | (type << 28));
    at = end;
  }
}

function lists(memory: Memory, machine: Machine): void {
  const { zones, orders, types, cpus, percpuLists } = memory.geometry;
  const walk = (list: number, kind: typeof Kind.BlockOnList | typeof Kind.BlockOnPercpu): void => {
    for (let pfn = headOf(memory, list); pfn !== NONE; pfn = after(memory, pfn)) {
      const word = memory.block[pfn];
      machine.record(kind, WORLD, pfn, typeOfBlock(word), orderOfBlock(word));
    }
  };
  const home = machine.cpus[WORLD];
  for (let zone = 0; zone < zones.length; zone++) {
    for (let order = 0; order < orders; order++) {
      for (let type = 0; type < types; type++) {
        walk(zoneList(memory, zone, order, type), Kind.BlockOnList);
      }
    }
    for (let cpu = 0; cpu < cpus; cpu++) {
      machine.cpus[WORLD] = cpu;
      const first = percpuList(memory, zone, cpu, 0, 0);
      for (let at = 0; at < percpuLists; at++) walk(first + at, Kind.BlockOnPercpu);
    }
    machine.cpus[WORLD] = home;
  }
}
