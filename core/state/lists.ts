/**
 * Lists of blocks: circular, doubly linked, with a sentinel behind the last page frame.
 * Anyone may walk; only `apply` links and unlinks.
 *
 * ```text
 * sentinel = frames + list     next[sentinel] = head     prev[sentinel] = tail
 * ```
 * @module
 */
import { NONE } from "../../events/log.ts";
import { HOLE, type Memory, type MemoryView } from "./memory.ts";
import { Fault, Status } from "./views.ts";

export const THP_ORDER = 9; // per-cpu lists 12 and 13 are of this order (kernel 6.1, rule 15)
const THP_LIST = 12; // below it three lists an order, from 0 to 3
const MOVABLE = 1;

/** The zone of a page frame; NONE in a hole. */
export function zoneOf(view: MemoryView, pfn: number): number {
  const zone = view.zoneOfPageblock[pfn >> view.pageblockOrder];
  return zone !== HOLE && pfn < view.zoneEnd[zone] ? zone : NONE;
}

/** The free list of a zone, order and migratetype. */
export function zoneList(view: MemoryView, zone: number, order: number, type: number): number {
  return (zone * view.orders + order) * view.types + type;
}

/**
 * The list of a zone and cpu on which blocks of an order and migratetype wait. Types above
 * reclaimable share the movable list (Linux 4.17 to 6.x, free_unref_page_commit).
 */
export function percpuList(
  view: MemoryView,
  zone: number,
  cpu: number,
  order: number,
  type: number,
): number {
  return view.percpuBase + (zone * view.cpus + cpu) * view.percpuLists + percpuIndex(order, type);
}

/** The number, within those of a zone and cpu, of the list on which such blocks wait. */
export function percpuIndex(order: number, type: number): number {
  const kept = type > 2 ? MOVABLE : type;
  return order === THP_ORDER ? THP_LIST + (kept === MOVABLE ? 1 : 0) : 3 * order + kept;
}

/** The order of the blocks on the list of that number. */
export const percpuOrder = (index: number): number =>
  index >= THP_LIST ? THP_ORDER : Math.floor(index / 3);

/** The list of blocks that a lane owns. */
export function ownerList(view: MemoryView, lane: number): number {
  return view.ownerBase + lane - 1;
}

/** First block of a list; NONE if it is empty. */
export function headOf(view: MemoryView, list: number): number {
  const sentinel = view.frames + list;
  const head = view.next[sentinel];
  return head === sentinel ? NONE : head;
}

/** Last block of a list; NONE if it is empty. */
export function tailOf(view: MemoryView, list: number): number {
  const sentinel = view.frames + list;
  const tail = view.prev[sentinel];
  return tail === sentinel ? NONE : tail;
}

/** The block behind `pfn` on its list; NONE at the end. */
export function after(view: MemoryView, pfn: number): number {
  const next = view.next[pfn];
  return next < view.frames ? next : NONE;
}

/** Links a block at the head or the tail of a list and counts it. For `apply` only. */
export function link(memory: Memory, list: number, pfn: number, tail: boolean): void {
  const { next, prev } = memory;
  const sentinel = memory.frames + list;
  const before = tail ? prev[sentinel] : sentinel;
  const behind = next[before];
  next[before] = pfn;
  prev[pfn] = before;
  next[pfn] = behind;
  prev[behind] = pfn;
  memory.listCount[list]++;
}

/** Unlinks a block as a kernel does, by its links alone, and counts it off `list`. For `apply` only. */
export function unlink(memory: Memory, list: number, pfn: number): void {
  const { next, prev } = memory;
  const before = prev[pfn], behind = next[pfn];
  if (before === NONE) {
    memory.status[Status.Faults] |= Fault.UnlinkedTwice;
    return;
  }
  next[before] = behind;
  prev[behind] = before;
  next[pfn] = prev[pfn] = NONE;
  if (--memory.listCount[list] < 0) memory.status[Status.Faults] |= Fault.CountBelowZero;
}

/** Turns a list so that it begins with `pfn`, which stands on it. For `apply` only. */
export function turn(memory: Memory, list: number, pfn: number): void {
  const { next, prev } = memory;
  const sentinel = memory.frames + list;
  next[prev[sentinel]] = next[sentinel];
  prev[next[sentinel]] = prev[sentinel];
  const before = prev[pfn];
  next[before] = sentinel;
  prev[sentinel] = before;
  next[sentinel] = pfn;
  prev[pfn] = sentinel;
}

/**
 * Turns a list at its own head, as if that were a block on it (Linux, list_rotate_to_front, before the callers
 * looked): the blocks still hang together, but not off the head. For `apply` only.
 */
export function turnAtHead(memory: Memory, list: number): void {
  const { next, prev } = memory;
  const sentinel = memory.frames + list, last = prev[sentinel];
  prev[next[sentinel]] = last;
  next[sentinel] = sentinel;
  next[last] = sentinel;
}

/**
 * Where the walk over a stolen block's pageblock begins: at the block itself if the pageblock begins
 * before its zone does (move_freepages_block). Page frame 0 is no zone's: x86-64's first begins with 1.
 */
export function firstWalked(view: MemoryView, zone: number, start: number, pfn: number): number {
  return start === 0 || start < view.zoneStart[zone] ? pfn : start;
}
