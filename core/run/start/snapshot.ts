/**
 * A guest's free lists as a dump of a stopped kernel has them (START.json, END.json): every zone list
 * and per-cpu list in order, pageblock types, marks, and what each page is.
 * @module
 */
import type { Geometry, Zone } from "../../state/geometry.ts";

/** A block on a per-cpu list: its pfn, and the migratetype that was recorded with it. */
export type PercpuPage = readonly [pfn: number, type: number];

/** The lists of one cpu in one zone. */
export interface PercpuSnapshot {
  readonly cpu: number;
  /** Pages on them. */
  readonly count: number;
  readonly high: number;
  readonly batch: number;
  readonly free_factor: number;
  /** Pages by which the cpu's part of a counter may be off before it is added up. */
  readonly stat_threshold?: number;
  /** Its part of the count of free pages that is not yet added up. */
  readonly nr_free_pages_diff?: number;
  readonly lists: readonly {
    readonly pindex: number;
    readonly order: number;
    readonly pages: readonly PercpuPage[];
  }[];
}

/** One zone. */
export interface ZoneSnapshot {
  readonly name: string;
  readonly start_pfn: number;
  readonly spanned: number;
  readonly managed: number;
  readonly watermark: {
    readonly min: number;
    readonly low: number;
    readonly high: number;
    readonly boost: number;
  };
  readonly lowmem_reserve: readonly number[];
  /** By order, then migratetype: pfns, head first. */
  readonly free_area: readonly {
    readonly order: number;
    readonly lists: readonly (readonly number[])[];
  }[];
  readonly pcp: readonly PercpuSnapshot[];
  readonly pageblocks: { readonly start_pfn: number; readonly migratetype: readonly number[] };
  /** Runs of pages of one class: see `PageClass`. */
  readonly pages: {
    readonly start_pfn: number;
    readonly rle: readonly (readonly [count: number, bits: number])[];
  };
}

/** A whole dump. */
export interface Snapshot {
  readonly format: string;
  readonly max_order: number;
  readonly pageblock_order: number;
  readonly cpus: number;
  readonly watermark_boost_factor?: number;
  readonly zones: readonly ZoneSnapshot[];
  /** A bit a page frame, the lowest pfn in the lowest bit: 1 if it holds anything but zeros. */
  readonly nonzero?: Uint8Array;
  /** Where the kernel's array of struct page begins. */
  readonly memmap?: number;
  /** By task, the page frames between which its working set lies; anywhere where it is left out. */
  readonly homes?: readonly (readonly [from: number, until: number])[];
}

/** Bits of a page's class. */
export const PageClass = { Valid: 1, Free: 4, Lru: 8, Head: 32, Tail: 64 } as const;

/** The form of dump that is known. */
export const SNAPSHOT_FORMAT = "palab-freelists-1";

/** Orders, a pageblock's order, and migratetypes, of every dump that is known. */
export const MAX_ORDER = 11, PAGEBLOCK_ORDER = 9, TYPES = 5;

/** Per-cpu lists of a zone and cpu in a dump (kernel-6.1 facts, rule 15). */
export const PERCPU_LISTS = 14;

/** The zones of a dumped guest. */
export function spansOf({ zones, pageblock_order }: Snapshot): Zone[] {
  const block = 1 << pageblock_order;
  return zones.map(({ name, start_pfn, spanned }) => {
    const start = start_pfn & ~(block - 1); // the first zone begins with pfn 1
    return { name, start, frames: start_pfn + spanned - start };
  });
}

/**
 * The geometry of a dumped guest.
 * @param lanes actors of the log that begins with it
 */
export function geometryOf(start: Snapshot, types: number, lanes: number): Geometry {
  const { cpus, max_order, pageblock_order } = start;
  const spans = spansOf(start);
  const last = spans[spans.length - 1];
  return {
    frames: last.start + last.frames,
    zones: spans,
    orders: max_order,
    pageblockOrder: pageblock_order,
    types,
    cpus,
    percpuLists: PERCPU_LISTS,
    lanes,
    owners: 0,
    locks: 0,
    queue: 0,
    array: 0,
    timed: true,
  };
}
