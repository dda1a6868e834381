/**
 * What the kernel did to a block is done in the model, and its place is marked with the rules that chose it.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { cpuOf, orderOf, pfnOf, valueOf } from "../../../events/log.ts";
import { zoneOf } from "../../state/lists.ts";
import { orderOfBlock, typeOfBlock } from "../../state/memory.ts";
import type { Course } from "./course.ts";
import { standFree } from "./force.ts";
import { ruleBit } from "./rules.ts";

/** What the kernel took leaves its list, and what is left of it is put on lower ones. */
export function takeRemoved(course: Course, index: number, head: number): void {
  const { words, machine, tally } = course;
  const view = machine.memory;
  const lane = course.lane(index), pfn = pfnOf(words, index), order = orderOf(words, index);
  const type = valueOf(words, index) & 7, isRefill = machine.profile.isPercpu(order);
  if (head !== pfn) standFree(machine, lane, pfn, order, type);
  const word = view.block[pfn];
  const value = orderOfBlock(word) | (typeOfBlock(word) << 4);
  for (let half = orderOfBlock(word) - 1; half >= order; half--) {
    tally.rules.mark(pfn + (1 << half), ruleBit(3));
  }
  const cpu = cpuOf(words, index), zone = zoneOf(view, pfn), work = course.work[cpu];
  if (!isRefill) course.counters.change(zone, cpu, -(1 << order));
  else {
    if (work.taken > 0 && work.takenFrom !== zone) course.endTaking(cpu);
    work.taken += 1 << order;
    work.takenFrom = zone;
  }
  if (isRefill) machine.record(Kind.PageRefilled, lane, pfn, value | (type << 8), order);
  else machine.record(Kind.BlockTaken, lane, pfn, value, order);
}

/** Marks a block that went to its zone's lists, merged with its buddies or alone (rules 4, 5, 6). */
export function markPut(course: Course, pfn: number, order: number, merged: number): void {
  const cpu = cpuOf(course.words, course.at);
  course.counters.change(zoneOf(course.machine.memory, pfn), cpu, 1 << order);
  const { machine, tally } = course;
  const straight = machine.profile.isPercpu(order) ? 0 : ruleBit(6);
  const rules = ruleBit(5) | straight | (merged > order ? ruleBit(4) : 0);
  const head = pfn & ~((1 << merged) - 1);
  tally.rules.mark(head, rules);
  course.sure?.put(head, merged);
}
