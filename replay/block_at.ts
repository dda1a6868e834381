/**
 * The block that holds a page, whoever has it.
 * @module
 */
import { type MemoryView, orderOfBlock, State, stateOf } from "../core/state/memory.ts";

/** A block found around a page. `state` is one of `State`; `None` if no block holds the page. */
export interface Found {
  readonly head: number;
  readonly order: number;
  readonly state: number;
  /** The block word of its first page. */
  readonly word: number;
}

/** Looks for the head of a block at each alignment, smallest first. */
export function blockAt(view: MemoryView, pfn: number): Found {
  for (let order = 0; order < view.geometry.orders; order++) {
    const head = pfn & ~((1 << order) - 1);
    const word = view.block[head];
    if (
      stateOf(word) !== State.None && orderOfBlock(word) >= order &&
      head + (1 << orderOfBlock(word)) > pfn
    ) {
      return { head, order: orderOfBlock(word), state: stateOf(word), word };
    }
  }
  return { head: pfn, order: 0, state: State.None, word: 0 };
}

/** True if a block of an order that begins at `first` holds `pfn`. */
export function holds(first: number, order: number, pfn: number): boolean {
  return first >= 0 && pfn >= first && pfn - first < 1 << order;
}
