/**
 * The digest of a state: one number a view, from the hashes of its chunks that are not all default.
 * A view that is all default is left out, so a new view leaves old digests valid.
 * @module
 */
import type { ViewDigest } from "../../events/file/codec.ts";
import type { Memory } from "./memory.ts";

/** Bytes of a chunk: on a large guest only chunks that changed need a new hash. */
export const CHUNK_BYTES = 65536;
/** A chunk's number and its hash. */
const ENTRY_BYTES = 12;

/** 64 bits of hash of some bytes; handed in. */
export type Hash = (bytes: Uint8Array) => bigint;

/** A view, cut into chunks once and for all: a sweep asks for digests of the same states run after run. */
interface CutView {
  readonly number: number;
  readonly chunks: readonly Chunk[];
}

interface Chunk {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
}

const cuts = new WeakMap<Memory, readonly CutView[]>();

/** The views of a state in the order of their numbers. */
function viewsOf(memory: Memory): readonly CutView[] {
  const known = cuts.get(memory);
  if (known !== undefined) return known;
  const views = memory.layout.parts.map(({ name, row }) => {
    const bytes = memory.bytesOfView(name), chunks: Chunk[] = [];
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const part = bytes.subarray(at, at + CHUNK_BYTES);
      chunks.push({ bytes: part, words: pairsOf(part) });
    }
    return { number: row.number, chunks };
  }).sort((left, right) => left.number - right.number);
  cuts.set(memory, views);
  return views;
}

/**
 * Digests of all views that are not all default, in the order of their numbers. A chunk counts as
 * default if all its bytes are 0 or all are 255. A view's digest is the hash of (u32 chunk number,
 * u64 chunk hash), little-endian, of its other chunks, in order.
 */
export function digestViews(memory: Memory, hash: Hash): ViewDigest[] {
  const digests: ViewDigest[] = [], views = viewsOf(memory);
  const most = views.reduce((most, { chunks }) => Math.max(most, chunks.length), 0);
  const list = new Uint8Array(most * ENTRY_BYTES), entry = new DataView(list.buffer);
  const single = list.subarray(0, ENTRY_BYTES); // of a view of one chunk, as most are
  for (const { number, chunks } of views) {
    let at = 0;
    for (let chunk = 0; chunk < chunks.length; chunk++) {
      const { bytes, words } = chunks[chunk];
      if (isDefault(bytes, words)) continue;
      entry.setUint32(at, chunk, true);
      entry.setBigUint64(at + 4, hash(bytes), true);
      at += ENTRY_BYTES;
    }
    if (at === 0) continue;
    const said = at === ENTRY_BYTES ? single : list.subarray(0, at);
    digests.push({ view: number, digest: hash(said) });
  }
  return digests;
}

/** Bytes as words, eight bytes at a time as far as they lie so: a chunk that is all default is walked to its end. */
function pairsOf(bytes: Uint8Array): Int32Array {
  const pairs = bytes.byteOffset % 8 === 0 ? bytes.length >> 3 : 0;
  return new Int32Array(bytes.buffer, pairs > 0 ? bytes.byteOffset : 0, pairs * 2);
}

/** All bytes 0, or all 255. Most chunks tell by their first bytes. */
export function isDefault(bytes: Uint8Array, words: Int32Array = pairsOf(bytes)): boolean {
  const first = bytes[0];
  if (first !== 0 && first !== 255) return false;
  const same = first === 0 ? 0 : -1;
  for (let at = 0; at < words.length; at += 2) {
    if (((words[at] ^ same) | (words[at + 1] ^ same)) !== 0) return false;
  }
  for (let at = words.length * 4; at < bytes.length; at++) if (bytes[at] !== first) return false;
  return true;
}

/** One name for a state: 16 hexadecimal digits from the digests of its views. */
export function digestText(digests: readonly ViewDigest[]): string {
  let name = 0xcbf29ce484222325n;
  for (const { view, digest } of digests) {
    name = BigInt.asUintN(64, (name ^ BigInt(view)) * 0x100000001b3n);
    name = BigInt.asUintN(64, (name ^ digest) * 0x100000001b3n);
    name ^= name >> 29n;
  }
  return name.toString(16).padStart(16, "0");
}
