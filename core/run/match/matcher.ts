/**
 * A real kernel's decisions, predicted one by one before they are read. The profile's own decide
 * functions answer; the kernel's choice is compared, and what is recorded is the kernel's, so that one
 * miss does not spoil what follows.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, cpuOf, gapOf, kindOf } from "../../../events/log.ts";
import type { Course } from "./course.ts";
import { bulk, takeBulk } from "./bulk.ts";
import { allocation, removal } from "./requests.ts";
import { isolation } from "./isolation.ts";
import { drain, free } from "./returns.ts";

const isOfRefill = (kind: number): boolean =>
  kind === Kind.RemovalSeen || kind === Kind.StealSeen || kind === Kind.BulkSeen;

/** Matches every event of a trace, in its order. */
export function matchAll(course: Course): void {
  const { words, machine, events } = course;
  for (let index = 0; index < events; index++) {
    machine.spend(gapOf(words, index));
    machine.cpus[actorOf(words, index)] = cpuOf(words, index);
    course.at = index;
    course.next.advance(index);
    course.kswapd.advance(index);
    const cpu = cpuOf(words, index), kind = kindOf(words, index);
    if (course.work[cpu].taken > 0 && !isOfRefill(kind)) course.endTaking(cpu);
    if (course.work[cpu].bulk > 0 && !isOfRefill(kind)) takeBulk(course, index, cpu);
    switch (kind) {
      case Kind.StealSeen:
        course.steal = index;
        break;
      case Kind.RemovalSeen:
        removal(course, index);
        break;
      case Kind.PageAllocated:
        allocation(course, index);
        break;
      case Kind.PageFreed:
        free(course, index);
        break;
      case Kind.KswapdTurnSeen:
        course.kswapd.turn(index);
        break;
      case Kind.BulkSeen:
        bulk(course, index);
        break;
      case Kind.IsolationSeen:
        isolation(course, index);
        break;
      case Kind.DrainSeen:
        drain(course, index);
        break;
    }
  }
}
