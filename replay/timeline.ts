/**
 * A timeline: goes to any event of a log, forwards and backwards, from the nearest checkpoint on; or,
 * for a log without checkpoints, from its begin.
 * @module
 */
import type { Words } from "../events/log.ts";
import type { Memory } from "../core/state/memory.ts";
import type { KeptFold } from "./fold.ts";
import { type Blocks, eventsOf, replayBlocks } from "./replay.ts";
import type { Tools } from "./timeline/checkpoints.ts";
import { Recorder } from "./timeline/recorder.ts";

export { CheckpointDamage, Checkpoints, type Tools } from "./timeline/checkpoints.ts";

/** Does an event match? `number` is its number in the log, from 1. */
export type Match = (words: Words, index: number, number: number) => boolean;

/** Folds that go along, by name. */
export type Folds = Readonly<Record<string, KeptFold>>;

/** At least so many events lie between checkpoints: four blocks, some 20 ms of replay, */
const DISTANCE = 4 << 16;
/** and up to twice as many where there would be more of them: the table of all is read when a log is opened. */
const CHECKPOINTS = 190;
/** So many events, two blocks, are replayed rather than passed over by a checkpoint. */
const NEAR = 2 << 16;
/** A checkpoint hashes all of the state: on a large guest there is one for so many bytes an event. */
const STATE_BYTES_AN_EVENT = 400;
/** Checkpoints take at most so many bytes an event: a quarter of its words. */
const BYTES_AN_EVENT = 4;

/** Events at which the state is known, so that it need not be replayed from the log's begin. */
export interface Stops {
  /** The last one at or before an event; there is one at event 0. */
  nearest(event: number): number;
  /** The last event before one. */
  eventOf(stop: number): number;
  /** What went along with the state. */
  noteOf(stop: number): unknown;
  /** Makes the state what it was there. */
  restore(stop: number): void;
}

/** The state of a log at an event that can be chosen. */
export class Timeline {
  /**
   * A timeline that stands before the first event.
   * @param memory the state before the first event; it is moved
   * @param checkpoints null if there are none: going back then begins at the log's begin
   * @param near events that are replayed sooner than a checkpoint is read
   * @param onBlock is called after each block that was applied whole
   */
  constructor(
    readonly memory: Memory,
    private readonly log: Blocks,
    private readonly checkpoints: Stops | null,
    private readonly folds: Folds = {},
    private readonly near: number = NEAR,
    private readonly onBlock: (block: number) => void = () => {},
  ) {
    this.begin = notesOf(folds);
  }

  /** What the folds know before the first event. */
  private readonly begin: unknown;

  /** Number of the last event that was applied; 0 before the first. */
  get at(): number {
    return eventsOf(this.memory);
  }

  /**
   * Goes to an event: the state is then the one after it.
   * @throws RangeError if the log has no such event
   * @throws CheckpointDamage if the checkpoints are to be made anew; the state is then of no event
   * @throws SyntaxError if the log is damaged on the way
   */
  seek(event: number): void {
    if (!Number.isInteger(event) || event < 0 || event > this.log.events) {
      failEvent(event, this.log);
    }
    const nearest = this.checkpoints?.nearest(event) ?? 0;
    const from = this.checkpoints?.eventOf(nearest) ?? 0;
    if (event < this.at || from > this.at + this.near) {
      if (this.checkpoints === null) {
        this.memory.reset();
        takeUp(this.folds, this.begin);
      } else {
        this.checkpoints.restore(nearest);
        takeUp(this.folds, this.checkpoints.noteOf(nearest));
      }
    }
    replayBlocks(this.memory, this.log, event, Object.values(this.folds), this.onBlock);
  }

  /**
   * Goes forward or back by some events, as far as there are any.
   * @returns the number of the event that it stands at
   */
  step(events: number): number {
    this.seek(Math.min(this.log.events, Math.max(0, this.at + events)));
    return this.at;
  }

  /**
   * Goes to the next event that matches, or to the last one before this, and returns its number; stays
   * where it is if there is none. Events are read until then, not applied.
   */
  find(match: Match, back = false): number | null {
    const found = findIn(this.log, match, this.at, back);
    if (found !== null) this.seek(found);
    return found;
  }
}

/**
 * The number of the first event behind `from` that matches, or of the last one before it; null if
 * there is none.
 * @param onBlock is told, before each block that is read, up to which event there was no match
 * @param mayMatch false for a block that need not be read
 */
export function findIn(
  log: Blocks,
  match: Match,
  from: number,
  back = false,
  onBlock: (event: number) => void = () => {},
  mayMatch: (block: number) => boolean = () => true,
): number | null {
  const step = back ? -1 : 1;
  for (let block = back ? log.blocks - 1 : 0; block >= 0 && block < log.blocks; block += step) {
    const base = log.baseOf(block);
    const end = block + 1 < log.blocks ? log.baseOf(block + 1) : log.events;
    // Indexes of the block that lie on the right side of `from`.
    const low = back ? 0 : Math.max(0, from - base);
    const high = back ? Math.min(end, from - 1) - base : end - base;
    if (low >= high || !mayMatch(block)) continue;
    onBlock(back ? base + high : base + low);
    const words = log.wordsOf(block);
    for (let index = back ? high - 1 : low; index >= low && index < high; index += step) {
      if (match(words, index, base + index + 1)) return base + index + 1;
    }
  }
  return null;
}

/**
 * Replays a log and records checkpoints on the way.
 * @param memory the state before the log's first event; afterwards that at its end
 * @param key 32 bytes that name the log
 * @param sink is given the bytes of the file of checkpoints
 * @param onBlock is called after each block
 */
export function record(
  memory: Memory,
  log: Blocks,
  key: Uint8Array,
  { codec, hash }: Tools,
  folds: Folds,
  sink: (bytes: Uint8Array) => void,
  onBlock: (block: number) => void = () => {},
  distance: number = distanceOf(log.events, memory.bytes.length),
): void {
  const recorder = new Recorder(memory, key, codec, hash, sink);
  recorder.take(notesOf(folds));
  let last = 0, cost = 0;
  replayBlocks(memory, log, log.events, Object.values(folds), (block) => {
    const at = eventsOf(memory);
    if (at - last >= distance && recorder.bytes + cost <= at * BYTES_AN_EVENT) {
      const before = recorder.bytes;
      recorder.take(notesOf(folds));
      last = at;
      cost = recorder.bytes - before;
    }
    onBlock(block);
  });
  recorder.close();
}

const distanceOf = (events: number, stateBytes: number): number =>
  Math.max(
    Math.min(2 * DISTANCE, Math.max(DISTANCE, Math.ceil(events / CHECKPOINTS))),
    Math.ceil(stateBytes / STATE_BYTES_AN_EVENT),
  );

/** What folds know, as plain data by name. */
export function notesOf(folds: Folds): Record<string, unknown> {
  return structuredClone(
    Object.fromEntries(Object.entries(folds).map(([name, fold]) => [name, fold.keep()])),
  );
}

/** Lets folds know what was kept of them. */
export function takeUp(folds: Folds, notes: unknown): void {
  for (const [name, fold] of Object.entries(folds)) {
    fold.takeUp(structuredClone((notes as Record<string, unknown>)[name]));
  }
}

function failEvent(event: number, { events }: Blocks): never {
  throw new RangeError(`Cannot go to event ${event}: the log has events 0 to ${events}`);
}
