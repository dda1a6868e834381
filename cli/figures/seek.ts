/**
 * How fast a long log is opened, and any event of it reached: two hundred events drawn by a fixed seed.
 * @module
 */
import { Memory } from "../../core/state/memory.ts";
import { drawBelow } from "../../core/run/prng.ts";
import { Checkpoints, Timeline } from "../../replay/timeline.ts";
import { memoryOf, type OpenLog, openLog } from "../logs.ts";
import { openCheckpoints, SEEK_ENDING } from "../timeline.ts";

const OPENS = 9, COPIES = 9, SEED = 1;

/** Times in milliseconds. */
export interface SeekTimes {
  readonly events: number;
  /** Opening log and checkpoints, and making an empty state: the median of several. */
  readonly open: number;
  /** Its floor: making an empty state of that size. */
  readonly openFloor: number;
  /** The first seek after open, when nothing is compiled yet. */
  readonly first: number;
  readonly median: number;
  /** Of a hundred seeks the slowest but one; the first is among them. */
  readonly p99: number;
  /** Floor of a seek: copying the state. */
  readonly seekFloor: number;
  /** Bytes of the checkpoints for an event of the log. */
  readonly bytesPerEvent: number;
  readonly checkpoints: number;
}

async function opened(path: string): Promise<{ log: OpenLog; found: Checkpoints; memory: Memory }> {
  const log = await openLog(path, false), memory = memoryOf(log);
  const found = openCheckpoints(log, memory);
  if (!(found instanceof Checkpoints)) {
    throw new SyntaxError(`Cannot measure ${path}: its checkpoints: ${found ?? "there are none"}`);
  }
  return { log, found, memory };
}

/**
 * Opens a log some times and goes to `seeks` of its events.
 * @throws SyntaxError if it has no checkpoints
 */
export async function measureSeeks(path: string, seeks = 200): Promise<SeekTimes> {
  const opens: number[] = [], copies: number[] = [], empties: number[] = [], times: number[] = [];
  for (let at = 0; at < OPENS; at++) {
    const begin = performance.now();
    const { found } = await opened(path);
    opens.push(performance.now() - begin);
    found[Symbol.dispose]();
  }
  const { log, found, memory } = await opened(path);
  using checkpoints = found;
  const timeline = new Timeline(memory, log, checkpoints);
  for (let at = 0; at < seeks; at++) {
    const event = drawBelow(log.events + 1, SEED, 0, at, 0);
    const begin = performance.now();
    timeline.seek(event);
    times.push(performance.now() - begin);
  }
  const copy = memory.clone();
  for (let at = 0; at < COPIES; at++) {
    const begin = performance.now();
    copy.copyFrom(memory);
    copies.push(performance.now() - begin);
    const made = performance.now();
    new Memory(memory.geometry);
    empties.push(performance.now() - made);
  }
  const { size } = await Deno.stat(`${path}${SEEK_ENDING}`);
  return {
    events: log.events,
    open: share(opens, 0.5),
    openFloor: share(empties, 0.5),
    first: times[0],
    median: share(times, 0.5),
    p99: share(times, 0.99),
    seekFloor: share(copies, 0.5),
    bytesPerEvent: size / log.events,
    checkpoints: checkpoints.count,
  };
}

/** The smallest time that so large a share of all times does not exceed. */
function share(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1];
}
