/**
 * Decisions about free lists: which block to take, how far a block merges, what to steal.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { NONE } from "../../events/log.ts";
import { firstWalked, headOf, zoneList } from "../state/lists.ts";
import { type MemoryView, orderOfBlock, State, stateOf, typeOfBlock } from "../state/memory.ts";
import type { Machine } from "./machine.ts";
import type { Profile } from "./profiles/profile.ts";
import { Mark } from "../state/views.ts";

const UNMOVABLE = 0, MOVABLE = 1, RECLAIMABLE = 2, HIGHATOMIC = 3;

/** The head of the first non-empty list of exactly this type, from `order` upwards; NONE if none. */
export function findBlock(view: MemoryView, zone: number, order: number, type: number): number {
  for (let at = order; at < view.geometry.orders; at++) {
    const head = headOf(view, zoneList(view, zone, at, type));
    if (head !== NONE) return head;
  }
  return NONE;
}

/**
 * Takes a block of `order` off the lists, stealing one of another type if it must.
 * @param kind BlockTaken (into hand) or PageRefilled (to the tail of this cpu's list)
 * @returns its pfn, or NONE if the zone has none
 */
export function takeBlock(
  machine: Machine,
  lane: number,
  zone: number,
  order: number,
  type: number,
  kind: typeof Kind.BlockTaken | typeof Kind.PageRefilled,
): number {
  const view = machine.memory;
  let pfn = findBlock(view, zone, order, type);
  if (pfn === NONE) {
    if (!steal(machine, lane, zone, order, type)) return NONE;
    pfn = findBlock(view, zone, order, type);
    if (pfn === NONE) return NONE;
  }
  const word = view.block[pfn];
  machine.spend(machine.costs.moveBlock);
  const value = orderOfBlock(word) | (typeOfBlock(word) << 4) | (type << 8);
  machine.record(kind, lane, pfn, kind === Kind.BlockTaken ? value & 0x7f : value, order);
  return pfn;
}

/** True if `pfn` heads a free block of `order` in the zone. */
function isFree(view: MemoryView, zone: number, pfn: number, order: number): boolean {
  if (pfn < view.zoneStart[zone] || pfn >= view.zoneEnd[zone]) return false;
  const word = view.block[pfn];
  return stateOf(word) === State.Free && orderOfBlock(word) === order;
}

/** The order that a block reaches by merging with free buddies. */
export function mergedOrder(
  view: MemoryView,
  profile: Profile,
  zone: number,
  pfn: number,
  order: number,
): number {
  const { orders, pageblockOrder } = view.geometry;
  let head = pfn, at = order;
  for (; at < orders - 1; at++) {
    const buddy = head ^ (1 << at);
    if (!isFree(view, zone, buddy, at)) break;
    if (at >= pageblockOrder) {
      const type = view.blockType[head >> pageblockOrder];
      const buddyType = view.blockType[buddy >> pageblockOrder];
      if (type !== buddyType && !profile.mayMerge(type, buddyType)) break;
    }
    head &= ~(1 << at);
  }
  return at;
}

/**
 * Where a block of `order` goes, as the fields of BlockPut and PageDrained: the order it merges to,
 * its list, and the tail if the merged block will probably merge again soon (Linux, __free_one_page).
 */
export function placement(
  view: MemoryView,
  profile: Profile,
  zone: number,
  pfn: number,
  order: number,
  type: number,
): number {
  const merged = mergedOrder(view, profile, zone, pfn, order);
  let tail = 0;
  if (merged < view.geometry.orders - 2) {
    const larger = pfn & ~((2 << merged) - 1);
    if (isFree(view, zone, larger ^ (2 << merged), merged + 1)) tail = 128;
  }
  return merged | (type << 4) | tail;
}

/** Allocated pages of a pageblock that could move: in use with type movable. */
function movablePages(view: MemoryView, start: number, end: number): number {
  let pages = 0;
  for (let page = start; page < end;) {
    const word = view.block[page];
    const state = stateOf(word);
    const step = state === State.None ? 1 : 1 << orderOfBlock(word);
    if (state === State.Used && typeOfBlock(word) === MOVABLE) pages += step;
    page += step;
  }
  return pages;
}

