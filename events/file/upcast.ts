/**
 * Older forms of events turned into today's, once, when a file is opened. Form 1 is today's.
 * @module
 */

/** By the form of the file: its words as words of the next form. */
export const upcasts: Readonly<Record<number, (words: Int32Array) => Int32Array>> = {};

/** Words of a file of some form, in today's. */
export function upcast(words: Int32Array, format: number): Int32Array {
  let today = words;
  for (let form = format; upcasts[form] !== undefined; form++) today = upcasts[form](today);
  return today;
}
