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
