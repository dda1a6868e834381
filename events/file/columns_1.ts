/**
 * The events of a block as format 1 has them: four columns of 32-bit numbers. Only read.
 * @module
 */
import { STRIDE } from "../log.ts";

const GAP_COLUMN = 3;

/** Bytes of the columns of so many events. */
export const columnBytes1 = (events: number): number => events * STRIDE * 4;

/** The words of columns: each number is the difference from the one before it, but gaps as they are. */
export function decodeColumns1(bytes: Uint8Array, events: number): Int32Array {
  const columns = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Int32Array(events * STRIDE);
  for (let column = 0; column < STRIDE; column++) {
    let last = 0;
    for (let event = 0; event < events; event++) {
      const word = (last + columns.getInt32((column * events + event) * 4, true)) | 0;
      words[event * STRIDE + column] = word;
      if (column !== GAP_COLUMN) last = word;
    }
  }
  return words;
}
