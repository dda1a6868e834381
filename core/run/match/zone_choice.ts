/**
 * Which zone serves a request (rules 14, 22, 23): predicted before its refill and its steals, compared
 * when the block is handed out.
 * @module
 */
import { cpuOf, NONE } from "../../../events/log.ts";
import { roomAbove } from "../../decide/watermark.ts";
import { Mark } from "../../state/views.ts";
import type { Course } from "./course.ts";

/** The zone for a request, before its refill and its steals (rule 23). */
const zoneOfRequest = ({ counters }: Course, order: number, gfp: number): number =>
  counters.zoneFor(order, gfp);

/** Predicts the zone of the request that a removal serves, before its refill and its steals. */
export function predictZone(
  course: Course,
  cpu: number,
  used: number,
  order: number,
  gfp: number,
): void {
  const work = course.work[cpu];
  if (course.sure !== null) return;
  work.zone = zoneOfRequest(course, order, gfp);
  work.nearLimit = isNearLimit(course, work.zone, used, order, gfp);
}

/** Compares the zone that was used with the prediction, which is made now if no removal came before. */
export function compareZone(
  course: Course,
  index: number,
  zone: number,
  order: number,
  gfp: number,
): void {
  const work = course.work[cpuOf(course.words, index)];
  if (course.sure !== null) { // marks and counts are not known
    course.tally.unsure.zoneChoices++;
    return;
  }
  const isKnown = work.zone !== NONE;
  let predicted = isKnown ? work.zone : zoneOfRequest(course, order, gfp);
  const isRead = predicted !== zone && course.kswapd.hasEnded(zone, order, gfp);
  if (isRead) predicted = zone;
  const nearLimit = predicted !== zone &&
    (isKnown ? work.nearLimit : isNearLimit(course, predicted, zone, order, gfp));
  work.zone = NONE;
  if (predicted !== zone) course.counters.fold(); // perhaps they were: later choices tell
  if (!nearLimit && !isRead) countZone(course, predicted, predicted === zone);
  course.tally.count(
    "zoneChoices",
    predicted === zone,
    index + 1,
    nearLimit ? "M3" : course.classAt,
    () => `order ${order}: zone ${predicted} predicted, ${zone} used`,
  );
}

/**
 * True if a zone choice hangs on what a trace does not tell: no zone is above min, yet the request was
 * served (its task may go below: an OOM victim, a task that reclaims); or the zone is so near its limit
 * that the counters which the cpus keep to themselves decide (M3).
 */
function isNearLimit(
  { machine, counters: { slack } }: Course,
  predicted: number,
  used: number,
  order: number,
  gfp: number,
): boolean {
  if (predicted === NONE) return true;
  const view = machine.memory;
  return [Mark.Low, Mark.Min].some((mark) =>
    [predicted, used].some((zone) =>
      Math.abs(roomAbove(view, zone, order, mark, gfp)) <= slack[zone]
    )
  );
}

/** Counts a choice under the rules that made it; one that hung on what no trace tells says nothing. */
function countZone({ machine, tally }: Course, predicted: number, right: boolean): void {
  const { zoneMarks, geometry } = machine.memory, last = geometry.zones.length - 1;
  tally.rules.count(23, right);
  if (predicted !== last) tally.rules.count(22, right);
  if (zoneMarks[last * 4 + Mark.Boost] > 0) tally.rules.count(14, right);
}
