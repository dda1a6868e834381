/**
 * What requests do in a kernel and in the model: the zone they choose, the blocks that leave zone lists,
 * the page that leaves a per-cpu list.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { cpuOf, gapOf, kindOf, NONE, orderOf, pfnOf, valueOf } from "../../../events/log.ts";
import { setFactor } from "../../decide/allocator.ts";
import { findBlock } from "../../decide/buddy.ts";
import { headOf, percpuList, zoneOf } from "../../state/lists.ts";
import { orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";
import type { Course } from "./course.ts";
import { hex } from "./tally.ts";
import { removalOfLearned } from "./learned.ts";
import { takeRemoved } from "./take.ts";
import { predictSteal } from "./steals.ts";
import { countRemoval } from "./unseen.ts";
import { compareZone, predictZone } from "./zone_choice.ts";
import { cpuOfWaiting, freeHeadOf, isOccupied, standFree, takeWaiting } from "./force.ts";

const LOOK_AHEAD_MAX = 1 << 14; // events
const PERCPU = 1 << 19, GFP = 0xffff;

/** The request that a removal serves: the next one on its cpu for the same order and type. */
function requestOf({ words, events }: Course, index: number): number {
  const cpu = cpuOf(words, index), order = orderOf(words, index), type = valueOf(words, index) & 7;
  const until = Math.min(events, index + LOOK_AHEAD_MAX);
  for (let at = index + 1; at < until; at++) {
    if (kindOf(words, at) !== Kind.PageAllocated || cpuOf(words, at) !== cpu) continue;
    if (orderOf(words, at) === order && ((valueOf(words, at) >>> 16) & 7) === type) return at;
  }
  return NONE;
}

/**
 * Of two removals by two cpus at one time either may be the first: the one whose block is next.
 * @returns true if another was matched in this one's place
 */
function swapTied(course: Course, index: number, head: number): boolean {
  const { words, events, done } = course;
  const order = orderOf(words, index), type = valueOf(words, index) & 7;
  for (let at = index + 1; at < events && gapOf(words, at) === 0; at++) {
    const isOther = kindOf(words, at) === Kind.RemovalSeen && pfnOf(words, at) === head &&
      cpuOf(words, at) !== cpuOf(words, index) && done[at] === 0;
    if (!isOther || orderOf(words, at) !== order || (valueOf(words, at) & 7) !== type) continue;
    done[at] = 1;
    const { cpus } = course.machine, lane = course.lane(at), cpu = cpus[lane];
    cpus[lane] = cpuOf(words, at);
    removalOf(course, at);
    cpus[lane] = cpu;
    return true;
  }
  return false;
}

/** A block left a zone list (rules 2, 3, 7 to 13). */
export function removal(course: Course, index: number): void {
  if (course.done[index] === 0) removalOf(course, index);
}

function removalOf(course: Course, index: number): void {
  const { words, machine, tally } = course;
  const view = machine.memory;
  const cpu = cpuOf(words, index), pfn = pfnOf(words, index);
  const order = orderOf(words, index), type = valueOf(words, index) & 7;
  const isRefill = machine.profile.isPercpu(order);
  const zone = zoneOf(view, pfn), work = course.work[cpu];
  if (work.zone === NONE) {
    const request = requestOf(course, index);
    const gfp = request === NONE ? 0 : valueOf(words, request) & GFP;
    predictZone(course, cpu, zone, order, gfp);
  }
  if (isRefill) {
    const list = percpuList(view, zone, cpu, order, type);
    if (work.list !== list) {
      settle(course, cpu);
      work.refilled = 0;
    }
    work.list = list;
    work.refilled++;
  }
  let head = findBlock(view, zone, order, type);
  while (head !== pfn && course.isTied && head !== NONE && swapTied(course, index, head)) {
    head = findBlock(view, zone, order, type);
  }
  if (course.sure !== null) return removalOfLearned(course, course.sure, index, zone, head);
  if (head === NONE) {
    predictSteal(course, index, zone, order, type);
    head = findBlock(view, zone, order, type);
    tally.rules.count(13, head === pfn);
  }
  tally.rules.count(2, head === pfn);
  const held = head === pfn ? pfn : freeHeadOf(machine, pfn, order);
  if (held !== NONE) tally.rules.settle(held, head === pfn);
  countRemoval(course, index, zone, head);
  takeRemoved(course, index, head);
}

