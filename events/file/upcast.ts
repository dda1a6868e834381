/**
 * Older forms of events turned into today's, once, when a file is opened. Form 2 packs the words of
 * form 1 another way, but means the same by them.
 * @module
 */

import { FORMAT } from "./header.ts";

/** By the form of the file: its words as words of the next form, if they differ. */
export const upcasts: Readonly<Record<number, (words: Int32Array) => Int32Array>> = {};

/** Words of a file of some form, in today's. */
export function upcast(words: Int32Array, format: number): Int32Array {
  let today = words;
  for (let form = format; form < FORMAT; form++) today = upcasts[form]?.(today) ?? today;
  return today;
}
