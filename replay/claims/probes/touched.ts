/**
 * Facts about pages that were used on the strength of a hint: `structUses` (of their struct page), `contentUses` (what
 * they hold was read or written), both by whoever read the hint; `heldUses` (of both, pages in use by then).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, kindOf, NONE, orderOf, pfnOf, type Words } from "../../../events/log.ts";
import { usedHeadOf } from "../../../core/state/apply/unlisted.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Probe } from "../claim.ts";

export function touched(memory: MemoryView): Probe {
  const hinter = new Uint8Array(memory.frames); // by page: the lane that read its hint, plus 1
  const found = { structUses: 0, contentUses: 0, heldUses: 0 };
  return {
    before(words: Words, index: number): void {
      const kind = kindOf(words, index);
      const isStruct = kind === Kind.StructPageUsed;
      if (!isStruct && kind !== Kind.PageRelied && kind !== Kind.PageWritten) return;
      const pfn = pfnOf(words, index);
      if (hinter[pfn] !== actorOf(words, index) + 1) return;
      if (isStruct) found.structUses++;
      else found.contentUses++;
      if (usedHeadOf(memory, pfn) !== NONE) found.heldUses++;
    },
    after(words: Words, index: number): void {
      if (kindOf(words, index) !== Kind.HintRead) return;
      const pfn = pfnOf(words, index);
      hinter.fill(actorOf(words, index) + 1, pfn, pfn + (1 << orderOf(words, index)));
    },
    facts: () => found,
  };
}
