/**
 * Bytes that are gzip or zstd, told by their first bytes, and what is inside them.
 * @module
 */
import { gunzipSync, zstdDecompressSync } from "node:zlib";

const ZSTD_MAGIC = 0xfd2fb528, SKIPPABLE_MAGIC = 0x184d2a50;
const DICTIONARY_BYTES = [0, 1, 2, 4], SIZE_BYTES = [0, 2, 4, 8];

/** How bytes are compressed; null if they are neither gzip nor zstd. */
export function formOf(bytes: Uint8Array): "gzip" | "zstd" | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  if (bytes.length < 4) return null;
  return viewOf(bytes).getUint32(0, true) === ZSTD_MAGIC ? "zstd" : null;
}

/**
 * What is inside gzip or zstd bytes.
 * @throws SyntaxError if they are cut or damaged
 */
export function unpacked(bytes: Uint8Array, form: "gzip" | "zstd"): Uint8Array {
  if (form === "zstd") checkFrames(bytes);
  try {
    return form === "gzip" ? gunzipSync(bytes) : zstdDecompressSync(bytes);
  } catch {
    throw new SyntaxError(`Cannot decompress: the ${form} data is cut or damaged`);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The decompressor takes a cut frame for a whole one, so frames are walked first (RFC 8878, 3.1). */
function checkFrames(bytes: Uint8Array): void {
  const view = viewOf(bytes);
  let at = 0;
  try {
    while (at < bytes.length) {
      const magic = view.getUint32(at, true);
      if ((magic & ~15) === SKIPPABLE_MAGIC) {
        at += 8 + view.getUint32(at + 4, true);
        continue;
      }
      if (magic !== ZSTD_MAGIC) break;
      const descriptor = view.getUint8(at + 4);
      const single = (descriptor >> 5) & 1;
      const size = SIZE_BYTES[descriptor >> 6] || single;
      at += 5 + (1 - single) + DICTIONARY_BYTES[descriptor & 3] + size;
      for (let last = 0; last === 0;) {
        const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
        last = header & 1;
        at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3); // type 1 repeats one byte
      }
      at += (descriptor >> 2) & 1 ? 4 : 0;
    }
  } catch {
    at = -1;
  }
  if (at !== bytes.length) throw new SyntaxError("Cannot decompress: the zstd data is cut or damaged");
}
