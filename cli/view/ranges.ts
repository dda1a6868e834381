/**
 * Parts of a file that a request asks for: one stretch (RFC 9110, 14.2), all of it, or many small pieces.
 * @module
 */

/** Bytes from `from` up to, not with, `until`. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/**
 * What a `Range` header asks for of `size` bytes.
 * @returns null for all: without header, or with one that is not understood or asks for several stretches;
 * "outside" where nothing of the stretch is there
 */
export function rangeOf(header: string | null, size: number): Range | "outside" | null {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (parts === null || (parts[1] === "" && parts[2] === "")) return null;
  const [, first, last] = parts;
  if (first === "") {
    const from = Math.max(0, size - Number(last));
    return from < size ? { from, until: size } : "outside";
  }
  const from = Number(first);
  if (last !== "" && Number(last) < from) return null;
  if (from >= size) return "outside";
  return { from, until: last === "" ? size : Math.min(size, Number(last) + 1) };
}

/** Most pieces of one request, and most bytes of all of them. */
const PIECES_MOST = 1000, PIECES_BYTES = 1 << 26;

/**
 * The pieces that a query asks for, `of=offset+length,offset+length`: their bytes are given one after the other.
 * The header `Range` can name several stretches, too, but is answered by a text with a head for each.
 * @returns null without such a query; "wrong" if they are none, too many, or not all there
 */
export function piecesOf(query: string, size: number): Range[] | "wrong" | null {
  if (!query.startsWith("?of=")) return null;
  const words = query.slice("?of=".length).split(",");
  const pieces = words.map((word) => {
    const [, from, length] = /^(\d{1,15})\+(\d{1,9})$/.exec(word) ?? [];
    return { from: Number(from), until: Number(from) + Number(length) };
  });
  const bytes = pieces.reduce((sum, { from, until }) => sum + until - from, 0);
  const isRight = pieces.every(({ until }) => until <= size); // what is no number is not
  return isRight && pieces.length <= PIECES_MOST && bytes <= PIECES_BYTES ? pieces : "wrong";
}
