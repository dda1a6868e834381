/**
 * By page, in which round of the migration it was sent last, at an event that can be chosen: worked out of
 * the events that send and skip alone, from the nearest of some copies on.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import { FirstRound, NotSent, ROUNDS_MAX, Skipped } from "../readings/sent.ts";
import { type BlockLog, kindBits } from "./blocks.ts";

const KINDS = [
  Kind.MigrationBegun,
  Kind.RoundBegun,
  Kind.PagesSent,
  Kind.ZeroPagesSent,
  Kind.HintApplied,
  Kind.PageDiscarded,
];
const bits = kindBits(KINDS);
const COUNT = 0x0fffffff; // 28 bits of a count
/** Copies are so many blocks apart, at first. */
const APART = 8;
/** More of them than that, and every other is given up. */
const COPIES_MAX = 16;

interface Copy {
  readonly block: number;
  readonly round: number;
  readonly pages: Uint8Array;
}

/** The rounds of one log's pages. */
export class SentRounds {
  /** By page: see the reading `sent`. */
  readonly pages: Uint8Array;
  /** Events up to which `pages` goes. */
  at = 0;
  private round = 0;
  private apart = APART;
  private copies: Copy[];

  constructor(private readonly log: BlockLog, frames: number) {
    this.pages = new Uint8Array(frames);
    this.copies = [{ block: 0, round: 0, pages: new Uint8Array(0) }];
  }

  /** Blocks that have to be read to go to an event. */
  blocksTo(event: number): number {
    const { log } = this, copied = log.blocks === 0 ? 0 : log.baseOf(this.copyBefore(event).block);
    const from = event < this.at ? copied : Math.max(copied, this.at);
    return log.blocks === 0 ? 0 : log.blockOf(event) - log.blockOf(from);
  }

  /** Goes to an event. */
  seek(event: number): void {
    const { log } = this;
    if (event < this.at) this.takeUp(this.copyBefore(event));
    else {
      const copy = this.copyBefore(event);
      if (log.blocks > 0 && log.baseOf(copy.block) > this.at) this.takeUp(copy);
    }
    while (this.at < event) {
      const block = log.blockOf(this.at + 1), base = log.baseOf(block);
      const end = Math.min(event, log.endOf(block));
      this.keep(block);
      if (log.mayHave(block, bits)) this.run(log.wordsOf(block), this.at - base, end - base);
      this.at = end;
    }
  }

  private run(words: Words, from: number, until: number): void {
    const { pages } = this;
    for (let index = from; index < until; index++) {
      switch (kindOf(words, index)) {
        case Kind.MigrationBegun:
          pages.fill(NotSent);
          this.round = 0;
          continue;
        case Kind.RoundBegun:
          this.round = valueOf(words, index);
          continue;
        case Kind.PagesSent:
        case Kind.ZeroPagesSent: {
          const pfn = pfnOf(words, index), count = valueOf(words, index) & COUNT;
          const round = Math.min(Math.max(this.round, 1), ROUNDS_MAX + 1);
          pages.fill(FirstRound + round - 1, pfn, pfn + count);
          continue;
        }
        case Kind.HintApplied:
        case Kind.PageDiscarded: {
          const pfn = pfnOf(words, index), end = pfn + (1 << orderOf(words, index));
          for (let page = Math.max(0, pfn); page < end; page++) {
            if (pages[page] === NotSent) pages[page] = Skipped;
          }
          continue;
        }
      }
    }
  }

  private copyBefore(event: number): Copy {
    const { log } = this;
    return this.copies.findLast(({ block }) => block === 0 || log.baseOf(block) <= event)!;
  }

  private takeUp({ block, round, pages }: Copy): void {
    if (block === 0) this.pages.fill(NotSent);
    else this.pages.set(pages);
    this.round = round;
    this.at = block === 0 ? 0 : this.log.baseOf(block);
  }

  /** Keeps a copy at a block's begin, if there is none near. */
  private keep(block: number): void {
    const last = this.copies[this.copies.length - 1];
    if (this.at !== this.log.baseOf(block) || block < last.block + this.apart) return;
    this.copies.push({ block, round: this.round, pages: this.pages.slice() });
    if (this.copies.length <= COPIES_MAX) return;
    this.apart *= 2;
    this.copies = this.copies.filter((_, at) => at % 2 === 0);
  }
}
