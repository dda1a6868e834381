/**
 * Decompression, checksums and hashes as a browser has them.
 * @module
 */
import { crc32 } from "@foxglove/crc";
import { sha256 } from "@noble/hashes/sha2.js";
import xxhash from "xxhash-wasm";
import type { Codec } from "../../../events/file/codec.ts";
import type { Hash } from "../../../core/state/digest.ts";
import { Zstd } from "./zstd.ts";

/** What a worker needs before it can read a log. */
export interface Readers {
  readonly codec: Codec;
  /** XXH64 with seed 0: the digest of the state's chunks. */
  readonly hash: Hash;
}

/** Both are WebAssembly: made once. */
export async function readers(): Promise<Readers> {
  const zstd = new Zstd();
  const [{ h64Raw: hash }] = await Promise.all([xxhash(), zstd.init()]);
  return { codec: codecWith(zstd), hash };
}

const codecWith = (zstd: Zstd): Codec => ({
  compress() {
    throw new TypeError("a browser writes no logs");
  },
  decompress: (frame, size) => zstd.inPlace(frame, size),
  crc32: (bytes) => crc32(bytes) >>> 0,
  sha256(...parts) {
    const hash = sha256.create();
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
});
