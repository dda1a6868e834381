/**
 * Hinted pages as they stand: outstanding, handed out since (stale), and free again.
 * @module
 */
import { Bit, type MemoryView, orderOfBlock, State, stateOf } from "../core/state/memory.ts";

export interface HintedPages {
  /** Pages whose hint is neither applied nor dropped. */
  readonly outstanding: number;
  /** Of these, pages handed out since their hint was read. */
  readonly stale: number;
  /** Of the stale ones, pages that were given back since. */
  readonly freeAgain: number;
}

/** Counts the hinted pages of all memory. */
export function hintedPages(view: MemoryView): HintedPages {
  const { bits, block, frames } = view;
  let outstanding = 0, stale = 0, freeAgain = 0;
  let usedUntil = 0; // pages below it belong to a block in use
  for (let page = 0; page < frames; page++) {
    const word = block[page];
    if (stateOf(word) === State.Used) usedUntil = page + (1 << orderOfBlock(word));
    if ((bits[page] & Bit.Hinted) === 0) continue;
    outstanding++;
    if ((bits[page] & Bit.Stale) === 0) continue;
    stale++;
    if (page >= usedUntil) freeAgain++;
  }
  return { outstanding, stale, freeAgain };
}
