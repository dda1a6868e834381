/**
 * A fold: something that goes along with a replay and is asked before and after each event.
 * @module
 */
import type { Words } from "../events/log.ts";

export interface Fold {
  /**
   * @param words the words that hold the event
   * @param index its index in `words`
   * @param number its number in the log, from 1
   */
  before?(words: Words, index: number, number: number): void;
  after?(words: Words, index: number, number: number): void;
}

/** A fold that can be laid down at an event and taken up there again. */
export interface KeptFold extends Fold {
  /** What it knows, as plain data. */
  keep(): unknown;
  /** Knows what was kept, and nothing else. */
  takeUp(kept: unknown): void;
}
