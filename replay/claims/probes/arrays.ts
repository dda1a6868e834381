/**
 * Facts about the arrays that a driver allocates for itself: `got` and `refused` (requests), and of the first
 * request: `pages` (of the array), `freePages` (of all zones), `blocksAsLarge` (free blocks of its order or above
 * when the answer came), `firstAsked` (the event of the answer); `efforts` (turns of reclaim by the driver).
 * @module
 */
import { Kind, MESSAGES } from "../../../events/kinds.ts";
import { actorOf, kindOf, orderOf, valueOf, type Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Facts, Probe } from "../claim.ts";
import { freeBlocks } from "./free_blocks.ts";

const START = MESSAGES.indexOf("start"), MESSAGE = 7, OWNED = 1 << 21;

class Arrays implements Probe {
  private readonly found = {
    got: 0,
    refused: 0,
    pages: 0,
    freePages: 0,
    blocksAsLarge: 0,
    firstAsked: 0,
    efforts: 0,
  };
  /** The driver's lane, plus 1: it announced START, and asks for its array then. */
  private driver = 0;

  constructor(private readonly memory: MemoryView) {}

  before(words: Words, index: number, number: number): void {
    const kind = kindOf(words, index);
    if (actorOf(words, index) !== this.driver - 1 || this.found.firstAsked > 0) return;
    const isAnswer = kind === Kind.AllocationFailed || kind === Kind.BlockTaken ||
      kind === Kind.PageAllocated;
    if (!isAnswer) return;
    const order = kind === Kind.BlockTaken ? valueOf(words, index) & 15 : orderOf(words, index);
    this.found.firstAsked = Math.max(1, number - 1);
    this.look(order);
  }

  after(words: Words, index: number): void {
    const kind = kindOf(words, index), { found } = this;
    if (kind === Kind.DescriptorFilled && (valueOf(words, index) & MESSAGE) === START) {
      this.driver = actorOf(words, index) + 1;
    }
    if (actorOf(words, index) !== this.driver - 1) return;
    switch (kind) {
      case Kind.AllocationFailed:
        found.refused++;
        found.pages ||= 1 << orderOf(words, index);
        return;
      case Kind.PageAllocated:
        if ((valueOf(words, index) & OWNED) === 0) return;
        found.got++;
        found.pages ||= 1 << orderOf(words, index);
        return;
      case Kind.DirectReclaimBegan:
        found.efforts++;
        return;
    }
  }

  facts(): Facts {
    return this.found;
  }

  private look(order: number): void {
    const { found, memory } = this, { zoneFree, geometry } = memory;
    for (let zone = 0; zone < zoneFree.length; zone++) found.freePages += zoneFree[zone];
    for (let at = order; at < geometry.orders; at++) found.blocksAsLarge += freeBlocks(memory, at);
  }
}

export const arrays = (memory: MemoryView): Probe => new Arrays(memory);
