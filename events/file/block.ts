/**
 * One block of a log file: events as columns, compressed, behind a header that guards them.
 * `format.md` draws it byte by byte.
 * @module
 */
import { STRIDE } from "../log.ts";
import type { Codec, ViewDigest } from "./codec.ts";
import { BLOCK_EVENTS, columnBytesMax, decodeColumns, encodeColumns } from "./columns.ts";
import { columnBytes1, decodeColumns1 } from "./columns_1.ts";

export { BLOCK_EVENTS };

export const BLOCK_MAGIC = 0x4b424c48; // "HLBK"
export const BLOCK_HEADER_BYTES = 72;
const DIGEST_BYTES = 10; // view number, digest
export const GUARDED_BYTES = 36; // of the header: all before the chain
const CRC_AT = 68;
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
  /** Bytes of the columns before they were compressed. */
  readonly columnBytes: number;
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
  const packed = codec.compress(columns);
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
  view.setUint32(32, columns.length, true);
  const next = codec.sha256(chain, bytes.subarray(0, GUARDED_BYTES), payload);
  bytes.set(next, GUARDED_BYTES);
  view.setUint32(CRC_AT, codec.crc32(bytes.subarray(0, CRC_AT)), true);
  return { bytes, chain: next };
}

/**
 * Reads a block's header.
 * @param format of the file
 * @returns what is wrong with it as a string
 */
export function decodeBlockHeader(
  bytes: Uint8Array,
  codec: Codec,
  format: number,
): BlockHeader | string {
  if (bytes.length < BLOCK_HEADER_BYTES) return "it is cut within a block's header";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== BLOCK_MAGIC) return "no block begins there";
  if (view.getUint32(CRC_AT, true) !== codec.crc32(bytes.subarray(0, CRC_AT))) {
    return "a block's header is damaged";
  }
  const events = view.getUint32(8, true), written = view.getUint32(32, true);
  const header: BlockHeader = {
    first: view.getUint32(4, true),
    events,
    payloadBytes: view.getUint32(12, true),
    digestBytes: view.getUint32(16, true),
    payloadCrc: view.getUint32(20, true),
    clock: view.getFloat64(24, true),
    chain: bytes.slice(GUARDED_BYTES, CRC_AT),
    columnBytes: format === 1 ? columnBytes1(events) : written,
  };
  const { payloadBytes, digestBytes, columnBytes } = header;
  if (
    events < 1 || events > BLOCK_EVENTS || payloadBytes > PAYLOAD_MAX ||
    digestBytes > payloadBytes || digestBytes % DIGEST_BYTES !== 0 ||
    (format === 1 ? written !== 0 : columnBytes > columnBytesMax(events))
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
 * @param format of the file
 * @param room where the words may be put: see `decodeColumns`
 * @throws SyntaxError if its checksum is wrong, or it holds no events as its header says
 */
export function decodePayload(
  header: BlockHeader,
  payload: Uint8Array,
  codec: Codec,
  format: number,
  room?: Int32Array,
): { words: Int32Array; digests: ViewDigest[] } {
  if (payload.length !== header.payloadBytes) throw new SyntaxError("it is cut within a block");
  if (codec.crc32(payload) !== header.payloadCrc) throw new SyntaxError("a block is damaged");
  const { events, digestBytes, columnBytes } = header;
  const columns = codec.decompress(payload.subarray(digestBytes), columnBytes);
  return {
    words: format === 1 ? decodeColumns1(columns, events) : decodeColumns(columns, events, room),
    digests: decodeDigests(payload.subarray(0, digestBytes)),
  };
}
