/**
 * Curves over a log, or a stretch of it: pages that are free, held by the design, dirty in the hypervisor's
 * log and still to be sent, and bytes sent in the migration under way. Of a trace that tells no lists: pages
 * taken less pages given back since its begin.
 * @module
 */
import type { Words } from "../../../events/log.ts";
import {
  Bit,
  type MemoryView,
  orderOfBlock,
  ownerOfBlock,
  State,
  stateOf,
} from "../../../core/state/memory.ts";
import { Status } from "../../../core/state/views.ts";
import type { Fold } from "../../fold.ts";
import { tellsNoLists } from "../../known_pages.ts";
import { HeldPages } from "../../plot/held_pages.ts";
import { LoggedPages } from "../../plot/logged_pages.ts";
import { Samples } from "../../plot/samples.ts";
import type { Curve } from "../protocol.ts";
import type { Sum } from "./sums.ts";

const SERIES = ["free", "held", "dirty", "remaining", "bytes sent", "taken"] as const;
const Free = 0, Held = 1, Dirty = 2, Remaining = 3, Bytes = 4, Taken = 5, Event = 6;

/** The curves of a log, sample by sample. */
export class Curves implements Fold {
  private readonly samples: Samples;
  private readonly logged: LoggedPages;
  private readonly held: HeldPages;
  /** True for a trace that tells no lists. */
  private isTraced = false;

  /**
   * @param holder the lane whose pages are those that the design holds; 0 if there is none
   * @param begin the time at which the first sample begins
   */
  constructor(
    private readonly memory: MemoryView,
    private readonly sums: Sum,
    private readonly holder: number,
    room: number,
    private readonly moment: { readonly ns: number },
    private readonly begin = 0,
  ) {
    this.samples = new Samples(SERIES.length + 1, room, 1);
    this.logged = new LoggedPages(memory);
    this.held = new HeldPages(memory, holder > 0 ? holder : -1);
  }

  /** Counts what there is where a stretch begins. */
  countNow(): void {
    const { memory: { bits, block, frames }, holder } = this;
    let dirty = 0, held = 0;
    for (let page = 0; page < frames; page++) {
      if ((bits[page] & (Bit.Log | Bit.Fetched)) !== 0) dirty++;
      const word = block[page];
      if (stateOf(word) === State.Used && ownerOfBlock(word) === holder && holder > 0) {
        held += 1 << orderOfBlock(word);
      }
    }
    this.logged.pages = dirty;
    this.held.pages = held;
  }

  before(words: Words, index: number): void {
    this.logged.before(words, index);
    this.held.before(words, index);
  }

  after(words: Words, index: number, number: number): void {
    const { samples: { now }, memory } = this, { zoneFree, status } = memory;
    this.logged.after(words, index);
    this.held.after(words, index);
    if (status[Status.Ready] === 0) {
      if (!tellsNoLists(memory)) return;
      this.isTraced = true;
      now[Taken] = this.sums.taken;
    }
    let free = 0;
    for (let zone = 0; zone < zoneFree.length; zone++) free += zoneFree[zone];
    now[Free] = free;
    now[Held] = this.held.pages;
    now[Dirty] = this.logged.pages;
    now[Remaining] = status[Status.Dirty];
    now[Bytes] = this.sums.bytes;
    now[Event] = number;
    this.samples.note(this.moment.ns - this.begin);
  }

  /** The end of each sample, and the last event in it. */
  axis(): { times: Float64Array; events: Uint32Array } {
    const { count, widthNs } = this.samples;
    return {
      times: Float64Array.from({ length: count }, (_, at) => this.begin + (at + 1) * widthNs),
      events: Uint32Array.from(this.samples.seriesOf(Event).last),
    };
  }

  /** Those that tell something. */
  views(): Curve[] {
    return SERIES.flatMap((name, at) => {
      const { low, high, last } = this.samples.seriesOf(at);
      const isFlat = low.every((value) => value === 0) && high.every((value) => value === 0);
      if (this.isTraced ? at !== Taken : at !== Free && isFlat) return [];
      return [{
        name,
        unit: at === Bytes ? "bytes" : "pages",
        low: Float64Array.from(low),
        high: Float64Array.from(high),
        last: Float64Array.from(last),
      }];
    });
  }
}
