/**
 * A removal that was not predicted: what the kernel did without an event is worked out from what it took,
 * and done after it, so that what follows is predicted again.
 *
 * - Compaction took the predicted block off its list (rule 21): its pages are next given back, with no
 *   removal before that. Class M2.
 * - Compaction's fast search turned the list: what stood before its candidate went to the tail. It
 *   never turns lists of the highest order. Class M2.
 * - A block of the highest order was put at the tail by chance (page_alloc.shuffle). Class M5.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, NONE } from "../../../events/log.ts";
import { findBlock } from "../../decide/buddy.ts";
import { zoneList } from "../../state/lists.ts";
import { orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";
import type { Course } from "./course.ts";
import type { MissClass } from "./tally.ts";

const TAIL = 128;

/**
 * Explains why a removal took `pfn`, and sets the lists right.
 * @returns the class of the miss; "unexplained" if nothing was set right
 */
export function explainRemoval(
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
  while (head !== NONE && head !== pfn && wasIsolated(course, head)) {
    course.isolated++;
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

/** True if what the trace tells next of a free block's pages is that they are given back. */
function wasIsolated({ words, next, machine: { memory } }: Course, head: number): boolean {
  let first: number = NONE;
  for (let page = head; page < head + (1 << orderOfBlock(memory.block[head])); page++) {
    const index = next.of(page);
    if (index !== NONE && (first === NONE || index < first)) first = index;
  }
  const kind = first === NONE ? NONE : kindOf(words, first);
  return kind === Kind.PageFreed || kind === Kind.FreeAnnounced;
}

/** Takes a free block off its list, page by page in use from now on. */
function isolate({ machine }: Course, lane: number, head: number): void {
  const word = machine.memory.block[head], order = orderOfBlock(word), type = typeOfBlock(word);
  machine.record(Kind.BlockTaken, lane, head, order | (type << 4), order);
  for (let page = head; page < head + (1 << order); page++) {
    machine.record(Kind.PageAllocated, lane, page, type << 16, 0);
  }
}

function toTail({ machine }: Course, lane: number, pfn: number, order: number, type: number): void {
  machine.record(Kind.BlockTaken, lane, pfn, order | (type << 4), order);
  machine.record(Kind.BlockPut, lane, pfn, order | (type << 4) | TAIL, order);
}
