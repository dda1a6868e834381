/**
 * Bytes that are read by whole pieces, of which the last few are kept.
 * @module
 */
import type { ByteSource } from "../../../events/file/reader.ts";

/**
 * Bytes of a piece: a few blocks of a log with their headers. Each reading takes its time, and each byte of it
 * more than one thinks: it is copied from hand to hand.
 */
export const PIECE = 1 << 17;
/** Pieces that are kept. */
const KEPT = 8;

/**
 * Bytes in pieces.
 * @param read reads bytes from one offset up to, not with, another
 * @param first the first piece, if it is known
 */
export function inPieces(
  size: number,
  read: (begin: number, end: number) => Uint8Array,
  first: Uint8Array | null = null,
): ByteSource {
  const kept = new Map<number, Uint8Array>(first === null ? [] : [[0, first]]);
  const pieceOf = (piece: number): Uint8Array => {
    const found = kept.get(piece) ?? read(piece * PIECE, Math.min(size, (piece + 1) * PIECE));
    kept.delete(piece);
    kept.set(piece, found);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return found;
  };
  return {
    size,
    read(offset, length) {
      const begin = Math.min(size, offset), end = Math.min(size, offset + length);
      const bytes = new Uint8Array(end - begin);
      for (let at = begin; at < end;) {
        const piece = Math.floor(at / PIECE), from = at - piece * PIECE;
        const part = pieceOf(piece).subarray(from, from + end - at);
        if (part.length === 0) return bytes.subarray(0, at - begin); // it became shorter
        bytes.set(part, at - begin);
        at += part.length;
      }
      return bytes;
    },
  };
}
