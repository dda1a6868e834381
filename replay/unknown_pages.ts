/**
 * What a log imported from a kernel's trace cannot know: it begins in the middle of the pages' lives,
 * and some allocations have no event (bulk allocation, compaction: kernel-6.1 facts, M1 and M2).
 * @module
 */
import { Kind } from "../events/kinds.ts";
import { kindOf, NONE, orderOf, pfnOf, type Words } from "../events/log.ts";
import { coversUsed, usedHeadOf } from "../core/state/apply/unlisted.ts";
import { BACK, type MemoryView } from "../core/state/memory.ts";
import type { Fold } from "./fold.ts";

/** Counts of blocks whose event contradicts, or goes beyond, what the log knew before it. */
export class UnknownPages implements Fold {
  /** Blocks handed out of which the log did not know every page to be free; blocks given back unknown. */
  allocated = 0;
  freed = 0;
  /** Blocks given back that were known to be given back. */
  freedAgain = 0;
  /** Blocks handed out that were known to be in use. */
  allocatedAgain = 0;

  constructor(private readonly memory: MemoryView) {}

  before(words: Words, index: number): void {
    const kind = kindOf(words, index);
    if (kind !== Kind.PageAllocated && kind !== Kind.PageFreed) return;
    const { memory } = this;
    const pfn = pfnOf(words, index), order = orderOf(words, index);
    let known = true;
    for (let page = pfn, end = pfn + (1 << order); page < end && known; page++) {
      known = memory.block[page] === BACK;
    }
    if (kind === Kind.PageAllocated) {
      if (coversUsed(memory, pfn, order)) this.allocatedAgain++;
      else if (!known) this.allocated++;
    } else if (known) this.freedAgain++;
    else if (usedHeadOf(memory, pfn) === NONE) this.freed++;
  }
}
