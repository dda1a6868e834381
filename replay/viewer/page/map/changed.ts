/**
 * Which bytes changed: the map uploads no others.
 * @module
 */

/** The first byte that differs and the one after the last; equal if none does. Words are compared, four bytes at once. */
export function changed(kept: Uint8Array, bytes: Uint8Array): readonly [number, number] {
  const length = Math.min(kept.length, bytes.length);
  if (bytes.byteOffset % 4 !== 0 || kept.byteOffset % 4 !== 0) return [0, length];
  const words = length >>> 2;
  const a = new Uint32Array(kept.buffer, kept.byteOffset, words);
  const b = new Uint32Array(bytes.buffer, bytes.byteOffset, words);
  let first = 0;
  while (first < words && a[first] === b[first]) first++;
  let from = first * 4;
  while (from < length && kept[from] === bytes[from]) from++;
  let until = length;
  while (until > words * 4 && until > from && kept[until - 1] === bytes[until - 1]) until--;
  if (until > words * 4) return [from, until];
  let last = words;
  while (last > first && a[last - 1] === b[last - 1]) last--;
  until = Math.max(from, last * 4);
  while (until > from && kept[until - 1] === bytes[until - 1]) until--;
  return [from, until];
}
