/**
 * Pages of logs that tell no lists: imported from a kernel's trace, which begins in the middle of the
 * pages' lives. A page is unknown, in use, or given back.
 * @module
 */
import { NONE } from "../../../events/log.ts";
import {
  BACK,
  Block,
  type Memory,
  type MemoryView,
  orderOfBlock,
  State,
  stateOf,
} from "../memory.ts";

/** The head of the block in use that covers a page; NONE if none does. */
export function usedHeadOf(view: MemoryView, pfn: number): number {
  for (let order = 0; order < view.orders; order++) {
    const head = pfn & ~((1 << order) - 1);
    const word = view.block[head];
    if (stateOf(word) === State.Used) return orderOfBlock(word) >= order ? head : NONE;
  }
  return NONE;
}

/** True if a page of the block belongs to a block in use. */
export function coversUsed(view: MemoryView, pfn: number, order: number): boolean {
  if (usedHeadOf(view, pfn) !== NONE) return true;
  for (let page = pfn + 1, end = pfn + (1 << order); page < end; page++) {
    if (stateOf(view.block[page]) === State.Used) return true;
  }
  return false;
}

/**
 * Marks every page of a block as given back. A larger block in use that covers it falls into blocks of
 * that order first, as `split_page` leaves it: the trace has no event for that.
 */
export function giveBack(memory: Memory, pfn: number, order: number): void {
  const { block } = memory;
  const head = usedHeadOf(memory, pfn);
  if (head !== NONE && orderOfBlock(block[head]) > order) {
    const end = head + (1 << orderOfBlock(block[head]));
    const word = (block[head] & ~(15 << Block.Order)) | (order << Block.Order);
    for (let piece = head; piece < end; piece += 1 << order) block[piece] = word;
  }
  block.fill(BACK, pfn, pfn + (1 << order));
}
