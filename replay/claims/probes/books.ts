/**
 * Facts about the allocator's books where a block is unlinked by hand: what still calls it free.
 *
 * Facts: `unlinked` (blocks), `unlinkedZone` (the zone of the first), `firstUnlinked` (the event), `overcount`
 * (most pages that the zones count as free beyond what their lists hold), `flagged` (unlinked blocks that were still
 * flagged free when the call ended), `notTaken` (blocks given back that are no block in use), `mergedInUse`
 * (merges that took a block for free that a call had unlinked), `firstMerged` (the event).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import { zoneList, zoneOf } from "../../../core/state/lists.ts";
import { type MemoryView, State, stateOf } from "../../../core/state/memory.ts";
import type { Facts, Probe } from "../claim.ts";

const MERGED = 0xf; // of BlockPut and PageDrained: the order up to which the block merged

class Books implements Probe {
  private unlinked = 0;
  private unlinkedZone = NONE;
  private firstUnlinked = 0;
  private overcount = 0;
  private flagged = 0;
  private notTaken = 0;
  private mergedInUse = 0;
  private firstMerged = 0;
  /** Unlinked blocks by first pfn, with their order; they are few. */
  private readonly blocks = new Map<number, number>();

  constructor(private readonly memory: MemoryView) {}

  before(words: Words, index: number, number: number): void {
    const kind = kindOf(words, index), pfn = pfnOf(words, index);
    if (kind === Kind.PageFreed && stateOf(this.memory.block[pfn]) !== State.Used) this.notTaken++;
    const isPut = kind === Kind.BlockPut || kind === Kind.PageDrained;
    if (isPut && this.blocks.size > 0) this.put(words, index, number);
  }

  after(words: Words, index: number, number: number): void {
    const kind = kindOf(words, index), { memory } = this;
    if (kind === Kind.BlockUnlinked) {
      const pfn = pfnOf(words, index);
      this.unlinked++;
      this.blocks.set(pfn, orderOf(words, index));
      if (this.unlinkedZone === NONE) this.unlinkedZone = zoneOf(memory, pfn);
      this.firstUnlinked ||= number;
    } else if (kind === Kind.HintCallEnded && this.unlinked > 0) {
      this.overcount = Math.max(this.overcount, this.counted() - this.onLists());
      this.flagged = 0;
      for (const pfn of this.blocks.keys()) {
        if (stateOf(memory.block[pfn]) === State.Free) this.flagged++;
      }
    }
  }

  facts(): Facts {
    const { unlinked, unlinkedZone, firstUnlinked, overcount, flagged } = this;
    const { notTaken, mergedInUse, firstMerged } = this;
    return {
      unlinked,
      unlinkedZone,
      firstUnlinked,
      overcount,
      flagged,
      notTaken,
      mergedInUse,
      firstMerged,
    };
  }

  /** Merging follows flags: a block that is unlinked and still flagged free becomes part of a larger one. */
  private put(words: Words, index: number, number: number): void {
    const order = valueOf(words, index) & MERGED;
    const head = pfnOf(words, index) & ~((1 << order) - 1);
    for (const [first, own] of this.blocks) {
      if (own >= order || first < head || first >= head + (1 << order)) continue;
      this.mergedInUse++;
      this.firstMerged ||= number;
      this.blocks.delete(first);
    }
  }

  private counted(): number {
    let pages = 0;
    const { zoneFree } = this.memory;
    for (let zone = 0; zone < zoneFree.length; zone++) pages += zoneFree[zone];
    return pages;
  }

  /** Pages of the blocks that can be reached from the lists' heads. */
  private onLists(): number {
    const { geometry: { zones, orders, types }, next, frames } = this.memory;
    let pages = 0;
    for (let zone = 0; zone < zones.length; zone++) {
      for (let order = 0; order < orders; order++) {
        for (let type = 0; type < types; type++) {
          const sentinel = frames + zoneList(this.memory, zone, order, type);
          for (let at = next[sentinel]; at !== sentinel; at = next[at]) pages += 1 << order;
        }
      }
    }
    return pages;
  }
}

export const books = (memory: MemoryView): Probe => new Books(memory);
