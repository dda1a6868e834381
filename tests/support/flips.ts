/**
 * Bits of a log that are turned by chance: no one must pass for what was written.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { codec } from "../../cli/codec.ts";
import { drawBelow } from "../../core/run/prng.ts";
import { type LogFile, openLog, sourceOf } from "../../events/file/reader.ts";

const RECOVER_EVERY = 50;

/** The last block that begins at or before a byte; -1 for a byte of the head. */
function blockAt({ index }: LogFile, byte: number): number {
  let block = index.length - 1;
  while (block >= 0 && index[block].offset > byte) block--;
  return block;
}

/**
 * Turns bits and reads what they stand in; now and then recovers what stands before.
 * @throws Error that names the bit, if one passes
 */
export function turnBits(bytes: Uint8Array, count: number, seed: number): void {
  const whole = openLog(sourceOf(bytes), codec);
  const end = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(bytes.length - 20, true);
  const read = (recover: boolean): LogFile => openLog(sourceOf(bytes), codec, { recover });
  for (let number = 0; number < count; number++) {
    const bit = drawBelow(bytes.length * 8, seed, 0, number, 0), byte = bit >> 3;
    const block = byte < end ? blockAt(whole, byte) : whole.blocks;
    const why = `bit ${bit} (number ${number} of seed ${seed})`;
    bytes[byte] ^= 1 << (bit & 7);
    try {
      assertThrows(
        () => {
          const file = read(false);
          if (block < whole.blocks) file.readBlock(block);
        },
        SyntaxError,
        "Cannot open log",
        why,
      );
      if (block < 0 || number % RECOVER_EVERY !== 0) continue;
      const left = read(true);
      assertEquals([left.blocks, left.damage === null], [block, false], why);
    } finally {
      bytes[byte] ^= 1 << (bit & 7);
    }
  }
}

/** Cuts a log at lengths by chance: it opens to its whole blocks, or says that its header is not whole. */
export function cutAnywhere(bytes: Uint8Array, count: number, seed: number): void {
  const whole = openLog(sourceOf(bytes), codec), { index } = whole;
  const end = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(bytes.length - 20, true);
  for (let number = 0; number < count; number++) {
    const length = drawBelow(bytes.length, seed, 1, number, 0),
      cut = sourceOf(bytes.subarray(0, length));
    const why = `length ${length} (number ${number} of seed ${seed})`;
    assertThrows(() => openLog(cut, codec), SyntaxError, "Cannot open log", why);
    if (length < index[0].offset) continue;
    const blocks = index.filter((_, at) => (index[at + 1]?.offset ?? end) <= length).length;
    const left = openLog(cut, codec, { recover: true });
    assertEquals(left.blocks, blocks, why);
    assert(left.damage !== null, why);
  }
}
