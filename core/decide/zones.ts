/**
 * Zones, watermarks and reserves of a guest of a given size, as the kernel computes them at boot.
 * @module
 */
import type { Zone } from "../state/geometry.ts";
import type { Profile } from "./profiles/profile.ts";

const PAGES_A_MIB = 256;
/** Where x86-64's first two zones end, in frames: 16 MiB, 4 GiB. */
export const DMA_END = 4096;
export const DMA32_END: number = 1 << 20;
const LEFT_MIB = 16; // for what is not movable
const TOP_PAGES = 1024; // a block of order 10
const LOW_MIB_MAX = 2816, LOW_MIB_SPLIT = 2048; // q35: 0xb0000000, 0x80000000
/** Frames of the first megabyte: firmware, never handed to the allocator. */
export const RESERVED_FRAMES = 256;

/** How a guest's memory is laid out. */
export interface ZoneSpec {
  readonly mib: number;
  /** Memory nodes, each with an equal share; 1 if it is left out. */
  readonly nodes?: number;
  /** MiB at the nodes' ends that only movable pages may lie in (kernelcore=, movablecore=). */
  readonly movableMib?: number;
}

/**
 * Zones of a q35 guest: all memory below 4 GiB if it is less than 2816 MiB, else 2 GiB below and
 * the rest from 4 GiB up (QEMU, hw/i386/pc_q35.c). Nodes follow each other; the Movable zone is cut off
 * the end of each (Linux, find_zone_movable_pfns_for_nodes).
 * @throws RangeError if the Movable zones leave less than 16 MiB for what is not movable
 */
export function zonesOf({ mib, nodes = 1, movableMib = 0 }: ZoneSpec): Zone[] {
  if (movableMib > 0 && movableMib > mib - LEFT_MIB) {
    throw new RangeError(
      `Cannot set up the guest: movableMib ${movableMib} leaves less than ${LEFT_MIB} of ${mib} MiB`,
    );
  }
  const frames = mib * PAGES_A_MIB;
  const low = mib >= LOW_MIB_MAX ? LOW_MIB_SPLIT * PAGES_A_MIB : frames;
  const zones: Zone[] = [];
  for (let node = 0; node < nodes; node++) {
    const begin = shareOf(frames, node, nodes), end = shareOf(frames, node + 1, nodes);
    const movable = end - shareOf(movableMib * PAGES_A_MIB, 1, nodes);
    for (const [name, from, to] of spans(low)) {
      cut(zones, name, Math.max(begin, from), Math.min(movable, to), low, node);
    }
    // Where the hole lies, a node's movable memory may begin below 4 GiB and go on above.
    cut(zones, "Movable", Math.max(begin, movable, 0), Math.min(end, low), low, node);
    cut(zones, "Movable", Math.max(begin, movable, low), end, low, node);
  }
  return zones;
}

/** Names of the zones and the pages of RAM, counted without the hole, that would lie in them. */
const spans = (low: number): readonly (readonly [string, number, number])[] => [
  ["DMA", 0, DMA_END],
  ["DMA32", DMA_END, low],
  ["Normal", low, Infinity],
];

/** The first page of a node's share, at the border of a block of the highest order. */
const shareOf = (pages: number, node: number, nodes: number): number =>
  node === nodes ? pages : Math.trunc((pages * node) / nodes / TOP_PAGES) * TOP_PAGES;

/** Adds the zone of pages `from` to `to` of RAM, if there are any. */
function cut(
  zones: Zone[],
  name: string,
  from: number,
  to: number,
  low: number,
  node: number,
): void {
  if (to <= from) return;
  const start = from >= low ? from - low + DMA32_END : from;
  zones.push({ name, start, frames: to - from, ...(node > 0 ? { node } : {}) });
}

/** Managed pages of each zone: all but the first megabyte. */
export function managedOf(zones: readonly Zone[]): number[] {
  return zones.map((zone) => zone.frames - Math.max(0, RESERVED_FRAMES - zone.start));
}

/** Marks of one zone, in pages. */
export interface Marks {
  readonly min: number;
  readonly low: number;
  readonly high: number;
}

const THP_TYPES = 3; // MIGRATE_PCPTYPES
const SCALE = 10; // watermark_scale_factor, in ten-thousandths

/**
 * Watermarks of every zone (Linux 4.17, __setup_per_zone_wmarks; with transparent huge pages
 * khugepaged raises min_free_kbytes, set_recommended_min_free_kbytes).
 */
export function marksOf(
  profile: Profile,
  managed: readonly number[],
  hugePages: boolean,
): Marks[] {
  const total = managed.reduce((sum, pages) => sum + pages, 0);
  const pageblock = 1 << profile.pageblockOrder;
  let kilobytes = profile.minFreeKilobytes(total * 4);
  if (hugePages) {
    const wanted = (2 + THP_TYPES * THP_TYPES) * pageblock * managed.length;
    kilobytes = Math.max(kilobytes, Math.min(wanted, Math.floor(total / 20)) * 4);
  }
  const pagesMin = Math.floor(kilobytes / 4);
  return managed.map((pages) => {
    const min = Math.floor((pagesMin * pages) / total);
    const step = Math.max(Math.floor(min / 4), Math.floor((pages * SCALE) / 10_000));
    return { min, low: min + step, high: min + 2 * step };
  });
}

const RESERVE_RATIO: Readonly<Record<string, number>> = { DMA: 256, DMA32: 256, Normal: 32 };

/**
 * Pages that zone `i` keeps back from a request that may use zones up to `j`
 * (Linux, setup_per_zone_lowmem_reserve): `reserves[i][j]`.
 */
export function reservesOf(zones: readonly Zone[], managed: readonly number[]): number[][] {
  return zones.map((zone, i) =>
    zones.map((_, j) => {
      if (j <= i) return 0;
      const ratio = RESERVE_RATIO[zone.name];
      if (ratio === undefined) return 0;
      let above = 0; // in zones of its own node, and of those that such a request may use
      for (let at = i + 1; at <= j; at++) {
        const isOut = zones[at].name === "Movable" && zones[j].name !== "Movable";
        if (zones[at].node === zone.node && !isOut) above += managed[at];
      }
      return Math.floor(above / ratio);
    })
  );
}
