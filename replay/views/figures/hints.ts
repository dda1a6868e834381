/**
 * Figures of the hints: how many there were, which were stale when, and what was written after all.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Scratch } from "../../../core/state/scratch.ts";
import { QUEUE_FULL, StaleAt } from "../../stale_at.ts";
import { Mark } from "./marks.ts";
import { emptyReasons, type NotHinted } from "./reasons.ts";

export interface HintFigures {
  /** Blocks read or marked as hints, or put into the balloon, applied, dropped by driver or host. */
  read: number;
  applied: number;
  dropped: number;
  /** Pages handed out since their hint was read, when its call returned (or the report said STOP). */
  staleAtReturn: number;
  /** Pages that were stale when the host received their hint. */
  staleAtReceipt: number;
  /** Pages that were stale when the host applied their hint, and blocks with such pages. */
  staleAtUse: number;
  staleBlocksAtUse: number;
  /** Pages hinted once or more and written after that, up to the switch-over. */
  hintedThenWritten: number;
  /** Free pages that no hint named when the guest said STOP for the first time, and why; null if it never did. */
  freeNotHinted: number | null;
  notHinted: NotHinted;
  /** Most pages that arrays and bitmaps took at once. */
  bufferPages: number;
  /** A page whose life is worth a look: stale at use, else hinted and then written; NONE if none. */
  example: number;
}

export const emptyHints = (): HintFigures => ({
  read: 0,
  applied: 0,
  dropped: 0,
  staleAtReturn: 0,
  staleAtReceipt: 0,
  staleAtUse: 0,
  staleBlocksAtUse: 0,
  hintedThenWritten: 0,
  freeNotHinted: null,
  notHinted: emptyReasons(),
  bufferPages: 0,
  example: NONE,
});

export class HintsPart {
  readonly result = emptyHints();
  readonly marks: Uint8Array;
  private readonly stale: StaleAt;
  private lastApplied = NONE;

  constructor(memory: MemoryView, scratch: Scratch) {
    this.marks = scratch.bytes(memory.frames);
    this.stale = new StaleAt(memory, scratch);
  }

  reset(): void {
    Object.assign(this.result, emptyHints());
    this.stale.reset();
    for (let page = 0; page < this.marks.length; page++) this.marks[page] &= Mark.Buffer;
  }

  before(words: Words, index: number): void {
    this.stale.before(words, index);
  }

  /** @param isOver true once the destination is the guest: what is written then is of no interest */
  after(words: Words, index: number, isOver: boolean): void {
    this.stale.after(words, index);
    const { result } = this;
    switch (kindOf(words, index)) {
      case Kind.DeviceWrote:
      case Kind.PageWritten:
        if (!isOver) this.written(pfnOf(words, index), orderOf(words, index));
        return;
      case Kind.HintRead:
      case Kind.HintMarked:
      case Kind.PageInflated:
        result.read++;
        return this.mark(pfnOf(words, index), orderOf(words, index), Mark.Hinted);
      case Kind.HintApplied:
        result.applied++;
        this.lastApplied = pfnOf(words, index);
        return;
      case Kind.PageDiscarded: // of a hint that was applied too, or on its own
        if (pfnOf(words, index) !== this.lastApplied) result.applied++;
        this.lastApplied = NONE;
        return;
      case Kind.HintDropped:
        result.dropped++;
        if ((valueOf(words, index) & 7) !== QUEUE_FULL) return;
        return this.mark(pfnOf(words, index), orderOf(words, index), Mark.Fallen);
    }
  }

  finish(): HintFigures {
    const { result, stale } = this;
    result.staleAtReturn = stale.atReturn;
    result.staleAtReceipt = stale.atReceipt;
    result.staleAtUse = stale.atUse;
    result.staleBlocksAtUse = stale.blocksAtUse;
    if (stale.example !== NONE) result.example = stale.example;
    return result;
  }

  private mark(pfn: number, order: number, mark: number): void {
    const { marks } = this;
    for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
      marks[page] = (marks[page] & Mark.Buffer) | mark;
    }
  }

  private written(pfn: number, order: number): void {
    const { marks, result } = this;
    for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
      if ((marks[page] & (Mark.Hinted | Mark.Written)) !== Mark.Hinted) continue;
      marks[page] |= Mark.Written;
      if (result.example === NONE) result.example = page;
      result.hintedThenWritten++;
    }
  }
}
