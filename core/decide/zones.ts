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
const LOW_MIB_MAX = 2816, LOW_MIB_SPLIT = 2048; // q35: 0xb0000000, 0x80000000
/** Frames of the first megabyte: firmware, never handed to the allocator. */
export const RESERVED_FRAMES = 256;

/**
 * Zones of a q35 guest: all memory below 4 GiB if it is less than 2816 MiB, else 2 GiB below and
 * the rest from 4 GiB up (QEMU, hw/i386/pc_q35.c).
 */
export function zonesOf(mib: number): Zone[] {
  const frames = mib * PAGES_A_MIB;
  const low = mib >= LOW_MIB_MAX ? LOW_MIB_SPLIT * PAGES_A_MIB : frames;
  const zones: Zone[] = [{ name: "DMA", start: 0, frames: Math.min(low, DMA_END) }];
  if (low > DMA_END) zones.push({ name: "DMA32", start: DMA_END, frames: low - DMA_END });
  if (frames > low) zones.push({ name: "Normal", start: DMA32_END, frames: frames - low });
  return zones;
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
      const above = managed.slice(i + 1, j + 1).reduce((sum, pages) => sum + pages, 0);
      return Math.floor(above / RESERVE_RATIO[zone.name]);
    })
  );
}
