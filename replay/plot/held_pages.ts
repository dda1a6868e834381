/**
 * How many pages an actor has: handed out to it, and given back neither by it nor from its list.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, orderOf, pfnOf, type Words } from "../../events/log.ts";
import { type MemoryView, ownerOfBlock, State, stateOf } from "../../core/state/memory.ts";
import type { Fold } from "../fold.ts";

export class HeldPages implements Fold {
  /** Pages after the last event. */
  pages = 0;

  /** @param lane the actor's */
  constructor(private readonly memory: MemoryView, private readonly lane: number) {}

  /** Asked before, while the block still tells whose it is. */
  before(words: Words, index: number): void {
    const kind = kindOf(words, index);
    if (kind === Kind.PageFreed) {
      const word = this.memory.block[pfnOf(words, index)];
      if (stateOf(word) !== State.Used) return;
      if (actorOf(words, index) === this.lane || ownerOfBlock(word) === this.lane) {
        this.pages -= 1 << orderOf(words, index);
      }
    } else if (kind === Kind.BlockReturned) {
      // What the actor itself returns it frees next; what the shrinker returns is gone here.
      const owner = ownerOfBlock(this.memory.block[pfnOf(words, index)]);
      if (actorOf(words, index) !== this.lane && owner === this.lane) {
        this.pages -= 1 << orderOf(words, index);
      }
    }
  }

  after(words: Words, index: number): void {
    if (kindOf(words, index) !== Kind.PageAllocated || actorOf(words, index) !== this.lane) return;
    this.pages += 1 << orderOf(words, index);
  }
}
