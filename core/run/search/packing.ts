/**
 * A state as few bytes: the numbers of a small world are small, so each takes one byte.
 *
 * ```text
 * 32-bit views     a byte a number, from -8 to 247
 * 16 and 8 bits    as they are
 * left out         limits that a world sets once: reserves, batches, and marks where no steal raises them
 * ```
 * @module
 */
import type { Memory } from "../../state/memory.ts";
import type { ViewName } from "../../state/views.ts";

const SHIFT = 8;

/** Views that no event changes once the world is ready. */
const FIXED: readonly ViewName[] = [
  "zoneManaged",
  "zoneReserve",
  "percpuHigh",
  "percpuBatch",
];

/** The same, of this world: no per-cpu lists, one migratetype. */
const isFixed = ({ geometry }: Memory, name: ViewName): boolean =>
  FIXED.includes(name) || (name === "zoneMarks" && geometry.types === 1) ||
  (name === "percpuPages" && geometry.percpuLists === 0) ||
  (name === "blockType" && geometry.types === 1);

/** Packs the states of one `Memory`, and puts packed states back into it. */
export class Packing {
  /** Of a packed state; a multiple of 4. */
  readonly bytes: number;
  /** The state that was packed last. */
  readonly packed: Uint8Array;
  /** The same, as 32-bit words. */
  readonly words: Int32Array;
  private readonly source: Int32Array;
  private readonly wide: Int32Array;
  private readonly raw: Uint8Array;
  private readonly narrow: Int32Array;

  /** @throws RangeError if the world has times */
  constructor(private readonly memory: Memory) {
    if (memory.timed) throw new RangeError("Cannot pack the states of a world with times");
    const wide: number[] = [], narrow: number[] = [];
    for (const { name, row, offset, length } of memory.layout.parts) {
      if (isFixed(memory, name)) continue;
      for (let at = 0; at < length; at++) {
        if (row.width === "i32") wide.push((offset >> 2) + at);
        else {
          narrow.push(offset + at * (row.width === "u16" ? 2 : 1));
          if (row.width === "u16") narrow.push(offset + at * 2 + 1);
        }
      }
    }
    this.wide = Int32Array.from(wide);
    this.narrow = Int32Array.from(narrow);
    this.bytes = (wide.length + narrow.length + 3) & ~3;
    this.packed = new Uint8Array(this.bytes);
    this.words = new Int32Array(this.packed.buffer);
    this.source = new Int32Array(memory.buffer, 0, memory.bytes.length >> 2);
    this.raw = memory.bytes;
  }

  /**
   * Packs what `memory` holds.
   * @throws RangeError if a number does not fit in its byte
   */
  pack(): void {
    const { packed, source, wide, raw, narrow } = this;
    let outside = 0;
    for (let at = 0; at < wide.length; at++) {
      const value = source[wide[at]] + SHIFT;
      outside |= value;
      packed[at] = value;
    }
    if ((outside & ~255) !== 0) this.failFit();
    for (let at = 0, to = wide.length; at < narrow.length; at++, to++) packed[to] = raw[narrow[at]];
  }

  /** Puts a packed state back: its bytes begin at `from`. */
  unpack(bytes: Uint8Array, from: number): void {
    const { source, wide, raw, narrow } = this;
    for (let at = 0; at < wide.length; at++) source[wide[at]] = bytes[from + at] - SHIFT;
    for (let at = 0, to = from + wide.length; at < narrow.length; at++, to++) {
      raw[narrow[at]] = bytes[to];
    }
  }

  private failFit(): never {
    for (const { name, row, offset, length } of this.memory.layout.parts) {
      if (row.width !== "i32") continue;
      for (let at = 0; at < length; at++) {
        const value = this.source[(offset >> 2) + at];
        if (value >= -SHIFT && value < 256 - SHIFT) continue;
        throw new RangeError(`Cannot pack the state: ${name}[${at}] is ${value}, not -8 to 247`);
      }
    }
    throw new RangeError("Cannot pack the state");
  }
}
