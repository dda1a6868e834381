/**
 * What of a match without lists is sure: a decision counts only if the block that it names was put where
 * it stands by an event of the trace, and the rule that put it there hung on nothing unknown.
 *
 * ```text
 *   list:  head | put by events: sure | learned from what came later: not sure | tail
 * ```
 * @module
 */
import { NONE } from "../../../events/log.ts";
import { type MemoryView, orderOfBlock, State, stateOf } from "../../state/memory.ts";
import { headOfPage } from "./force.ts";

/** A list whose predictions have become sure. */
export interface SureList {
  /** The list's number in the state. */
  readonly list: number;
  /** The first event, from 1, that was predicted for sure, and how many were. */
  readonly fromEvent: number;
  count: number;
}

export class Sure {
  /** By list. */
  readonly lists = new Map<number, SureList>();
  private readonly blocks: Uint8Array;

  constructor(private readonly view: MemoryView) {
    this.blocks = new Uint8Array(view.frames);
  }

  /** True if a block stands where an event has put it. */
  isSure(pfn: number): boolean {
    return pfn >= 0 && pfn < this.blocks.length && this.blocks[pfn] === 1;
  }

  set(pfn: number, isSure: boolean): void {
    this.blocks[pfn] = isSure ? 1 : 0;
  }

  forget(from: number, until: number): void {
    this.blocks.fill(0, from, until);
  }

  /** A sure prediction was made for a list. */
  note(list: number, event: number): void {
    const found = this.lists.get(list);
    if (found === undefined) this.lists.set(list, { list, fromEvent: event, count: 1 });
    else found.count++;
  }

  /**
   * A block went to a zone's list: sure if its buddies are known, the next one, and the one above (rule 5).
   * If it may have merged with more than is known, that is no longer sure either.
   */
  put(head: number, order: number): void {
    this.forget(head, head + (1 << order));
    this.set(head, this.isMergedRight(head, order));
    for (let at = head, level = order; level < this.view.orders - 1; level++) {
      const buddy = at ^ (1 << level);
      if (this.isHeldBack(buddy, level)) break;
      this.forget(buddy, buddy + (1 << level));
      at &= ~(1 << level);
    }
  }

  private isMergedRight(head: number, order: number): boolean {
    const { orders, pageblockOrder } = this.view;
    if (order >= orders - 1) return true;
    if (!this.isHeldBack(head ^ (1 << order), order)) return false;
    if (order >= pageblockOrder) return true; // always to the head
    const above = (head & ~((2 << order) - 1)) ^ (2 << order);
    const word = this.view.block[above];
    const isFree = stateOf(word) === State.Free && orderOfBlock(word) === order + 1;
    return isFree ? this.isSure(above) : this.isHeldBack(above, order + 1);
  }

  /** True if a page of a range is known to be in use, or to wait on a cpu's list. */
  private isHeldBack(from: number, order: number): boolean {
    const { frames, block } = this.view;
    for (let page = from; page < from + (1 << order);) {
      if (page >= frames) return true;
      const head = headOfPage(this.view, page);
      if (head !== NONE && stateOf(block[head]) !== State.Free) return true;
      page = head === NONE ? page + 1 : head + (1 << orderOfBlock(block[head]));
    }
    return false;
  }
}
