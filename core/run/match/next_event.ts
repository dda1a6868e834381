/**
 * Looking ahead in a trace: which event names a page next.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, NONE, pfnOf, type Words } from "../../../events/log.ts";

const LOOKED_AT: readonly number[] = [
  Kind.PageAllocated,
  Kind.PageFreed,
  Kind.FreeAnnounced,
  Kind.RemovalSeen,
  Kind.DrainSeen,
];

export class NextEvents {
  /** By event: the next one that names the same first page. */
  private readonly next: Int32Array;
  /** By pfn, the first event that names it; `advance` keeps it ahead of the event under way. */
  private readonly ahead: Int32Array;

  constructor(private readonly words: Words, events: number, frames: number) {
    this.next = new Int32Array(events).fill(NONE);
    this.ahead = new Int32Array(frames).fill(NONE);
    for (let index = events - 1; index >= 0; index--) {
      const pfn = pfnOf(words, index);
      if (!LOOKED_AT.includes(kindOf(words, index)) || pfn < 0 || pfn >= frames) continue;
      this.next[index] = this.ahead[pfn];
      this.ahead[pfn] = index;
    }
  }

  /** Call for every event in turn, before asking. */
  advance(index: number): void {
    const pfn = pfnOf(this.words, index);
    if (this.ahead[pfn] === index) this.ahead[pfn] = this.next[index];
  }

  /** The next event behind the one under way that names a page; NONE if there is none. */
  of(pfn: number): number {
    return this.ahead[pfn];
  }
}
