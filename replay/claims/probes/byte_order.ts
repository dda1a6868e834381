/**
 * Facts about hints on their way from the guest's array to the host, in blocks: `stored`, `swapped` (stored in a
 * big-endian guest's own order), `usable` (the host used them, or could have: the block that it saw is
 * the block that was meant), `outOfRange` (dropped, for no memory lies there), `elsewhere` (the host used them for
 * another block).
 * @module
 */
import { DROPS, Kind } from "../../../events/kinds.ts";
import { kindOf, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import { Bit, type MemoryView } from "../../../core/state/memory.ts";
import type { Probe } from "../claim.ts";

const RANGE = DROPS.indexOf("range"), REASON = 7;

export function byteOrder({ bits, frames }: MemoryView): Probe {
  const found = { stored: 0, swapped: 0, usable: 0, outOfRange: 0, elsewhere: 0 };
  return {
    before(words: Words, index: number): void {
      const kind = kindOf(words, index), pfn = pfnOf(words, index);
      const isDropped = kind === Kind.HintDropped;
      if (!isDropped && kind !== Kind.HintApplied) return;
      if (isDropped && (valueOf(words, index) & REASON) === RANGE) found.outOfRange++;
      else if (pfn + (1 << orderOf(words, index)) > frames || (bits[pfn] & Bit.Hinted) === 0) {
        found.elsewhere++;
      } else found.usable++;
    },
    after(words: Words, index: number): void {
      if (kindOf(words, index) !== Kind.HintRead) return;
      found.stored++;
      if (valueOf(words, index) < 0) found.swapped++;
    },
    facts: () => found,
  };
}
