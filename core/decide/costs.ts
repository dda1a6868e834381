/**
 * What things cost in virtual time. Each has a source or the word *assumed*; a scenario may set any.
 * @module
 */

/** Costs in nanoseconds. */
export interface Costs {
  /** The sender looks at a page and tests it for zeros. */
  scanPage: number;
  /** The sender puts a whole page on its way, beyond looking at it, where the link does not set the pace. */
  sendPage: number;
  /** Fetching and merging the dirty log, a page. */
  syncPage: number;
  /** Handing out or taking back a block, per-cpu lists and direct alike. */
  allocate: number;
  /** Taking one block off a zone list, or putting one back, under the lock. */
  moveBlock: number;
  /** Reading one list entry under the lock and storing its address. */
  listEntry: number;
  /** The host's first touch of a page that nothing had touched, above `scanPage`. */
  touchPage: number;
  /** The guest fills a page with zeros or the poison pattern, and checks one for the pattern. */
  fillPage: number;
  /** It checks a page for the pattern. */
  checkPage: number;
  /** A turn of kswapd or of direct reclaim at one priority. */
  reclaim: number;
  /** Filling a descriptor and telling the host. */
  queueHint: number;
  /** Filling a descriptor of a queue that the host polls. */
  fillDescriptor: number;
  /** The host applies one hinted block. */
  applyHint: number;
  /** The guest takes a page for the balloon, and tells the host of it; the host gives it back. */
  inflatePage: number;
  /** It tells the host of that page. */
  tellPage: number;
  /** The host gives that page back. */
  discardPage: number;
  /** The host gives one reported block back. */
  discardBlock: number;
  /** From an interrupt that the host raises to the guest's work item, and to the hint-queue thread. */
  notify: number;
}

export interface CostRow {
  readonly ns: number;
  readonly source: string;
}

/** The defaults with their sources. */
export const COSTS: Readonly<Record<keyof Costs, CostRow>> = {
  scanPage: {
    ns: 1230,
    source: "fit on the idle rows of the v37 cover letter, Aug 2018: 1.230 us a page",
  },
  sendPage: { ns: 0, source: "assumed" },
  syncPage: { ns: 2, source: "assumed" },
  allocate: { ns: 100, source: "assumed" },
  moveBlock: { ns: 60, source: "assumed" },
  listEntry: { ns: 20, source: "assumed" },
  touchPage: {
    ns: 28_000,
    source: "measured, QEMU 10.0.2 under TCG: about 28 us a page that nothing had touched",
  },
  fillPage: { ns: 100, source: "assumed" },
  checkPage: { ns: 400, source: "assumed" },
  reclaim: { ns: 10_000, source: "assumed" },
  queueHint: {
    ns: 65_000,
    source: "v33 to v36 cover letters, idle rows: 131 ms more for about 2,000 blocks",
  },
  fillDescriptor: {
    ns: 2_100,
    source:
      "assumed: as long as the host takes, since v30 saved as much time as v33 (cover letters, 2018)",
  },
  applyHint: {
    ns: 2_100,
    source: "measured, QEMU 10.0.2 under TCG: 95 hints taken in 0.2 ms once the lock was free",
  },
  inflatePage: {
    ns: 146,
    source: "2016 cover letter: 7 GiB inflated in 4126 ms, 6.5 % of it to allocate",
  },
  tellPage: { ns: 1_536, source: "the same: 68.3 % to send page numbers, in batches of 256" },
  discardPage: { ns: 564, source: "the same: 6.1 % to translate addresses, 19 % for madvise" },
  discardBlock: { ns: 50_000, source: "assumed" },
  notify: { ns: 50_000, source: "assumed" },
};

const pairs = Object.entries(COSTS).map(([name, row]) => [name, row.ns]);
const defaults = Object.fromEntries(pairs) as Costs;

export function defaultCosts(): Costs {
  return { ...defaults };
}
