/**
 * A match from its beginning: a trace and the lists it began with become a machine, and every decision
 * of the kernel is predicted.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { EventLog, kindOf, orderOf, pfnOf } from "../../../events/log.ts";
import { COSTS, type Costs } from "../../decide/costs.ts";
import type { Host } from "../../decide/hosts/host.ts";
import { Machine } from "../../decide/machine.ts";
import type { Profile } from "../../decide/profiles/profile.ts";
import { Memory } from "../../state/memory.ts";
import { beginWith } from "../start/begin.ts";
import { Course, type TraceWords } from "./course.ts";
import { matchAll } from "./matcher.ts";
import { geometryOf, type Snapshot } from "../start/snapshot.ts";
import { settleClasses } from "./signs.ts";
import type { Sure } from "./sure.ts";
import type { Tally } from "./tally.ts";

/** A match that has run. */
export interface Matched {
  readonly tally: Tally;
  /** If the lists were learned: which became sure, and when. */
  readonly sure: Sure | null;
  readonly machine: Machine;
}

/** Time is the trace's; our own costs nothing. */
const noCosts = Object.fromEntries(Object.keys(COSTS).map((name) => [name, 0])) as unknown as Costs;

/** Orders above 0 of blocks that the trace gives back and did not hand out. */
function ordersFromBefore({ words, events }: TraceWords): Map<number, number> {
  const orders = new Map<number, number>(), seen = new Set<number>();
  for (let index = 0; index < events; index++) {
    const kind = kindOf(words, index), pfn = pfnOf(words, index);
    if (kind === Kind.PageAllocated) seen.add(pfn);
    else if (kind === Kind.PageFreed && !seen.has(pfn)) {
      seen.add(pfn);
      if (orderOf(words, index) > 0) orders.set(pfn, orderOf(words, index));
    }
  }
  return orders;
}

/** Are the limits of the per-cpu lists those that the zone's size gives (rule 19)? */
function limits({ rules }: Tally, { zones, cpus }: Snapshot, profile: Profile): void {
  for (const { managed, watermark, pcp } of zones) {
    for (const { batch, high } of managed > 0 ? pcp : []) {
      const ours = profile.high(managed, watermark.low, cpus);
      rules.count(19, batch === profile.batch(managed) && high === ours);
    }
  }
}

/**
 * Matches a trace that begins with the lists of a dump, under a profile's rules.
 * @param isLearned the lists are learned from the trace: only what is sure counts
 */
export function match(
  trace: TraceWords,
  start: Snapshot,
  profile: Profile,
  host: Host,
  isLearned = false,
): Matched {
  const memory = new Memory(geometryOf(start, profile.types, trace.lanes.length));
  const log = new EventLog(2 * trace.events + memory.frames);
  const machine = new Machine(
    memory,
    log,
    new Uint8Array(trace.lanes.length),
    profile,
    host,
    noCosts,
  );
  machine.boostFactor = start.watermark_boost_factor ?? profile.boostFactor;
  beginWith(machine, start, { orders: ordersFromBefore(trace) });
  const course = new Course(machine, trace, start, isLearned);
  if (!isLearned) limits(course.tally, start, profile);
  matchAll(course);
  settleClasses(course.tally, trace, start, course);
  return { tally: course.tally, sure: course.sure, machine };
}
