/**
 * From a log to `Memory`, up to any event, alone or with folds that go along.
 * @module
 */
import type { Words } from "../events/log.ts";
import { apply, applyAll } from "../core/state/apply.ts";
import { Memory } from "../core/state/memory.ts";
import type { Fold } from "./fold.ts";

/** Goes on from the last event applied up to event number `until`. */
export function replay(memory: Memory, words: Words, until: number): Memory {
  applyAll(memory, words, memory.status[0], until);
  return memory;
}
