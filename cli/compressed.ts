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
  try {
    if (form === "gzip") return gunzipSync(bytes);
    return joined(framesOf(bytes).map((frame) => zstdDecompressSync(frame)));
  } catch {
    throw new SyntaxError(`Cannot decompress: the ${form} data is cut or damaged`);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * The frames of zstd bytes (RFC 8878, 3.1), since the decompressor takes a cut frame for a whole one
 * and reads only the first.
 * @throws if a frame is cut
 */
function framesOf(bytes: Uint8Array): Uint8Array[] {
  const view = viewOf(bytes), frames: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const begin = at, magic = view.getUint32(at, true);
    if ((magic & ~15) === SKIPPABLE_MAGIC) {
      at += 8 + view.getUint32(at + 4, true);
      continue;
    }
    if (magic !== ZSTD_MAGIC) throw new SyntaxError("Cannot decompress: this is no zstd frame");
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
    frames.push(bytes.subarray(begin, at));
  }
  if (at !== bytes.length) throw new SyntaxError("Cannot decompress: the last frame is cut");
  return frames;
}
