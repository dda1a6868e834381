/**
 * From a log to `Memory`, up to any event: alone at full speed, or with folds that go along.
 * @module
 */
import type { Words } from "../events/log.ts";
import { apply, applyAll } from "../core/state/apply.ts";
import type { Memory } from "../core/state/memory.ts";
import { Status } from "../core/state/views.ts";
import type { Fold } from "./fold.ts";

/** Events up to the last one applied to a memory. */
export function eventsOf(memory: Memory): number {
  return memory.status[Status.Events];
}

/**
 * Goes on to event number `until` and returns the memory.
 * @param words the words of a whole log
 * @throws RangeError if memory stands behind `until`, or an event is impossible
 */
export function replay(memory: Memory, words: Words, until: number): Memory {
  if (until < eventsOf(memory)) failBack(until, eventsOf(memory));
  applyAll(memory, words, eventsOf(memory), until);
  return memory;
}

/**
 * Applies events with folds that are asked before and after each.
 * @param from index in `words` of the first event
 * @param until index behind the last
 * @param base how many events of the log lie before `words`
 */
export function walk(
  memory: Memory,
  words: Words,
  from: number,
  until: number,
  base: number,
  folds: readonly Fold[],
): void {
  if (folds.length === 0) return applyAll(memory, words, from, until, base);
  const before = folds.filter((fold) => fold.before !== undefined);
  const after = folds.filter((fold) => fold.after !== undefined);
  for (let index = from; index < until; index++) {
    const number = base + index + 1;
    for (let at = 0; at < before.length; at++) before[at].before!(words, index, number);
    apply(memory, words, index, number);
    for (let at = 0; at < after.length; at++) after[at].after!(words, index, number);
  }
}

/** A log that is read a block at a time. */
export interface Blocks {
  /** How many blocks there are. */
  readonly blocks: number;
  /** Events in all of them. */
  readonly events: number;
  /** Events before a block. */
  baseOf(block: number): number;
  /** The words of a block's events; they may lie in a buffer that the next call overwrites. */
  wordsOf(block: number): Int32Array;
}

/**
 * Goes through a log in blocks up to event number `until`; one block is in memory at a time.
 * @param onBlock is called after each block that was applied whole
 */
export function replayBlocks(
  memory: Memory,
  log: Blocks,
  until: number,
  folds: readonly Fold[] = [],
  onBlock: (block: number) => void = () => {},
): Memory {
  if (until < eventsOf(memory)) failBack(until, eventsOf(memory));
  for (let block = 0; block < log.blocks; block++) {
    const base = log.baseOf(block);
    const end = block + 1 < log.blocks ? log.baseOf(block + 1) : log.events;
    const from = eventsOf(memory) - base;
    if (end <= eventsOf(memory)) continue;
    if (base >= until) break;
    walk(memory, log.wordsOf(block), from, Math.min(until, end) - base, base, folds);
    if (end <= until) onBlock(block);
  }
  return memory;
}

function failBack(until: number, at: number): never {
  throw new RangeError(`Cannot replay to event ${until}: memory stands at event ${at}`);
}
