/**
 * Decompression, checksums and hashes as a browser has them.
 * @module
 */
import { crc32 } from "@foxglove/crc";
import { sha256 } from "@noble/hashes/sha2.js";
import xxhash from "xxhash-wasm";
import { ZSTDDecoder } from "zstddec";
import type { Codec } from "../../../events/file/codec.ts";
import type { Hash } from "../../../core/state/digest.ts";

/** What a worker needs before it can read a log. */
export interface Readers {
  readonly codec: Codec;
  /** XXH64 with seed 0: the digest of the state's chunks. */
  readonly hash: Hash;
}

/** Both are WebAssembly: made once. */
export async function readers(): Promise<Readers> {
  const zstd = new ZSTDDecoder();
  const [{ h64Raw: hash }] = await Promise.all([xxhash(), zstd.init()]);
  return { codec: codecWith(zstd), hash };
}

const codecWith = (zstd: ZSTDDecoder): Codec => ({
  compress() {
    throw new TypeError("a browser writes no logs");
  },
  decompress(bytes, size) {
    let raw: Uint8Array;
    try {
      raw = zstd.decode(bytes, size);
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
});
