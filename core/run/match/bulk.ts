/**
 * Several pages handed out at once (alloc_pages_bulk), with no event for each (rules 15, 30; class M1):
 * how many is told by a kprobe, where a trace has it. They are the head of the cpu's list.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { cpuOf, kindOf, NONE, valueOf } from "../../../events/log.ts";
import { zoneFor } from "../../decide/watermark.ts";
import { Mark } from "../../state/views.ts";
import { headOf, percpuList } from "../../state/lists.ts";
import type { Course } from "./course.ts";

const PAGES = 0xffffff, ASKED = 1 << 24, PERCPU = 1 << 19;
const UNMOVABLE = 0;

/** Notes how many pages a bulk allocation asks for, or has taken. */
export function bulk(course: Course, index: number): void {
  const { words } = course, work = course.work[cpuOf(words, index)], value = valueOf(words, index);
  const pages = value & PAGES;
  const known = work.asked;
  work.asked = (value & ASKED) !== 0;
  if (known && !work.asked) return; // its begin has told
  work.bulk = pages > 1 ? pages : 0; // a single page has an event of its own
}

/** Takes the pages of a bulk allocation, once its refills are done. */
export function takeBulk(course: Course, index: number, cpu: number): void {
  const { machine, words, next } = course, view = machine.memory, work = course.work[cpu];
  const zone = work.zone !== NONE ? work.zone : zoneFor(view, 0, Mark.Low, 0);
  const lane = course.lane(index), mine = machine.cpus[lane];
  machine.cpus[lane] = cpu;
  if (zone !== NONE) {
    const list = percpuList(view, zone, cpu, 0, UNMOVABLE);
    for (; work.bulk > 0; work.bulk--) {
      const head = headOf(view, list);
      if (head < 0 || head >= view.frames) break;
      const later = next.of(head);
      if (later !== NONE && kindOf(words, later) !== Kind.PageFreed) break;
      machine.record(Kind.PageAllocated, lane, head, PERCPU, 0);
    }
  }
  machine.cpus[lane] = mine;
  work.bulk = 0;
}
