/**
 * What arrays and bitmaps take: blocks that the hinting lane owns from their allocation on, and those
 * that it unlinked by hand.
 *
 * Blocks that are hinted themselves are none: `BlockHeld` puts them on the lane's list later, or a
 * `HintRead` names them.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import type { HintingLanes } from "./lanes.ts";
import { Mark } from "./marks.ts";

const OWNED = 1 << 21;

export class BuffersPart {
  /** Most pages at once. */
  peak = 0;
  private pages = 0;

  constructor(private readonly marks: Uint8Array, private readonly hinting: HintingLanes) {}

  /** Buffers that are there stay. */
  reset(): void {
    this.peak = this.pages;
  }

  /** Before the marks of hints change. */
  after(kind: number, words: Words, index: number): void {
    switch (kind) {
      case Kind.PageAllocated:
        if ((valueOf(words, index) & OWNED) === 0) return;
        if (this.hinting.has(actorOf(words, index))) this.add(words, index);
        return;
      case Kind.BlockUnlinked:
        return this.add(words, index);
      case Kind.PageFreed:
      case Kind.HintRead:
        if ((this.marks[pfnOf(words, index)] & Mark.Buffer) === 0) return;
        // A block that goes back was a buffer; one that is hinted was never to be one.
        if (kind === Kind.PageFreed) this.see();
        this.marks[pfnOf(words, index)] &= ~Mark.Buffer;
        this.pages -= 1 << orderOf(words, index);
        return;
      case Kind.HintCallBegun:
      case Kind.ArrayBegun:
        return this.see();
    }
  }

  private add(words: Words, index: number): void {
    this.marks[pfnOf(words, index)] |= Mark.Buffer;
    this.pages += 1 << orderOf(words, index);
  }

  private see(): void {
    if (this.pages > this.peak) this.peak = this.pages;
  }
}
