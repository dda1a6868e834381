/**
 * The digest of a state: one number a view, from the hashes of its chunks that are not all default.
 * A view that is all default is left out, so a new view leaves old digests valid.
 * @module
 */
import type { ViewDigest } from "../../events/file/codec.ts";
import type { Memory } from "./memory.ts";

/** Bytes of a chunk: on a large guest only chunks that changed need a new hash. */
export const CHUNK_BYTES = 65536;

/** 64 bits of hash of some bytes; handed in. */
export type Hash = (bytes: Uint8Array) => bigint;

/**
 * Digests of all views that are not all default, in the order of their numbers. A chunk counts as
 * default if all its bytes are 0 or all are 255. A view's digest is the hash of (u32 chunk number,
 * u64 chunk hash), little-endian, of its other chunks, in order.
 */
export function digestViews(memory: Memory, hash: Hash): ViewDigest[] {
  const digests: ViewDigest[] = [];
  for (const { name, row } of memory.layout.parts) {
    const bytes = memory.bytesOfView(name);
    const chunks = Math.ceil(bytes.length / CHUNK_BYTES);
    const list = new Uint8Array(chunks * 12);
    const view = new DataView(list.buffer);
    let at = 0;
    for (let chunk = 0; chunk < chunks; chunk++) {
      const part = bytes.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
      if (isDefault(part)) continue;
      view.setUint32(at, chunk, true);
      view.setBigUint64(at + 4, hash(part), true);
      at += 12;
    }
    if (at > 0) digests.push({ view: row.number, digest: hash(list.subarray(0, at)) });
  }
  return digests.sort((left, right) => left.view - right.view);
}

/** All bytes 0, or all 255. Most chunks tell by their first bytes. */
export function isDefault(bytes: Uint8Array): boolean {
  const first = bytes[0];
  if (first !== 0 && first !== 255) return false;
  // Eight at a time where the chunk allows it: a view that is all default is walked to its end.
  const pairs = bytes.byteOffset % 8 === 0 ? bytes.length >> 3 : 0;
  const words = new Int32Array(bytes.buffer, pairs > 0 ? bytes.byteOffset : 0, pairs * 2);
  const same = first === 0 ? 0 : -1;
  for (let at = 0; at < words.length; at += 2) {
    if (((words[at] ^ same) | (words[at + 1] ^ same)) !== 0) return false;
  }
  for (let at = pairs * 8; at < bytes.length; at++) if (bytes[at] !== first) return false;
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
