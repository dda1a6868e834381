/**
 * What the whole trace shows, once it is read: a class explains misses only if there is a sign of it that
 * no wrong rule and no wrong lists would give.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf } from "../../../events/log.ts";
import type { Snapshot } from "../start/snapshot.ts";
import type { TraceWords } from "./course.ts";
import type { Tally } from "./tally.ts";

const RIGHT_MIN = 1000; // pages
const BLOCKS_MIN = 8; // of the highest order
const STANDING_MIN = 64; // events of one time

/** What the way through the trace has shown. */
export interface Signs {
  /** Blocks that were given back, or were next in line, and had left the free lists without an event. */
  readonly isolated: number;
  /** Most events in a row, of two cpus, that had one time. */
  readonly standing: number;
}

/**
 * Settles the classes of misses.
 *
 * - Lists of another instant, or of another guest, are wrong at once: nothing is explained away unless
 *   the first 1,000 pages were as predicted.
 * - M2 needs compaction: its task, its kprobe, or pages given back that had left no list.
 * - M4 needs a clock that stands still.
 * - M5 needs lists of the highest order that are in no order from the start.
 */
export function settleClasses(
  tally: Tally,
  trace: TraceWords,
  start: Snapshot,
  { isolated, standing }: Signs,
): void {
  if (tally.rightBefore < RIGHT_MIN) {
    for (const name of ["M2", "M4", "M5"] as const) tally.fold(name, "unexplained");
    return;
  }
  const isCompacted = compacts(trace);
  if (standing >= STANDING_MIN && !isCompacted) {
    tally.fold("M2", "M4");
    tally.fold("unexplained", "M4");
  }
  if (isolated > 0 || isCompacted) tally.fold("unexplained", "M2");
  else tally.fold("M2", "unexplained");
  if (!isShuffled(start)) tally.fold("M5", "unexplained");
  else if (tally.misses.has("M5")) tally.fold("unexplained", "M5");
}

function compacts({ words, events, lanes }: TraceWords): boolean {
  if (lanes.some(({ name }) => name.startsWith("kcompactd"))) return true;
  for (let index = 0; index < events; index++) {
    if (kindOf(words, index) === Kind.IsolationSeen) return true;
  }
  return false;
}

/** At boot the lists of the highest order are in the order of pages, or shuffled; few blocks tell neither. */
function isShuffled({ zones, max_order: orders }: Snapshot): boolean {
  const apart = 1 << (orders - 1);
  let pairs = 0, neighbours = 0;
  for (const { free_area: area } of zones) {
    for (const pfns of area.find(({ order }) => order === orders - 1)?.lists ?? []) {
      for (let at = 1; at < pfns.length; at++) {
        pairs++;
        if (Math.abs(pfns[at] - pfns[at - 1]) === apart) neighbours++;
      }
    }
  }
  return pairs < BLOCKS_MIN || neighbours < pairs / 2;
}
