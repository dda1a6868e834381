/**
 * A removal, or a steal, that was not predicted: what the kernel did without an event is worked out from
 * what it took, and done after it, so that what follows is predicted again.
 *
 * - Compaction took the predicted block off its list (rule 21): its pages are next given back, with no
 *   removal before that. Class M2.
 * - Compaction's fast search turned the list: what stood before its candidate went to the tail. It
 *   never turns lists of the highest order. Class M2.
 * - A block of the highest order was put at the tail by chance (page_alloc.shuffle). Class M5.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, NONE, orderOf, pfnOf, valueOf } from "../../../events/log.ts";
import { findBlock } from "../../decide/buddy.ts";
import { headOf, zoneList } from "../../state/lists.ts";
import { orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";
import type { Course } from "./course.ts";
import { hex, type MissClass } from "./tally.ts";

const TAIL = 128;

/**
 * Counts a removal; one that was not predicted is explained.
 * @param head the block that was predicted; NONE if none was
 */
export function countRemoval(course: Course, index: number, zone: number, head: number): void {
  const { words, tally } = course;
  const pfn = pfnOf(words, index), order = orderOf(words, index), type = valueOf(words, index) & 7;
  tally.count(
    "removals",
    head === pfn,
    index + 1,
    head === pfn ? "unexplained" : explain(course, course.lane(index), zone, order, type, pfn),
    () => `order ${order}, type ${type}: ${hex(head)} predicted, ${hex(pfn)} taken`,
  );
}

/**
 * Explains why a removal took `pfn`, and sets the lists right.
 * @returns the class of the miss; "unexplained" if nothing was set right
 */
function explain(
  course: Course,
  lane: number,
  zone: number,
  order: number,
  type: number,
  pfn: number,
): MissClass {
  if (course.isTied) return course.classAt; // what the other cpu did may only be told later
  const view = course.machine.memory;
  let head = findBlock(view, zone, order, type);
  while (head !== NONE && head !== pfn) {
    const kind = fateOf(course, head);
    if (kind === Kind.PageFreed || kind === Kind.FreeAnnounced) course.isolated++;
    // One that is passed over for a block of another list, and never heard of again, is gone for good.
    else if (kind !== NONE || view.block[pfn] === view.block[head]) break;
    isolate(course, lane, head);
    head = findBlock(view, zone, order, type);
  }
  if (head === pfn) return "M2";
  const word = view.block[pfn];
  if (head === NONE || stateOf(word) !== State.Free || word !== view.block[head]) {
    return course.classAt;
  }
  const found = orderOfBlock(word);
  let left = view.listCount[zoneList(view, zone, found, type)];
  for (let at = head; at !== pfn && left-- > 0; at = findBlock(view, zone, order, type)) {
    toTail(course, lane, at, found, type);
  }
  return found === view.orders - 1 ? "M5" : "M2";
}

/**
 * Sets lists right before a steal, where compaction has been: what stands before the stolen block, on the
 * lists that are robbed first, and is given back next or never heard of again, is gone; what else stands
 * before it on its own list was turned.
 * @param pfn the block that is stolen, of `found` order
 * @returns true if something was set right: without the trace the steal would have been predicted wrong
 */
export function explainSteal(
  course: Course,
  lane: number,
  zone: number,
  type: number,
  pfn: number,
  found: number,
): boolean {
  const { memory: view, profile } = course.machine;
  if (course.isolated === 0 || course.isTied) return false;
  let isChanged = false;
  for (let order = view.orders - 1; order >= found; order--) {
    for (const from of profile.fallbacks[type]) {
      const list = zoneList(view, zone, order, from);
      for (let left = view.listCount[list]; left > 0; left--) {
        const head = headOf(view, list);
        if (head === NONE) break;
        if (head === pfn) return isChanged;
        const kind = fateOf(course, head), isOwn = view.block[pfn] === view.block[head];
        const isGone = kind === Kind.PageFreed || kind === Kind.FreeAnnounced ||
          (kind === NONE && !isOwn);
        if (!isGone && !isOwn) break;
        isChanged = true;
        if (isGone) isolate(course, lane, head);
        else toTail(course, lane, head, order, from);
      }
    }
  }
  return isChanged;
}

/** The kind of the next event that names a page of a free block; NONE if there is none. */
function fateOf({ words, next, machine: { memory } }: Course, head: number): number {
  let first: number = NONE;
  for (let page = head; page < head + (1 << orderOfBlock(memory.block[head])); page++) {
    const index = next.of(page);
    if (index !== NONE && (first === NONE || index < first)) first = index;
  }
  return first === NONE ? NONE : kindOf(words, first);
}

/** Takes a free block off its list: what is next given back is in use from now on, the rest stays free. */
export function isolate(course: Course, lane: number, head: number): void {
  const { machine } = course;
  const word = machine.memory.block[head], order = orderOfBlock(word), type = typeOfBlock(word);
  machine.record(Kind.BlockTaken, lane, head, order | (type << 4), order);
  divide(course, lane, head, order, type);
}

/** Of a block that is on no list, puts back the largest parts of which nothing is known to be taken. */
function divide(course: Course, lane: number, head: number, order: number, type: number): void {
  const { machine } = course;
  const end = head + (1 << order);
  let taken = 0, free = 0; // of a block never heard of again all is taken
  for (let page = head; page < end; page++) {
    const kind = fateOfPage(course, page);
    if (kind === Kind.RemovalSeen) free++;
    else if (kind !== NONE) taken++;
  }
  if (taken === 0 && free > 0) {
    machine.record(Kind.BlockPut, lane, head, order | (type << 4), order);
  } else if (free === 0) {
    for (let page = head; page < end; page++) {
      machine.record(Kind.PageAllocated, lane, page, type << 16, 0);
    }
  } else {
    divide(course, lane, head, order - 1, type);
    divide(course, lane, head + (1 << (order - 1)), order - 1, type);
  }
}

/** The kind of the next event that names a page; NONE if there is none. */
function fateOfPage({ words, next }: Course, page: number): number {
  const index = next.of(page);
  return index === NONE ? NONE : kindOf(words, index);
}

function toTail({ machine }: Course, lane: number, pfn: number, order: number, type: number): void {
  machine.record(Kind.BlockTaken, lane, pfn, order | (type << 4), order);
  machine.record(Kind.BlockPut, lane, pfn, order | (type << 4) | TAIL, order);
}
