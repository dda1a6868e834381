/**
 * Numbers of 32 bits as four planes of bytes: all low bytes, then all of the next. Links and event
 * numbers of neighbouring pages differ in their low bytes only, so this halves what zstd makes of
 * them.
 * @module
 */
import type { Memory } from "../../core/state/memory.ts";

/** Where views of bytes and half words begin; chunks before it hold numbers of 32 bits or more. */
export function narrowFrom({ layout }: Memory): number {
  const narrow = layout.parts.filter(({ row }) => row.width === "u16" || row.width === "u8");
  return Math.min(layout.bytes, ...narrow.map(({ offset }) => offset));
}

const wordsOf = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);

/** Writes the planes of `bytes`, a multiple of four of them, into `planes`. */
export function toPlanes(bytes: Uint8Array, planes: Uint8Array): void {
  const words = wordsOf(bytes), count = words.length;
  for (let at = 0; at < count; at++) {
    const word = words[at];
    planes[at] = word;
    planes[at + count] = word >>> 8;
    planes[at + 2 * count] = word >>> 16;
    planes[at + 3 * count] = word >>> 24;
  }
}

/** Writes what `planes` were made of into `bytes`. */
export function fromPlanes(planes: Uint8Array, bytes: Uint8Array): void {
  const words = wordsOf(bytes), count = words.length;
  for (let at = 0; at < count; at++) {
    words[at] = planes[at] | (planes[at + count] << 8) | (planes[at + 2 * count] << 16) |
      (planes[at + 3 * count] << 24);
  }
}
