/**
 * T9, mail 3: the first free chunk as the array.
 * @module
 */
import { type Claim, figure, found, subjectOf } from "./claim.ts";
import { books } from "./probes/books.ts";
import { calls } from "./probes/calls.ts";

const FAULTS = ["unlinked-by-hand", "broken-books", "hint-array", "double-use", "not-restored"];

export const t9: Claim = {
  id: "T9",
  mail: "#3",
  says:
    "Instead the first free chunk can be unlinked, under spin_lock_irq, and used as the array; " +
    "free_pages() will take it back.",
  condition: "the books are kept",
  probes: [books, calls],
  judge(runs) {
    const run = subjectOf(runs), { facts } = run;
    const broken = FAULTS.filter((rule) => found(run, rule) > 0).length;
    const keepsBooks = facts.unlinked === 0;
    return {
      holds: facts.stored > 0 && broken === 0 && facts.notTaken === 0,
      met: keepsBooks,
      figures: [
        figure("rulesBroken", "rules that it breaks", broken),
        figure("overcount", "counted free, but on no list", facts.overcount, "pages"),
        figure("flagged", "unlinked and still flagged free", facts.flagged, "blocks"),
        figure("ownEntry", "entries that tell the array itself", facts.ownEntry),
        figure("irqsTurnedOn", "interrupts turned on unasked", found(run, "not-restored")),
        figure("beyond", "entries past the bound", facts.beyond),
        figure("uncounted", "stored, but not in the count", facts.stored - facts.returned),
        figure("notTakenBack", "given back, and not taken", facts.notTaken, "blocks"),
        figure("zone", "zone that the chunk is from (0: DMA)", facts.unlinkedZone),
      ],
    };
  },
  see: (runs) => ({ run: subjectOf(runs), command: "audit LOG" }),
};
