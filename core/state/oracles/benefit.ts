/**
 * O5: the host's counter of pages to be sent is the number of bits set, and hints change something.
 *
 * Of every page that is hinted somewhere there must be a way on which it is never sent: a design whose
 * hinted pages all go over the wire is of no use. A host that discards what is hinted gains by that.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, orderOf, pfnOf } from "../../../events/log.ts";
import { Bit, type MemoryView } from "../memory.ts";
import { Phase, Status } from "../views.ts";
import type { Oracle } from "./oracle.ts";

function bitsSet({ bits, frames }: MemoryView): number {
  let set = 0;
  for (let page = 0; page < frames; page++) set += bits[page] & Bit.Migrate; // the bit is 1
  return set;
}

export function benefit(): Oracle {
  let hinted = 0, spared = 0; // pages as bits: small worlds have few

  return {
    name: "benefit",
    after({ view, words, from, until }) {
      for (let index = from; index < until; index++) {
        const page = pfnOf(words, index), pages = (1 << (1 << orderOf(words, index))) - 1;
        switch (kindOf(words, index)) {
          case Kind.HintRead:
          case Kind.HintMarked:
            hinted |= pages << page;
            break;
          case Kind.PageDiscarded:
            spared |= pages << page;
            break;
          case Kind.SwitchedOver:
            for (let at = 0; at < view.frames; at++) {
              if ((view.bits[at] & Bit.Received) === 0) spared |= 1 << at;
            }
        }
      }
      return null;
    },
    at(view) {
      const { status } = view;
      if (status[Status.Phase] === Phase.None) return null;
      const counted = status[Status.Dirty];
      return counted === bitsSet(view)
        ? null
        : `the host counts ${counted} pages to be sent, and ${bitsSet(view)} bits are set`;
    },
    atLast() {
      const lost = hinted & ~spared;
      return lost === 0 ? null : `page ${31 - Math.clz32(lost & -lost)} is hinted, and always sent`;
    },
  };
}
