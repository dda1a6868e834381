/**
 * O1: what the guest may rely on is the same at the destination, and what it wrote is not taken from it.
 *
 * Judged when the guest is switched over, when the host discards memory, and on every page that the
 * destination has while the guest runs there. Where the guest may rely on a page is said in `lost.ts`. A guest
 * that fills free pages with a pattern relies on that, too: it reads it as the page is handed out (Linux,
 * mm/page_poison.c, kernel_unpoison_pages).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, orderOf, pfnOf, type Words } from "../../../events/log.ts";
import { AT_DESTINATION } from "../apply/dirty_log.ts";
import { Bit, DISCARDED, type MemoryView, POISON, State, stateOf } from "../memory.ts";
import { Status } from "../views.ts";
import { lostPages, lostThere } from "./lost.ts";
import type { Oracle } from "./oracle.ts";

/** A page in use that was written since it was handed out, on the source or, in postcopy, where it runs. */
const isRelied = ({ block, bits }: MemoryView, page: number): boolean =>
  stateOf(block[page]) === State.Used && (bits[page] & Bit.Written) !== 0;

/** The first of the pages that a count of lost ones finds; -1 if there is none. */
function firstOf(count: typeof lostPages, view: MemoryView): number {
  let first = -1;
  count(view, (pfn) => first = first < 0 ? pfn : first);
  return first;
}

/** The first of some pages that the guest relies on and that the host discarded. */
function taken(view: MemoryView, first: number, pages: number): number {
  for (let page = first; page < first + pages; page++) {
    if (view.content[page] === DISCARDED && isRelied(view, page)) return page;
  }
  return -1;
}

/** @param poison free pages are filled with a pattern that the guest's kernel reads again */
export function destination(poison = false): Oracle {
  function judge(view: MemoryView, words: Words, index: number): string | null {
    switch (kindOf(words, index)) {
      case Kind.SwitchedOver: {
        const page = firstOf(lostPages, view);
        return page < 0
          ? null
          : `page ${page} differs at the destination, and the guest relies on it`;
      }
      case Kind.PageDiscarded: {
        const page = taken(view, pfnOf(words, index), 1 << orderOf(words, index));
        return page < 0 ? null : `page ${page} was discarded, and the guest relies on it`;
      }
      case Kind.PageAllocated: {
        const page = pfnOf(words, index);
        const isBroken = poison && view.content[page] !== POISON;
        return isBroken ? `page ${page} is handed out without the pattern it was given` : null;
      }
    }
    return null;
  }
  return {
    name: "destination",
    after({ view, words, from, until }) {
      for (let index = from; index < until; index++) {
        const wrong = judge(view, words, index);
        if (wrong !== null) return wrong;
      }
      return null;
    },
    at(view) {
      if (view.status[Status.LogMode] !== AT_DESTINATION) return null;
      const page = firstOf(lostThere, view);
      return page < 0 ? null : `page ${page} differs where the guest runs, and it relies on it`;
    },
  };
}