/** A block was handed out (rules 15, 22, 23). */
export function allocation(course: Course, index: number): void {
  const { words, machine, tally } = course;
  const view = machine.memory;
  if (course.done[index] === 1) return;
  const lane = course.lane(index), cpu = cpuOf(words, index), pfn = pfnOf(words, index);
  const order = orderOf(words, index), gfp = valueOf(words, index) & GFP;
  const type = (valueOf(words, index) >>> 16) & 7;
  const zone = zoneOf(view, pfn), work = course.work[cpu];
  compareZone(course, index, zone, order, gfp);
  const value = gfp | (type << 16);
  if (!machine.profile.isPercpu(order)) {
    if (isOccupied(machine, pfn, order)) {
      tally.miss(course.classAt, index + 1, () => `${hex(pfn)} was not taken off a list`);
      standFree(machine, lane, pfn, order, type);
      const word = view.block[pfn];
      const from = orderOfBlock(word) | (typeOfBlock(word) << 4);
      machine.record(Kind.BlockTaken, lane, pfn, from, order);
    }
    machine.record(Kind.PageAllocated, lane, pfn, value, order);
    return;
  }
  const list = percpuList(view, zone, cpu, order, type);
  if (work.list === list && work.refilled > 0) endRefill(course, index, zone, order);
  popTo(course, index, list);
  tally.rules.mark(pfn, 0);
  if (stateOf(view.block[pfn]) !== State.Percpu || orderOfBlock(view.block[pfn]) !== order) {
    standFree(machine, lane, pfn, order, type);
    const word = view.block[pfn];
    const from = orderOfBlock(word) | (typeOfBlock(word) << 4) | (type << 8);
    machine.record(Kind.PageRefilled, lane, pfn, from, order);
  }
  const waits = cpuOfWaiting(machine, pfn);
  if (waits !== cpu) takeWaiting(machine, lane, pfn);
  else machine.record(Kind.PageAllocated, lane, pfn, value | PERCPU, order);
  setFactor(machine, lane, zone, machine.profile.factorAfterTake);
}

function endRefill(course: Course, index: number, zone: number, order: number): void {
  if (course.sure !== null) {
    course.tally.unsure.refills++;
    course.work[cpuOf(course.words, index)].refilled = 0;
    course.work[cpuOf(course.words, index)].list = NONE;
    return;
  }
  const { memory, profile } = course.machine;
  const cpu = cpuOf(course.words, index), work = course.work[cpu];
  const { refilled } = work;
  const wanted = profile.refillBlocks(memory.percpuBatch[zone * memory.cpus + cpu], order);
  // The zone may run out (rule 15).
  const exact = refilled === wanted || (refilled < wanted && memory.zoneFree[zone] === 0);
  work.refilled = 0;
  work.list = NONE;
  course.tally.rules.count(15, exact);
  course.tally.count(
    "refills",
    exact,
    index + 1,
    course.classAt,
    () => `order ${order}: ${wanted} blocks predicted, ${refilled} taken`,
  );
}

/** Takes what stands before a page on its cpu's list: taken by others, whose report is late or missing. */
function popTo(course: Course, index: number, list: number): void {
  const { machine, words, tally } = course;
  const view = machine.memory, pfn = pfnOf(words, index), order = orderOf(words, index);
  let head = headOf(view, list), at = head;
  const isSure = course.sure === null || course.sure.isSure(head);
  if (isSure) course.sure?.note(list, index + 1);
  else tally.unsure.pcpAllocations++;
  while (at !== pfn && at >= 0 && at < view.frames) at = view.next[at];
  if (at !== pfn && !isSure) return;
  if (at !== pfn) {
    const why = (): string => `order ${order}: ${hex(head)} predicted, ${hex(pfn)} taken`;
    tally.count("pcpAllocations", false, index + 1, course.classAt, why);
    tally.rules.count(15, false);
    tally.rules.settle(pfn, false);
    return;
  }
  let silent = false;
  while (head !== pfn) {
    if (!takeLate(course, head)) {
      silent = true;
      machine.record(Kind.PageAllocated, course.lane(index), head, PERCPU, order);
    }
    head = headOf(view, list);
  }
  if (!isSure) return;
  // What went unseen (M1) is no fault of a rule.
  tally.rules.count(15, true);
  tally.rules.settle(pfn, true);
  tally.count(
    "pcpAllocations",
    !silent,
    index + 1,
    "M1",
    () => `order ${order}: ${hex(pfn)} taken`,
  );
}

/**
 * A page that is taken already, but whose report comes later (rule 29): matches that report now.
 * @returns false if no report of it comes
 */
function takeLate(course: Course, pfn: number): boolean {
  const later = course.next.of(pfn);
  if (later === NONE || kindOf(course.words, later) !== Kind.PageAllocated) return false;
  const { cpus } = course.machine, lane = course.lane(later), cpu = cpus[lane];
  cpus[lane] = cpuOf(course.words, later);
  allocation(course, later);
  cpus[lane] = cpu;
  course.done[later] = 1;
  return true;
}

/** Who refilled a list took its head at once; what comes before the report sees the list without it. */
export function settle(course: Course, cpu: number): void {
  const work = course.work[cpu];
  if (work.refilled > 0) takeLate(course, headOf(course.machine.memory, work.list));
}
