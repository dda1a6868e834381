/**
 * Chunks of a state, packed in no time: runs of equal words are written once. Most of a state is such
 * runs (pages on no list, old data, blocks that were written as one), and a browser has no fast compressor.
 *
 * ```text
 * words     7 7 7 7 7 1 2 3 3            packed   5 << 1 | 1, 7,  4 << 1, 1, 2, 3, 3
 * ```
 * @module
 */

/** Shorter runs are no gain. */
const RUN_MIN = 4;

/** A chunk; `words` is null if it is raw. */
export interface Packed {
  readonly words: Uint32Array | null;
  readonly raw: Uint8Array | null;
  /** How many hold it. */
  holders: number;
}

/** Bytes that a packed chunk takes. */
export const sizeOf = ({ words, raw }: Packed): number => (words ?? raw!).byteLength;

const wordsOf = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);

/**
 * Packs a chunk that begins at a multiple of four bytes.
 * @param scratch words for as many bytes as the chunk has
 */
export function packed(bytes: Uint8Array, scratch: Uint32Array): Packed {
  const words = wordsOf(bytes), count = words.length;
  const limit = count - (count >> 3);
  if (bytes.length % 4 !== 0) return { words: null, raw: bytes.slice(), holders: 0 };
  let out = 0, literal = 0; // words from `literal` on are not written yet
  for (let at = 0; at < count && out < limit;) {
    const word = words[at], end = endOfRun(words, at);
    if (end - at >= RUN_MIN) {
      out = putLiteral(words, literal, at, scratch, out, limit);
      if (out >= limit) break;
      scratch[out++] = ((end - at) << 1) | 1;
      scratch[out++] = word;
      literal = end;
    }
    at = end;
  }
  if (out < limit) out = putLiteral(words, literal, count, scratch, out, limit);
  if (out >= limit) return { words: null, raw: bytes.slice(), holders: 0 };
  return { words: scratch.slice(0, out), raw: null, holders: 0 };
}

/** Where the words end that are like one. A function: a loop within a loop is slow while it is new. */
function endOfRun(words: Uint32Array, begin: number): number {
  const word = words[begin];
  let end = begin + 1;
  while (end < words.length && words[end] === word) end++;
  return end;
}

function putLiteral(
  words: Uint32Array,
  from: number,
  until: number,
  scratch: Uint32Array,
  out: number,
  limit: number,
): number {
  if (from === until) return out;
  if (out + 1 + until - from > limit) return limit;
  scratch[out] = (until - from) << 1;
  scratch.set(words.subarray(from, until), out + 1);
  return out + 1 + until - from;
}

/** Writes what was packed into `bytes`, which begin at a multiple of four. */
export function unpack({ words: from, raw }: Packed, bytes: Uint8Array): void {
  if (raw !== null) return bytes.set(raw);
  const to = wordsOf(bytes);
  for (let at = 0, out = 0; at < from!.length;) {
    const length = from![at] >>> 1;
    if (from![at] & 1) {
      to.fill(from![at + 1], out, out + length);
      at += 2;
    } else {
      to.set(from!.subarray(at + 1, at + 1 + length), out);
      at += 1 + length;
    }
    out += length;
  }
}
