/**
 * Marks that the figures keep of a page.
 * @module
 */
export const Mark = {
  /** A hint names it. */
  Hinted: 1,
  /** It was written after that. */
  Written: 2,
  /** The driver let its hint fall: the queue was full. */
  Fallen: 4,
  /** It heads a block that is an array, or part of a bitmap. */
  Buffer: 8,
} as const;
