/**
 * Requests and frees where the lists were learned from the trace: marks, limits and pageblocks are read
 * in it, and what is predicted counts only if it is sure.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { cpuOf, kindOf, NONE, orderOf, pfnOf, valueOf } from "../../../events/log.ts";
import { placement } from "../../decide/buddy.ts";
import { tailOf, zoneList, zoneOf } from "../../state/lists.ts";
import { orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";
import type { Course } from "./course.ts";
import { hex } from "./tally.ts";
import { standFree } from "./force.ts";
import type { Sure } from "./sure.ts";
import { markPut, takeRemoved } from "./take.ts";
import { countRemoval } from "./unseen.ts";

const MOVABLE = 1;

/** A removal from lists that were learned: it counts if the block named was put there by events. */
export function removalOfLearned(
  course: Course,
  sure: Sure,
  index: number,
  zone: number,
  head: number,
): void {
  const { words, machine, tally } = course;
  const view = machine.memory, lane = course.lane(index);
  const pfn = pfnOf(words, index), order = orderOf(words, index), type = valueOf(words, index) & 7;
  if (course.steal !== NONE) stealSeen(course, sure, lane);
  const isSure = sure.isSure(head);
  if (isSure) {
    const found = orderOfBlock(view.block[head]);
    sure.note(zoneList(view, zone, found, type), index + 1);
    countRemoval(course, index, zone, head);
  } else tally.unsure.removals++;
  takeRemoved(course, index, head);
  const isKnown = isSure && head === pfn;
  for (let half = order; half < view.orders - 1; half++) {
    const upper = pfn + (1 << half);
    const word = upper < view.frames ? view.block[upper] : 0;
    if (stateOf(word) !== State.Free || orderOfBlock(word) !== half) break;
    sure.set(upper, isKnown);
  }
  sure.set(pfn, true); // where it goes, the event says
}

/** A steal from lists that were learned is taken from the trace. */
function stealSeen(course: Course, sure: Sure, lane: number): void {
  const { words, machine, steal: seen } = course;
  const view = machine.memory, pfn = pfnOf(words, seen), value = valueOf(words, seen);
  const found = value & 15, from = (value >>> 4) & 7, to = (value >>> 7) & 7;
  const pages = 1 << Math.max(found, view.pageblockOrder), start = pfn & ~(pages - 1);
  course.steal = NONE;
  course.tally.unsure.steals++;
  standFree(machine, lane, pfn, found, from);
  const isWhole = found >= view.pageblockOrder >> 1 || to !== MOVABLE;
  const isOwned = ((value >>> 10) & 1) === 1;
  const flags = (isWhole ? 64 : 0) | (isOwned ? 128 : 0) | 256;
  machine.record(Kind.PageblockStolen, lane, pfn, from | (to << 3) | flags, found);
  sure.forget(start, start + pages);
}

/** Where pageblocks are not known: the type of the list that a page next leaves; NONE if it is not told. */
export function typeSeen({ words, next }: Course, pfn: number): number {
  const later = next.of(pfn), kind = later === NONE ? NONE : kindOf(words, later);
  if (kind === Kind.DrainSeen) return valueOf(words, later) & 7;
  if (kind === Kind.PageAllocated) return (valueOf(words, later) >>> 16) & 7;
  return NONE;
}

/** Where limits are not known: the drain that follows in the trace, if it begins with this list's tail. */
export function planSeen(course: Course, index: number, zone: number, list: number): void {
  const { words, events, machine } = course;
  const cpu = cpuOf(words, index), view = machine.memory, work = course.work[cpu];
  let drained = 0, own = 0; // pages of the drain, and blocks that may be this list's
  const order = orderOf(words, index), type = typeOfBlock(view.block[pfnOf(words, index)]);
  for (let at = index + 1; at < events; at++) {
    if (cpuOf(words, at) !== cpu) continue;
    if (kindOf(words, at) !== Kind.DrainSeen) break;
    if (drained === 0 && pfnOf(words, at) !== tailOf(view, list)) return;
    const isOwn = orderOf(words, at) === order && (valueOf(words, at) & 7) === type;
    if (isOwn && drained === own << order) own++;
    drained += 1 << orderOf(words, at);
  }
  // Behind this list's pages it may be another drain, unless it is of all that the cpu's lists hold.
  const isAll = drained === view.percpuPages[zone * view.cpus + cpu];
  const pages = isAll ? drained : Math.min(own, view.listCount[list]) << order;
  if (pages > 0) work.planned = machine.profile.drainOrder(view, zone, cpu, pages, list, work.plan);
}

/** A drain of lists that were learned: it counts if the page named was put there by events. */
export function drainOfLearned(
  course: Course,
  sure: Sure,
  index: number,
  expected: number,
  isPlanned: boolean,
  waits: number,
): void {
  const { words, machine, tally } = course;
  const view = machine.memory, lane = course.lane(index), pfn = pfnOf(words, index);
  const order = orderOf(words, index), theirs = valueOf(words, index) & 7;
  if (isPlanned && sure.isSure(expected)) {
    sure.note(
      course.work[cpuOf(words, index)].plan[course.work[cpuOf(words, index)].drained - 1],
      index + 1,
    );
    const why = (): string => `${hex(expected)} predicted, ${hex(pfn)} drained`;
    tally.count("drained", expected === pfn, index + 1, course.classAt, why);
  } else tally.unsure.drained++;
  if (waits === NONE) {
    standFree(machine, lane, pfn, order, theirs);
    sure.set(pfn, false);
    return;
  }
  const value = placement(view, machine.profile, zoneOf(view, pfn), pfn, order, theirs);
  markPut(course, pfn, order, value & 15);
  machine.record(Kind.PageDrained, lane, pfn, value | (waits << 8), order);
}
