/**
 * Compaction takes free blocks off their lists, whole (rule 21): told by a kprobe, where a trace has it.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { cpuOf, NONE, orderOf, pfnOf } from "../../../events/log.ts";
import { zoneOf } from "../../state/lists.ts";
import { orderOfBlock, typeOfBlock } from "../../state/memory.ts";
import type { Course } from "./course.ts";
import { freeHeadOf, standFree } from "./force.ts";
import { hex } from "./tally.ts";

/** A free block became single pages in the hands of compaction; each is given back alone, later. */
export function isolation(course: Course, index: number): void {
  const { words, machine } = course;
  const { block } = machine.memory;
  const lane = course.lane(index), pfn = pfnOf(words, index), order = orderOf(words, index);
  const head = freeHeadOf(machine, pfn, order);
  if (head === NONE) return; // its refusal has no event: the watermark forbade it
  if (head !== pfn || orderOfBlock(block[pfn]) !== order) {
    course.tally.miss("M2", index + 1, () => `${hex(pfn)} is isolated as another block`);
  }
  course.counters.change(zoneOf(machine.memory, pfn), cpuOf(words, index), -(1 << order));
  // Page by page: the upper halves stand on lists until their turn comes.
  const end = pfn + (1 << order), type = typeOfBlock(block[head]);
  for (let page = pfn; page < end; page++) {
    standFree(machine, lane, page, 0, type);
    machine.record(Kind.BlockTaken, lane, page, orderOfBlock(block[page]) | (type << 4), 0);
    machine.record(Kind.PageAllocated, lane, page, type << 16, 0);
  }
}
