/**
 * Parts of a file that a request asks for (RFC 9110, 14.2): one stretch, or all of it.
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
