/**
 * Bits of all pages at once, four pages at a time.
 * @module
 */
import type { Memory } from "../memory.ts";

/** A bit in each of four pages. */
export const each = (bit: number): number => (bit * 0x01010101) | 0;

/** Clears and sets bits of every page that lies in a zone; returns how many pages there are. */
export function changeAll(memory: Memory, clear: number, set: number): number {
  const { bits, quads, zoneStart, zoneEnd } = memory;
  const keep = ~clear, keeps = ~each(clear), sets = each(set);
  let pages = 0;
  for (let zone = 0; zone < zoneStart.length; zone++) {
    const end = zoneEnd[zone];
    let page = zoneStart[zone];
    for (; page < end && (page & 3) !== 0; page++) bits[page] = (bits[page] & keep) | set;
    for (const last = end - 3; page < last; page += 4) {
      quads[page >> 2] = (quads[page >> 2] & keeps) | sets;
    }
    for (; page < end; page++) bits[page] = (bits[page] & keep) | set;
    pages += end - zoneStart[zone];
  }
  return pages;
}
