/**
 * What frees do in a kernel and in the model: to which list a page goes, when a cpu's lists drain, and
 * which pages leave them.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import {
  contextOf,
  cpuOf,
  kindOf,
  NONE,
  orderOf,
  pfnOf,
  preemptOffOf,
  valueOf,
} from "../../../events/log.ts";
import { setFactor } from "../../decide/allocator.ts";
import { placement } from "../../decide/buddy.ts";
import { percpuList, tailOf, zoneOf } from "../../state/lists.ts";
import { orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";
import type { Course } from "./course.ts";
import { hex } from "./tally.ts";
import { cpuOfWaiting, freeHeadOf, standFree, takeWaiting, vacate } from "./force.ts";
import { settle } from "./requests.ts";
import { isolate } from "./unseen.ts";
import { ruleBit } from "./rules.ts";
import { drainOfLearned, planSeen, typeSeen } from "./learned.ts";
import { markPut } from "./take.ts";

/** A free in an interrupt that found the per-cpu lists locked goes straight to the zone (rule 27). */
function bypasses({ words, next }: Course, index: number): boolean {
  if (contextOf(words, index) === 0 || preemptOffOf(words, index) === 0) return false;
  const later = next.of(pfnOf(words, index));
  return later !== NONE && kindOf(words, later) === Kind.RemovalSeen;
}

/** A block was given back (rules 6, 16, 17). */
export function free(course: Course, index: number): void {
  const { words, machine } = course;
  const view = machine.memory, { profile } = machine;
  const lane = course.lane(index), cpu = cpuOf(words, index), pfn = pfnOf(words, index);
  const order = orderOf(words, index);
  settle(course, cpu);
  endDrain(course, index, cpu);
  const zone = zoneOf(view, pfn);
  const seen = course.sure === null ? NONE : typeSeen(course, pfn);
  const type = seen !== NONE ? seen : view.blockType[pfn >> view.pageblockOrder];
  takeSilently(course, index);
  if (!profile.isPercpu(order) || bypasses(course, index)) {
    machine.record(Kind.PageFreed, lane, pfn, type, order);
    const value = placement(view, profile, zone, pfn, order, type);
    markPut(course, pfn, order, value & 15);
    machine.record(Kind.BlockPut, lane, pfn, value, order);
    return;
  }
  machine.record(Kind.PageFreed, lane, pfn, type | 8, order);
  course.tally.rules.mark(pfn, ruleBit(16));
  const list = percpuList(view, zone, cpu, order, type);
  if (course.sure !== null) {
    course.sure.set(pfn, seen !== NONE);
    planSeen(course, index, zone, list);
    return;
  }
  const reclaiming = course.kswapd.limits(index, zone, order, list);
  const pages = profile.drainPages(view, zone, cpu, order, reclaiming);
  if (pages === 0) return;
  setFactor(
    machine,
    lane,
    zone,
    () => profile.factorAfterDrain(view, zone, cpu, order, reclaiming),
  );
  const work = course.work[cpu];
  work.planned = profile.drainOrder(
    view,
    zone,
    cpu,
    pages,
    list,
    work.plan,
  );
}

/** A block that is given back was handed out; where the model still has it, without an event. */
function takeSilently(course: Course, index: number): void {
  const { machine, words } = course;
  const lane = course.lane(index), pfn = pfnOf(words, index), order = orderOf(words, index);
  const word = machine.memory.block[pfn], state = stateOf(word);
  if (orderOfBlock(word) === order) {
    if (state === State.Used) return;
    if (state === State.Percpu) return takeWaiting(machine, lane, pfn); // M1
  }
  const held = freeHeadOf(machine, pfn, order);
  const isKnown = course.sure === null || course.sure.isSure(held);
  if (isKnown && (held !== NONE || state === State.Percpu)) {
    if (!course.isTied) course.isolated++;
    course.tally.miss(
      course.isTied ? "M4" : "M2",
      index + 1,
      () => `${hex(pfn)} is given back and was free`,
    );
  }
  if (held !== NONE && course.sure === null && !course.isTied) isolate(course, lane, held);
  vacate(machine, lane, pfn, order);
}

/** A drain that was to take more than it took. */
function endDrain(course: Course, index: number, cpu: number): void {
  const work = course.work[cpu];
  const { planned, drained } = work;
  work.planned = work.drained = 0;
  if (course.sure !== null) return;
  if (planned > 0) course.tally.rules.count(17, drained >= planned);
  if (drained >= planned) return;
  course.tally.miss(
    course.classAt,
    index + 1,
    () => `drained: ${planned} blocks predicted, ${drained} left`,
  );
}

/** A block left a cpu's list for its zone's (rules 4, 5, 18, 20). */
export function drain(course: Course, index: number): void {
  const { words, machine } = course;
  const view = machine.memory;
  const lane = course.lane(index), pfn = pfnOf(words, index), order = orderOf(words, index);
  const cpu = cpuOf(words, index), zone = zoneOf(view, pfn);
  if (course.done[index] === 1) return;
  settle(course, cpu);
  const work = course.work[cpu], isPlanned = work.drained < work.planned;
  const expected = expectedDrain(course, index, zone);
  const isWhole = orderOfBlock(view.block[pfn]) === order;
  const waits = isWhole ? cpuOfWaiting(machine, pfn) : NONE;
  const type = typeOfBlock(view.block[pfn]), theirs = valueOf(words, index) & 7;
  const exact = expected === pfn && type === theirs;
  if (course.sure !== null) {
    return drainOfLearned(course, course.sure, index, expected, isPlanned, waits);
  }
  const { rules } = course.tally;
  rules.settle(pfn, exact);
  rules.count(isPlanned ? 18 : 20, exact);
  if (!isPlanned && !exact && work.planned > 0) rules.count(17, false); // it goes on for too long
  course.tally.count(
    "drained",
    exact,
    index + 1,
    course.classAt,
    () => `${hex(expected)} predicted, ${hex(pfn)} drained, type ${type} of ${theirs}`,
  );
  if (waits === NONE) {
    standFree(machine, lane, pfn, order, theirs);
    return;
  }
  const value = placement(view, machine.profile, zone, pfn, order, type) | (waits << 8);
  markPut(course, pfn, order, value & 15);
  machine.record(Kind.PageDrained, lane, pfn, value, order);
}

/** The tail that is next: of the drain that a free began, or of a drain of all lists (rule 20). */
function expectedDrain(course: Course, index: number, zone: number): number {
  const view = course.machine.memory, cpu = cpuOf(course.words, index), work = course.work[cpu];
  if (work.drained < work.planned) return tailOf(view, work.plan[work.drained++]);
  const waits = cpuOfWaiting(course.machine, pfnOf(course.words, index));
  const base = view.percpuBase +
    (zone * view.cpus + (waits === NONE ? cpu : waits)) * view.percpuLists;
  for (let list = base; list < base + view.percpuLists; list++) {
    if (view.listCount[list] > 0) return tailOf(view, list);
  }
  return NONE;
}
