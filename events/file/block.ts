/**
 * One block of a log file: events as delta-coded columns, compressed, behind a header that guards them.
 * `format.md` draws it byte by byte.
 * @module
 */
import { STRIDE } from "../log.ts";
import type { Codec, ViewDigest } from "./codec.ts";

export const BLOCK_MAGIC = 0x4b424c48; // "HLBK"
export const BLOCK_HEADER_BYTES = 72;
/** Most events of a block. */
export const BLOCK_EVENTS = 65536;
const DIGEST_BYTES = 10; // view number, digest
export const GUARDED_BYTES = 36; // of the header: all before the chain
const CRC_AT = 68;
const GAP_COLUMN = 3;
/** More bytes than any payload of `BLOCK_EVENTS` events and its digests can have. */
const PAYLOAD_MAX = BLOCK_EVENTS * STRIDE * 4 * 2 + (1 << 16);

export interface BlockHeader {
  /** Number of its first event, from 1. */
  readonly first: number;
  readonly events: number;
  readonly payloadBytes: number;
  readonly digestBytes: number;
  readonly payloadCrc: number;
  /** Nanoseconds from the log's begin to the event before its first. */
  readonly clock: number;
  /** SHA-256 over the chain of the block before, this header and the payload. */
  readonly chain: Uint8Array;
}

/** Four columns, each number the difference from the one before it, but gaps as they are. */
export function encodeColumns(words: Int32Array): Int32Array {
  const events = words.length / STRIDE;
  const columns = new Int32Array(words.length);
  for (let column = 0; column < STRIDE; column++) {
    let last = 0;
    for (let event = 0; event < events; event++) {
      const word = words[event * STRIDE + column];
      columns[column * events + event] = word - last;
      if (column !== GAP_COLUMN) last = word;
    }
  }
  return columns;
}

/** The words of columns. */
export function decodeColumns(columns: Int32Array): Int32Array {
  const events = columns.length / STRIDE;
  const words = new Int32Array(columns.length);
  for (let column = 0; column < STRIDE; column++) {
    let last = 0;
    for (let event = 0; event < events; event++) {
      const word = (last + columns[column * events + event]) | 0;
      words[event * STRIDE + column] = word;
      if (column !== GAP_COLUMN) last = word;
    }
  }
  return words;
}

function encodeDigests(digests: readonly ViewDigest[]): Uint8Array {
  const bytes = new Uint8Array(digests.length * DIGEST_BYTES);
  const view = new DataView(bytes.buffer);
  digests.forEach(({ view: number, digest }, index) => {
    view.setUint16(index * DIGEST_BYTES, number, true);
    view.setBigUint64(index * DIGEST_BYTES + 2, digest, true);
  });
  return bytes;
}

function decodeDigests(bytes: Uint8Array): ViewDigest[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / DIGEST_BYTES }, (_, index) => ({
    view: view.getUint16(index * DIGEST_BYTES, true),
    digest: view.getBigUint64(index * DIGEST_BYTES + 2, true),
  }));
}

/** Bytes of a block, and the chain that the next one continues. */
export function encodeBlock(
  words: Int32Array,
  place: { readonly first: number; readonly clock: number },
  digests: readonly ViewDigest[],
  chain: Uint8Array,
  codec: Codec,
): { bytes: Uint8Array; chain: Uint8Array } {
  const columns = encodeColumns(words);
  const packed = codec.compress(new Uint8Array(littleEndian(columns).buffer));
  const digest = encodeDigests(digests);
  const bytes = new Uint8Array(BLOCK_HEADER_BYTES + digest.length + packed.length);
  const payload = bytes.subarray(BLOCK_HEADER_BYTES);
  payload.set(digest);
  payload.set(packed, digest.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, BLOCK_MAGIC, true);
  view.setUint32(4, place.first, true);
  view.setUint32(8, words.length / STRIDE, true);
  view.setUint32(12, payload.length, true);
  view.setUint32(16, digest.length, true);
  view.setUint32(20, codec.crc32(payload), true);
  view.setFloat64(24, place.clock, true);
  view.setUint32(32, 0, true);
  const next = codec.sha256(chain, bytes.subarray(0, GUARDED_BYTES), payload);
  bytes.set(next, GUARDED_BYTES);
  view.setUint32(CRC_AT, codec.crc32(bytes.subarray(0, CRC_AT)), true);
  return { bytes, chain: next };
}

/** On a big-endian machine the numbers are turned; everywhere else this is what it was given. */
export function littleEndian(numbers: Int32Array): Int32Array {
  if (new Uint8Array(Int32Array.of(1).buffer)[0] === 1) return numbers;
  const turned = new Int32Array(numbers.length);
  const view = new DataView(turned.buffer);
  numbers.forEach((number, index) => view.setInt32(index * 4, number, true));
  return turned;
}

/**
 * Reads a block's header.
 * @returns what is wrong with it as a string
 */
export function decodeBlockHeader(bytes: Uint8Array, codec: Codec): BlockHeader | string {
  if (bytes.length < BLOCK_HEADER_BYTES) return "it is cut within a block's header";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== BLOCK_MAGIC) return "no block begins there";
  if (view.getUint32(CRC_AT, true) !== codec.crc32(bytes.subarray(0, CRC_AT))) {
    return "a block's header is damaged";
  }
  const header: BlockHeader = {
    first: view.getUint32(4, true),
    events: view.getUint32(8, true),
    payloadBytes: view.getUint32(12, true),
    digestBytes: view.getUint32(16, true),
    payloadCrc: view.getUint32(20, true),
    clock: view.getFloat64(24, true),
    chain: bytes.slice(GUARDED_BYTES, CRC_AT),
  };
  const { events, payloadBytes, digestBytes } = header;
  if (
    events < 1 || events > BLOCK_EVENTS || payloadBytes > PAYLOAD_MAX ||
    digestBytes > payloadBytes || digestBytes % DIGEST_BYTES !== 0 || view.getUint32(32, true) !== 0
  ) return "a block's header makes no sense";
  return header;
}

/** The chain that a block must bear, given the one before it. */
export function chainOf(
  before: Uint8Array,
  header: Uint8Array,
  payload: Uint8Array,
  codec: Codec,
): Uint8Array {
  return codec.sha256(before, header.subarray(0, GUARDED_BYTES), payload);
}

/**
 * Reads a block's payload.
 * @throws SyntaxError if its checksum is wrong or it does not decompress
 */
export function decodePayload(
  header: BlockHeader,
  payload: Uint8Array,
  codec: Codec,
): { words: Int32Array; digests: ViewDigest[] } {
  if (payload.length !== header.payloadBytes) throw new SyntaxError("it is cut within a block");
  if (codec.crc32(payload) !== header.payloadCrc) throw new SyntaxError("a block is damaged");
  const bytes = header.events * STRIDE * 4;
  const raw = codec.decompress(payload.subarray(header.digestBytes), bytes);
  const columns = new Int32Array(header.events * STRIDE);
  new Uint8Array(columns.buffer).set(raw);
  return {
    words: decodeColumns(littleEndian(columns)),
    digests: decodeDigests(payload.subarray(0, header.digestBytes)),
  };
}
