/**
 * Clearing bits of the migration bitmap without its lock: a word is read, and written back without them.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import type { MemoryView } from "../state/memory.ts";
import type { Machine } from "./machine.ts";

/** Blocks of this order and below lie in one word. */
export const WORD_ORDER = 5;

/** The page whose word the lane has read and not written back; NONE if there is none. */
export function wordPage(view: MemoryView, lane: number): number {
  return view.laneFirst[lane] - 1;
}

/** Writes the word that the lane has read, without the bits of `count` pages. */
export function writeCleared(machine: Machine, lane: number, count: number): void {
  const { memory } = machine;
  const page = wordPage(memory, lane);
  const mask = (count === 32 ? -1 : (1 << count) - 1) << (page & 31);
  machine.record(Kind.BitmapWordWritten, lane, page, memory.laneSecond[lane] & ~mask);
}
