/**
 * Mail 3 of the thread as it would have to be: the first chunk is taken off the list with its books
 * kept, is not told as free, bounds the result, and the count is returned.
 * @module
 */
import { popping } from "./_popped.ts";
import type { Design } from "./design.ts";

export const firstChunkFixed: Design = popping(
  "first-chunk-fixed",
  "the first free chunk as the array, with its books kept",
  "the first free chunk, filled with the addresses of the others, and their number",
  1,
);
