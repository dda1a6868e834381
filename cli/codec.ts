/**
 * The real compression, checksums and hashes, as the rooms below want them handed in.
 * @module
 */
import { createHash } from "node:crypto";
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import xxhash from "xxhash-wasm";
import type { Codec } from "../events/file/codec.ts";

// Level 1: higher ones gain nothing on delta-coded columns.
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const CHUNK_MIN = 64; // the least that zlib takes

export const codec: Codec = {
  compress: (bytes) => zstdCompressSync(bytes, OPTIONS),
  decompress(bytes, size) {
    let raw: Uint8Array;
    try {
      raw = zstdDecompressSync(bytes, {
        maxOutputLength: Math.max(1, size),
        chunkSize: Math.max(CHUNK_MIN, size + 1), // one piece comes out, so none are joined
      });
    } catch {
      throw new SyntaxError("a block does not decompress");
    }
    // The decompressor takes a cut frame for a whole one: what comes out must be all of it.
    if (raw.length !== size) throw new SyntaxError("a block does not decompress to its events");
    return raw;
  },
  crc32: (bytes) => crc32(bytes) >>> 0,
  sha256(...parts) {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(part);
    return new Uint8Array(hash.digest());
  },
};

/** XXH64 with seed 0: the digest of the state's chunks. */
export const hash64: (bytes: Uint8Array) => bigint = (await xxhash()).h64Raw;
