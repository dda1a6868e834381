/**
 * Decompression, checksums and hashes as a browser has them.
 * @module
 */
import { crc32 } from "@foxglove/crc";
import { sha256 } from "@noble/hashes/sha2.js";
import { decompress } from "fzstd";
import xxhash from "xxhash-wasm";
import type { Codec } from "../../../events/file/codec.ts";
import type { Hash } from "../../../core/state/digest.ts";

export const codec: Codec = {
  compress() {
    throw new TypeError("a browser writes no logs");
  },
  decompress(bytes, size) {
    let raw: Uint8Array;
    try {
      // into a buffer that it is given, fzstd 0.1.1 fails on frames of more than one block
      raw = decompress(bytes);
    } catch {
      throw new SyntaxError("a block does not decompress");
    }
    if (raw.length !== size) throw new SyntaxError("a block does not decompress to its events");
    return raw;
  },
  crc32: (bytes) => crc32(bytes) >>> 0,
  sha256(...parts) {
    const hash = sha256.create();
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
};

/** XXH64 with seed 0: the digest of the state's chunks. */
export async function hash64(): Promise<Hash> {
  return (await xxhash()).h64Raw;
}
