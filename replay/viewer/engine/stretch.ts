/**
 * A stretch of time, exact: its events are replayed with curves and lanes, from the state before it on.
 * @module
 */
import type { Overview, SpanLane } from "../protocol.ts";
import type { BlockLog } from "./blocks.ts";
import { Course, EVENT_NS } from "./course.ts";
import type { Pass } from "./pass.ts";
import type { Position, Tools } from "./position.ts";
import { type Sum, Sums } from "./sums.ts";

/** Events that are replayed at once for a picture. */
const EVENTS_MAX = 150_000;
/** Events before a stretch that are looked at too: what began there may reach into it. */
const LEAD = 2000;
/** Lanes whose spans are long, and are taken from the pass over all of the log. */
const isLong = ({ group }: SpanLane): boolean =>
  group === "rounds" || group === "guest" || group === "hints";

/**
 * Curves and lanes of a stretch; null if it has too many events.
 * @param position is moved, and moved back
 */
export function stretchOf(
  log: BlockLog,
  position: Position,
  pass: Pass,
  tools: Pick<Tools, "wire">,
  from: number,
  to: number,
): Overview | null {
  const isTimed = log.header.geometry.timed;
  const eventAt = (time: number): number =>
    isTimed ? log.eventAt(time) : Math.max(0, Math.min(log.events, Math.floor(time / EVENT_NS)));
  const first = Math.max(0, eventAt(from) - LEAD), last = eventAt(to), { at } = position;
  if (last - first > EVENTS_MAX + LEAD) return null;
  position.seek(first);
  const course = new Course({
    memory: position.memory,
    names: log.header.actors.map(({ name }) => name),
    wire: tools.wire(log.header),
    step: 0,
    begin: isTimed ? log.timeOf(first) : first * EVENT_NS,
    sum: sumBefore(log, pass, first, tools),
  });
  course.countNow();
  position.run(last, course);
  course.finish();
  position.seek(at);
  const seen = course.view(), isKnown = pass.until >= last;
  const long = isKnown
    ? pass.overview().lanes.filter(isLong).map((lane) => within(lane, from, to))
    : seen.lanes.filter(isLong);
  const lanes = [...seen.lanes.filter((lane) => !isLong(lane)), ...long];
  return {
    from,
    to,
    ...seen,
    lanes: lanes.filter(({ event }) => event.length > 0),
    until: last,
    damage: null,
  };
}

/** The spans of a lane that reach into a stretch. */
function within(lane: SpanLane, from: number, to: number): SpanLane {
  const kept = [...lane.event.keys()].filter((at) => lane.to[at] >= from && lane.from[at] <= to);
  return {
    ...lane,
    from: Float64Array.from(kept, (at) => lane.from[at]),
    to: Float64Array.from(kept, (at) => lane.to[at]),
    event: Uint32Array.from(kept, (at) => lane.event[at]),
    word: Uint16Array.from(kept, (at) => lane.word[at]),
  };
}

/** The sums at an event: those before its block, and what its block adds. */
function sumBefore(log: BlockLog, pass: Pass, event: number, { wire }: Pick<Tools, "wire">): Sum {
  if (log.blocks === 0) return pass.sumBefore(0);
  const block = log.blockOf(event), words = log.wordsOf(block);
  const sums = new Sums(wire(log.header), pass.sumBefore(block));
  for (let index = 0; index < event - log.baseOf(block); index++) sums.after(words, index);
  return sums;
}
