/**
 * What a match counts: decisions by sort and by rule, and misses by class.
 * @module
 */
import { RuleCounts } from "./rules.ts";

/** A page as misses name it. */
export const hex = (pfn: number): string => pfn < 0 ? "none" : `0x${pfn.toString(16)}`;

/** Sorts of decisions that are compared, and what people call them. */
export const SORTS = {
  removals: "zone removals",
  pcpAllocations: "per-cpu allocations",
  drained: "drained pages",
  steals: "steals",
  zoneChoices: "zone choices",
  refills: "refill sizes",
} as const;

/** The name of a sort. */
export type Sort = keyof typeof SORTS;

/** Exact of total. */
export interface Share {
  exact: number;
  total: number;
}

/** Classes of misses (kernel-6.1 facts): what the trace cannot tell is explained, all else is not. */
export const CLASSES = {
  M1: "pages handed out without an event (bulk allocation)",
  M2: "compaction isolates free pages without an event",
  M3: "a zone at its limit: the counter that the check reads lags, and some tasks may go below min",
  M4: "events of two cpus with equal or standing times",
  M5: "blocks of the highest order go to head or tail at random (page_alloc.shuffle)",
  unexplained: "no rule explains it",
} as const;

/** The name of a class. */
export type MissClass = keyof typeof CLASSES;

export class Tally {
  readonly shares: Readonly<Record<Sort, Share>> = {
    removals: { exact: 0, total: 0 },
    pcpAllocations: { exact: 0, total: 0 },
    drained: { exact: 0, total: 0 },
    steals: { exact: 0, total: 0 },
    zoneChoices: { exact: 0, total: 0 },
    refills: { exact: 0, total: 0 },
  };
  /** Decisions that were not counted because nothing sure could be said of them. */
  readonly unsure: Record<Sort, number> = {
    removals: 0,
    pcpAllocations: 0,
    drained: 0,
    steals: 0,
    zoneChoices: 0,
    refills: 0,
  };
  /** What no event tells and the kernel's next deed did: ends of kswapd's turns, changes of its limit. */
  readonly read = { kswapdEnds: 0, kswapdLimits: 0 };
  readonly rules: RuleCounts;
  readonly misses = new Map<MissClass, { count: number; firstEvent: number; first: string }>();

  /** Pages that were as predicted before the first miss but those of classes M1, M3 and M4. */
  rightBefore = Infinity;

  /** @param frames page frames of the guest */
  constructor(frames: number) {
    this.rules = new RuleCounts(frames);
  }

  /** Counts a decision; a wrong one belongs to a class. */
  count(sort: Sort, exact: boolean, event: number, missClass: MissClass, say: () => string): void {
    const share = this.shares[sort];
    share.total++;
    if (exact) share.exact++;
    else this.miss(missClass, event, () => `${SORTS[sort]}: ${say()}`);
  }

  /** Gives the misses of one class to another. */
  fold(from: MissClass, to: MissClass): void {
    const open = this.misses.get(from), known = this.misses.get(to);
    if (open === undefined) return;
    this.misses.delete(from);
    const first = known === undefined || open.firstEvent < known.firstEvent ? open : known;
    this.misses.set(to, { ...first, count: open.count + (known?.count ?? 0) });
  }

  miss(missClass: MissClass, event: number, say: () => string): void {
    if (missClass !== "M1" && missClass !== "M3" && missClass !== "M4") {
      const { removals, pcpAllocations, drained } = this.shares;
      const right = removals.exact + pcpAllocations.exact + drained.exact;
      this.rightBefore = Math.min(this.rightBefore, right);
    }
    const found = this.misses.get(missClass);
    if (found === undefined) {
      this.misses.set(missClass, { count: 1, firstEvent: event, first: say() });
    } else found.count++;
  }
}