function freePages(view: MemoryView, start: number, end: number): number {
  let pages = 0;
  for (let page = start; page < end;) {
    const word = view.block[page];
    const state = stateOf(word);
    const step = state === State.None ? 1 : 1 << orderOfBlock(word);
    if (state === State.Free) pages += step;
    page += step;
  }
  return pages;
}

/** The first fallback type with a block of this order; NONE if none. */
function fallbackAt(machine: Machine, zone: number, order: number, type: number): number {
  const view = machine.memory;
  for (const other of machine.profile.fallbacks[type]) {
    if (other < view.geometry.types && headOf(view, zoneList(view, zone, order, other)) !== NONE) {
      return other;
    }
  }
  return NONE;
}

/**
 * Claims a block of another type, largest first; a movable request that may not take a whole
 * pageblock takes the smallest instead (Linux 4.17, __rmqueue_fallback).
 * @returns false if no other type has a block of `order` or more
 */
export function steal(
  machine: Machine,
  lane: number,
  zone: number,
  order: number,
  type: number,
): boolean {
  const { orders, pageblockOrder } = machine.memory.geometry;
  const whole = (at: number): boolean =>
    at >= pageblockOrder >> 1 || type === UNMOVABLE || type === RECLAIMABLE;
  for (let at = orders - 1; at >= order; at--) {
    const from = fallbackAt(machine, zone, at, type);
    if (from === NONE) continue;
    if (whole(at) || type !== MOVABLE || at === order) {
      claim(machine, lane, zone, at, from, type, whole(at));
      return true;
    }
    for (let small = order; small <= at; small++) {
      const other = fallbackAt(machine, zone, small, type);
      if (other === NONE) continue;
      claim(machine, lane, zone, small, other, type, whole(small));
      return true;
    }
  }
  return false;
}

function claim(
  machine: Machine,
  lane: number,
  zone: number,
  order: number,
  from: number,
  to: number,
  mayTakeAll: boolean,
): void {
  const view = machine.memory;
  const pageblockOrder = view.geometry.pageblockOrder;
  const pfn = headOf(view, zoneList(view, zone, order, from));
  const pageblock = view.blockType[pfn >> pageblockOrder];
  let all = 0, owned = 0;
  if (pageblock !== HIGHATOMIC) {
    if (order >= pageblockOrder) owned = 1;
    else if (mayTakeAll) {
      const pages = 1 << pageblockOrder;
      const start = pfn & ~(pages - 1), end = start + pages;
      // A pageblock that crosses the zone's end is not walked (move_freepages_block).
      if (end <= view.zoneEnd[zone]) {
        const first = firstWalked(view, zone, start, pfn);
        const free = freePages(view, first, end), movable = movablePages(view, first, end);
        const alike = to === MOVABLE ? movable : pageblock === MOVABLE ? pages - free - movable : 0;
        all = 1;
        if (free + alike >= pages >> 1) owned = 1;
      }
    }
  }
  const tail = machine.profile.stealToTail ? 256 : 0;
  const value = from | (to << 3) | (all << 6) | (owned << 7) | tail;
  machine.spend(machine.costs.moveBlock);
  machine.record(Kind.PageblockStolen, lane, pfn, value, order);
  if (pageblock !== HIGHATOMIC && order < pageblockOrder) boost(machine, lane, zone);
}

const PAGEBLOCKS_MIN = 4; // smaller zones are not boosted

/** Raises the zone's watermark boost by a pageblock, up to a part of its high mark (rule 14 of 6.1). */
function boost(machine: Machine, lane: number, zone: number): void {
  const view = machine.memory;
  const pages = 1 << view.geometry.pageblockOrder;
  const { boostFactor } = machine;
  const part = Math.floor((view.zoneMarks[zone * 4 + Mark.High] * boostFactor) / 10_000);
  if (part === 0 || pages * PAGEBLOCKS_MIN > view.zoneManaged[zone]) return;
  const old = view.zoneMarks[zone * 4 + Mark.Boost];
  const raised = Math.min(old + pages, Math.max(pages, part));
  if (raised !== old) machine.record(Kind.WatermarkSet, lane, Mark.Boost, raised, zone);
}
