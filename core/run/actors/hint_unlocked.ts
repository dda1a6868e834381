/**
 * A hint that is applied without the bitmap's lock (QEMU before commit 386a907b37, 2018): a word of the bitmap
 * is read, then written back without the block's bits.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { WORD_ORDER, wordPage, writeCleared } from "../../decide/bitmap_word.ts";
import { chunkDueAt, clearChunk } from "../../decide/dirty.ts";
import type { Sim } from "../sim.ts";

/**
 * Clears a hinted block's bits; where others may come between, in two steps.
 * @returns false after the first: the word was read, and is to be written
 */
export function applyUnlocked(
  sim: Sim,
  lane: number,
  pfn: number,
  order: number,
  index: number,
): boolean {
  const { view, machine, settings } = sim;
  const begins = wordPage(view, lane) === NONE;
  if (begins && machine.host.clearsLogOnHint && chunkDueAt(view, pfn)) {
    clearChunk(machine, lane, pfn);
  }
  if (settings.grain === "event" && order <= WORD_ORDER) {
    if (begins) {
      machine.record(Kind.BitmapWordRead, lane, pfn, 0);
      return false;
    }
    writeCleared(machine, lane, 1 << order);
  }
  machine.record(Kind.HintApplied, lane, pfn, index, order);
  if (machine.host.discardsOnHint) machine.record(Kind.PageDiscarded, lane, pfn, -1, order);
  return true;
}
