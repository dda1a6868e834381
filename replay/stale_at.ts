/**
 * How many hinted pages had been handed out by three moments of a hint's life: when the call or report
 * that read it ended, when the host received it, when the host used it.
 * @module
 */
import { DROPS, Kind, MESSAGES } from "../events/kinds.ts";
import { kindOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../events/log.ts";
import { Bit, type MemoryView } from "../core/state/memory.ts";
import { Scratch } from "../core/state/scratch.ts";
import { Status } from "../core/state/views.ts";
import type { Fold } from "./fold.ts";

export const STOP_MESSAGE = MESSAGES.indexOf("stop");
const HINT_MESSAGE = MESSAGES.indexOf("hint"), ARRAY_MESSAGE = MESSAGES.indexOf("array");
const BITMAP_MESSAGE = MESSAGES.indexOf("bitmap"), REPORT_MESSAGE = MESSAGES.indexOf("report");
export const QUEUE_FULL = DROPS.indexOf("queue-full");

/** Bits of a page in the report under way: it was told, and handed out before the host used the hint. */
const Told = 1, Taken = 2;

/** A fold that counts stale pages; all but `blocksAtUse` and `example` are pages. */
export class StaleAt implements Fold {
  /** When the call that read them returned; for a design without calls, when it said STOP. */
  atReturn = 0;
  atReceipt = 0;
  atUse = 0;
  blocksAtUse = 0;
  /** The first page that was stale at use; NONE if none was. */
  example = NONE;
  private readonly marks: Uint8Array;
  private isOpen = false;
  private taken = 0;
  private order = 0;

  constructor(private readonly memory: MemoryView, scratch = new Scratch()) {
    this.marks = scratch.bytes(memory.frames);
  }

  reset(): void {
    this.atReturn =
      this.atReceipt =
      this.atUse =
      this.blocksAtUse =
      this.taken =
        0;
    this.example = NONE;
    this.isOpen = false;
  }

  before(words: Words, index: number): void {
    const kind = kindOf(words, index);
    if (kind === Kind.DescriptorReceived) {
      this.atReceipt += this.staleInSlot(valueOf(words, index));
    } else if (kind === Kind.HintApplied || kind === Kind.PageDiscarded) {
      const pfn = pfnOf(words, index), stale = this.staleIn(pfn, orderOf(words, index));
      if (stale === 0) return;
      if (this.example === NONE) this.example = this.firstStale(pfn);
      this.atUse += stale;
      this.blocksAtUse++;
    } else if (kind === Kind.PageAllocated && this.isOpen) {
      this.handedOut(pfnOf(words, index), orderOf(words, index));
    }
  }

  after(words: Words, index: number): void {
    const kind = kindOf(words, index);
    switch (kind) {
      case Kind.HintRead:
      case Kind.HintMarked:
        return this.told(pfnOf(words, index), orderOf(words, index));
      case Kind.HintDropped:
        if ((valueOf(words, index) & 7) !== QUEUE_FULL) return;
        return this.clear(pfnOf(words, index), orderOf(words, index));
      case Kind.HintCallEnded:
        return this.close();
      case Kind.DescriptorFilled:
        if ((valueOf(words, index) & 7) === STOP_MESSAGE) this.close();
        return;
    }
  }

  private told(pfn: number, order: number): void {
    if (!this.isOpen) {
      this.isOpen = true;
      this.marks.fill(0);
    }
    this.order = order;
    if (this.taken > 0) this.clear(pfn, order);
    this.marks.fill(Told, pfn, pfn + (1 << order));
  }

  private clear(pfn: number, order: number): void {
    for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
      if (this.marks[page] & Taken) this.taken--;
      this.marks[page] = 0;
    }
  }

  private handedOut(pfn: number, order: number): void {
    const { bits } = this.memory;
    for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
      if (this.marks[page] !== Told || (bits[page] & Bit.Hinted) === 0) continue;
      this.marks[page] = Told | Taken;
      this.taken++;
    }
  }

  private close(): void {
    this.atReturn += this.taken;
    this.taken = 0;
    this.isOpen = false;
  }

  private firstStale(pfn: number): number {
    let page = pfn;
    while ((this.memory.bits[page] & Bit.Stale) === 0) page++;
    return page;
  }

  private staleIn(pfn: number, order: number): number {
    const { bits } = this.memory;
    let stale = 0;
    for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
      if (bits[page] & Bit.Stale) stale++;
    }
    return stale;
  }

  /** A message that names the array stands for the entries behind those of the message before. */
  private staleInSlot(slot: number): number {
    const { slotMessage, slotPfn, array, status } = this.memory;
    const word = slotMessage[slot] ?? 0, message = word & 7;
    if (message === HINT_MESSAGE || message === REPORT_MESSAGE) {
      return this.staleIn(slotPfn[slot], word >>> 4);
    }
    if (message === BITMAP_MESSAGE) return this.staleInBitmap(word >>> 4);
    if (message !== ARRAY_MESSAGE) return 0;
    let stale = 0;
    const end = Math.min(word >>> 4, array.length);
    for (let at = status[Status.ArrayApplied]; at < end; at++) {
      stale += this.staleIn(array[at], this.order);
    }
    return stale;
  }

  /** @param first the page that the bitmap's first bit stands for */
  private staleInBitmap(first: number): number {
    const { array, bits, frames } = this.memory;
    let stale = 0;
    for (let at = 0; at < array.length; at++) {
      if (array[at] === 0) continue;
      for (let bit = 0; bit < 32; bit++) {
        const page = first + at * 32 + bit;
        if ((array[at] >>> bit) & 1 && page < frames && bits[page] & Bit.Stale) stale++;
      }
    }
    return stale;
  }
}
