/**
 * The index at the end of a log file: where each block lies. It can be made again from the blocks.
 * @module
 */
import type { Codec } from "./codec.ts";

export interface IndexEntry {
  /** Byte of the file at which the block begins. */
  readonly offset: number;
  /** Number of its first event, from 1. */
  readonly first: number;
  readonly events: number;
  /** Nanoseconds from the log's begin to the event before its first. */
  readonly clock: number;
}

const INDEX_MAGIC = 0x58494c48; // "HLIX"
const END_MAGIC = 0x444e4548; // "HEND"
const HEAD_BYTES = 8, ENTRY_BYTES = 24;
/** The last bytes of a file: offset of the index, checksum of it, checksum of these, magic. */
export const TRAILER_BYTES = 20;

/** Index and trailer. */
export function encodeIndex(
  entries: readonly IndexEntry[],
  offset: number,
  codec: Codec,
): Uint8Array {
  const length = HEAD_BYTES + entries.length * ENTRY_BYTES;
  const bytes = new Uint8Array(length + TRAILER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, INDEX_MAGIC, true);
  view.setUint32(4, entries.length, true);
  entries.forEach((entry, at) => {
    const from = HEAD_BYTES + at * ENTRY_BYTES;
    view.setFloat64(from, entry.offset, true);
    view.setUint32(from + 8, entry.first, true);
    view.setUint32(from + 12, entry.events, true);
    view.setFloat64(from + 16, entry.clock, true);
  });
  view.setFloat64(length, offset, true);
  view.setUint32(length + 8, codec.crc32(bytes.subarray(0, length)), true);
  view.setUint32(length + 12, codec.crc32(bytes.subarray(length, length + 12)), true);
  view.setUint32(length + 16, END_MAGIC, true);
  return bytes;
}

/** Where the index begins, and its checksum; a string says what is wrong with the trailer. */
export function decodeTrailer(
  bytes: Uint8Array,
  codec: Codec,
): { offset: number; crc: number } | string {
  if (bytes.length < TRAILER_BYTES) return "it is cut before its end";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(16, true) !== END_MAGIC) return "its end is missing or damaged";
  if (view.getUint32(12, true) !== codec.crc32(bytes.subarray(0, 12))) return "its end is damaged";
  return { offset: view.getFloat64(0, true), crc: view.getUint32(8, true) };
}

/** The entries of an index; a string says what is wrong with it. */
export function decodeIndex(bytes: Uint8Array, crc: number, codec: Codec): IndexEntry[] | string {
  if (bytes.length < HEAD_BYTES || codec.crc32(bytes) !== crc) return "its index is damaged";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(4, true);
  if (
    view.getUint32(0, true) !== INDEX_MAGIC || bytes.length !== HEAD_BYTES + count * ENTRY_BYTES
  ) {
    return "its index makes no sense";
  }
  return Array.from({ length: count }, (_, at) => {
    const from = HEAD_BYTES + at * ENTRY_BYTES;
    return {
      offset: view.getFloat64(from, true),
      first: view.getUint32(from + 8, true),
      events: view.getUint32(from + 12, true),
      clock: view.getFloat64(from + 16, true),
    };
  });
}
