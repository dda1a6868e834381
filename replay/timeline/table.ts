/**
 * The file of checkpoints, laid out: which chunk of the state changed by which checkpoint, and where
 * its bytes lie.
 *
 * ```text
 * file    = head  frame*  table  trailer                 all numbers little-endian
 * head      "HLSEEK1\n", u32 bytes of a chunk, u32 0, f64 bytes of the state, 32 bytes key,
 *           u32 CRC of all before it, u32 0
 * frame     a chunk of the state, as one zstd frame (chunks of 32-bit numbers as `planes.ts` has
 *           them); they follow each other in the table's order
 * table     "HLST", u32 checkpoints, u32 changes, u32 bytes of the notes;
 *           a checkpoint: u32 event, u32 changes up to and with it;
 *           the changes as columns: u32 chunk, u32 bytes of its frame (0: all its bytes are the
 *           same), u32 CRC of the frame (or that byte), u64 hash of the chunk;
 *           notes: JSON, a list by checkpoint
 * trailer   f64 offset of the table, u32 CRC of the table, u32 CRC of these 12 bytes
 * ```
 * The key names what the file was made from: a file with another key, or that is cut or damaged, is
 * made anew. It is a cache: nothing is lost with it.
 * @module
 */
import type { Codec } from "../../events/file/codec.ts";
import type { ByteSource } from "../../events/file/reader.ts";

const MAGIC = "HLSEEK1\n", TABLE_MAGIC = 0x54534c48; // "HLST"
/** Bytes before the first frame. */
export const HEAD_BYTES = 64;
const KEY_AT = 24, KEY_BYTES = 32, CRC_AT = KEY_AT + KEY_BYTES;
const TRAILER_BYTES = 16, TABLE_HEAD = 16, CHECKPOINT_BYTES = 8, CHANGE_BYTES = 20;

/** Sizes that a file is made with. */
export interface Sizes {
  readonly chunkBytes: number;
  readonly stateBytes: number;
}

/** Checkpoints and the chunks that changed by each; columns of numbers, an element a row. */
export interface Table {
  /** By checkpoint: the number of the last event before it, ascending. */
  readonly events: Uint32Array;
  /** By checkpoint: how many changes belong to it and those before it. */
  readonly until: Uint32Array;
  /** By change: number of the chunk. */
  readonly chunk: Uint32Array;
  /** By change: bytes of its frame; 0 where every byte of the chunk is that of `crc`. */
  readonly length: Uint32Array;
  readonly crc: Uint32Array;
  /** By change: hash of the chunk's bytes. */
  readonly hash: BigUint64Array;
  /** By checkpoint: what goes along with the state. */
  readonly notes: readonly unknown[];
}

/** The first bytes of a file. */
export function encodeHead(
  { chunkBytes, stateBytes }: Sizes,
  key: Uint8Array,
  codec: Codec,
): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES), view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, chunkBytes, true);
  view.setFloat64(16, stateBytes, true);
  bytes.set(key.subarray(0, KEY_BYTES), KEY_AT);
  view.setUint32(CRC_AT, codec.crc32(bytes.subarray(0, CRC_AT)), true);
  return bytes;
}

/** Table and trailer, given where the table begins. */
export function encodeTable(table: Table, offset: number, codec: Codec): Uint8Array {
  const notes = new TextEncoder().encode(JSON.stringify(table.notes));
  const checkpoints = table.events.length, changes = table.chunk.length;
  const length = TABLE_HEAD + checkpoints * CHECKPOINT_BYTES + changes * CHANGE_BYTES +
    notes.length;
  const bytes = new Uint8Array(length + TRAILER_BYTES), view = new DataView(bytes.buffer);
  [TABLE_MAGIC, checkpoints, changes, notes.length].forEach((number, at) => {
    view.setUint32(at * 4, number, true);
  });
  let at = TABLE_HEAD;
  for (let row = 0; row < checkpoints; row++, at += CHECKPOINT_BYTES) {
    view.setUint32(at, table.events[row], true);
    view.setUint32(at + 4, table.until[row], true);
  }
  for (const column of [table.chunk, table.length, table.crc]) {
    for (let row = 0; row < changes; row++, at += 4) view.setUint32(at, column[row], true);
  }
  for (let row = 0; row < changes; row++, at += 8) view.setBigUint64(at, table.hash[row], true);
  bytes.set(notes, at);
  view.setFloat64(length, offset, true);
  view.setUint32(length + 8, codec.crc32(bytes.subarray(0, length)), true);
  view.setUint32(length + 12, codec.crc32(bytes.subarray(length, length + 12)), true);
  return bytes;
}

/**
 * The table of a file.
 * @returns what is wrong with the file as a string
 */
export function readTable(
  source: ByteSource,
  sizes: Sizes,
  key: Uint8Array,
  codec: Codec,
): Table | string {
  const head = source.read(0, HEAD_BYTES), wanted = encodeHead(sizes, key, codec);
  if (head.length < HEAD_BYTES || source.size < HEAD_BYTES + TRAILER_BYTES) return "it is cut";
  if (!MAGIC.split("").every((letter, at) => head[at] === letter.charCodeAt(0))) {
    return "it is no file of checkpoints, or of another version";
  }
  if (!head.every((byte, at) => byte === wanted[at])) return "it was made for another log";
  const end = source.size - TRAILER_BYTES;
  const last = source.read(end, TRAILER_BYTES);
  const trailer = new DataView(last.buffer, last.byteOffset, last.byteLength);
  if (trailer.getUint32(12, true) !== codec.crc32(last.subarray(0, 12))) {
    return "its end is missing or damaged";
  }
  const offset = trailer.getFloat64(0, true);
  if (!(offset >= HEAD_BYTES && offset <= end)) return "its end is damaged";
  const bytes = source.read(offset, end - offset);
  if (bytes.length < TABLE_HEAD || codec.crc32(bytes) !== trailer.getUint32(8, true)) {
    return "its table is damaged";
  }
  return decodeTable(bytes, offset);
}

function decodeTable(bytes: Uint8Array, offset: number): Table | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wrong = "its table makes no sense";
  const [magic, checkpoints, changes, noteBytes] = [0, 4, 8, 12].map((at) =>
    view.getUint32(at, true)
  );
  const length = TABLE_HEAD + checkpoints * CHECKPOINT_BYTES + changes * CHANGE_BYTES + noteBytes;
  if (magic !== TABLE_MAGIC || length !== bytes.length || checkpoints === 0) return wrong;
  let at = TABLE_HEAD;
  const events = new Uint32Array(checkpoints), until = new Uint32Array(checkpoints);
  for (let row = 0; row < checkpoints; row++, at += CHECKPOINT_BYTES) {
    events[row] = view.getUint32(at, true);
    until[row] = view.getUint32(at + 4, true);
  }
  const column = (): Uint32Array => {
    const numbers = new Uint32Array(changes);
    for (let row = 0; row < changes; row++, at += 4) numbers[row] = view.getUint32(at, true);
    return numbers;
  };
  const chunk = column(), sizes = column(), crc = column(), hash = new BigUint64Array(changes);
  for (let row = 0; row < changes; row++, at += 8) hash[row] = view.getBigUint64(at, true);
  const frames = sizes.reduce((sum, size) => sum + size, HEAD_BYTES);
  if (frames !== offset || until[checkpoints - 1] !== changes) return wrong;
  const notes = JSON.parse(new TextDecoder().decode(bytes.subarray(at))) as unknown[];
  return { events, until, chunk, length: sizes, crc, hash, notes };
}
