/**
 * How long free blocks stay free. A spell of an aligned block of `2 ** order` pages begins with the
 * event that makes its last page free and ends with the first that hands one of its pages out.
 *
 * ```text
 * a spell   begin ------------ end              | end of the log
 * delay T   begin ----- T                       still free after T
 * delay T   begin ----------------- T           not
 * delay T   begin ------------------------------|-- T    not followed: nothing is guessed
 * ```
 * @module
 */
import { Kind } from "../events/kinds.ts";
import { kindOf, orderOf, pfnOf, type Words } from "../events/log.ts";
import type { MemoryView } from "../core/state/memory.ts";
import type { Fold } from "./fold.ts";

/** What is known of the spells of one order; lists go by delay. */
export interface OrderSurvival {
  readonly order: number;
  readonly spells: number;
  /** Spells whose begin lies a delay or more before the end. */
  readonly followed: readonly number[];
  /** Of these, those that were still free after the delay. */
  readonly still: readonly number[];
  /** Instants (in units of the clock, summed over blocks) at which a block was free, and followed. */
  readonly instants: readonly number[];
  /** Of these, those after which the block stayed free for the delay. */
  readonly good: readonly number[];
}

/** The spells of one order, while a log goes by. */
class Order {
  spells = 0;
  readonly followed: Float64Array;
  readonly still: Float64Array;
  readonly instants: Float64Array;
  readonly good: Float64Array;
  /** Free pages of each block, and when its spell began. */
  readonly free: Uint16Array;
  readonly begun: Float64Array;

  constructor(readonly order: number, frames: number, delays: number) {
    const blocks = Math.ceil(frames / (1 << order));
    this.free = new Uint16Array(blocks);
    this.begun = new Float64Array(blocks);
    this.followed = new Float64Array(delays);
    this.still = new Float64Array(delays);
    this.instants = new Float64Array(delays);
    this.good = new Float64Array(delays);
  }
}

export class SurvivalFold implements Fold {
  private readonly orders: Order[];

  /**
   * @param delays in units of the log's clock, ascending
   * @param end the clock at the last event that will be seen
   */
  constructor(
    private readonly memory: MemoryView,
    private readonly delays: readonly number[],
    private readonly end: number,
  ) {
    this.orders = Array.from(
      { length: memory.orders },
      (_, order) => new Order(order, memory.frames, delays.length),
    );
  }

  after(words: Words, index: number): void {
    switch (kindOf(words, index)) {
      case Kind.BlockOnList:
      case Kind.BlockOnPercpu:
      case Kind.PageFreed:
        return this.change(pfnOf(words, index), orderOf(words, index), true);
      case Kind.PageAllocated:
        return this.change(pfnOf(words, index), orderOf(words, index), false);
    }
  }

  /** What was seen, spells that go on at the end among it. */
  result(): OrderSurvival[] {
    return this.orders.map((of) => {
      const copy = new Order(of.order, 0, this.delays.length);
      for (const name of ["followed", "still", "instants", "good"] as const) {
        copy[name].set(of[name]);
      }
      for (let block = 0; block < of.free.length; block++) {
        if (of.free[block] === 1 << of.order) this.count(copy, of.begun[block], this.end, true);
      }
      const { followed, still, instants, good } = copy;
      const lists = { followed: [...followed], still: [...still] };
      return {
        order: of.order,
        spells: of.spells,
        ...lists,
        instants: [...instants],
        good: [...good],
      };
    });
  }

  /** Pages that are so already (a trace begins in the middle of their lives) are passed over. */
  private change(pfn: number, order: number, free: boolean): void {
    const block = this.orders[order].free[pfn >>> order];
    const whole = 1 << order;
    if (block === (free ? 0 : whole)) return this.shift(pfn, order, free);
    if (block === (free ? whole : 0)) return;
    for (let page = pfn; page < pfn + whole; page++) {
      if ((this.orders[0].free[page] !== 0) !== free) this.shift(page, 0, free);
    }
  }

  /** Makes a block, all of whose pages are the other way, free or not. */
  private shift(pfn: number, order: number, free: boolean): void {
    const now = this.memory.now[0];
    for (let at = 0; at < this.orders.length; at++) {
      const of = this.orders[at];
      const pages = 1 << Math.min(at, order), full = 1 << at;
      const from = pfn >>> at, until = at < order ? (pfn + (1 << order)) >>> at : from + 1;
      for (let block = from; block < until; block++) {
        if (free) {
          of.free[block] += pages;
          if (of.free[block] === full) {
            of.begun[block] = now;
            of.spells++;
          }
        } else {
          if (of.free[block] === full) this.count(of, of.begun[block], now, false);
          of.free[block] -= pages;
        }
      }
    }
  }

  /** Counts a spell for every delay; one that goes on lasts at least to the end. */
  private count(of: Order, begin: number, until: number, goesOn: boolean): void {
    const { delays, end } = this;
    const length = until - begin;
    for (let at = 0; at < delays.length; at++) {
      const delay = delays[at];
      if (begin + delay > end) return;
      of.followed[at]++;
      if (length > delay || (goesOn && length === delay)) of.still[at]++;
      of.instants[at] += Math.min(until, end - delay) - begin;
      if (length > delay) of.good[at] += length - delay;
    }
  }
}
