/**
 * T16, mails 3 to 5: plucking an entry off the list by hand.
 * @module
 */
import { type Claim, figure, foundOf, subjectOf } from "./claim.ts";
import { books } from "./probes/books.ts";

const BOOKS = ["unlinked-by-hand", "broken-books", "double-use"];

export const t16: Claim = {
  id: "T16",
  mail: "#3-#5",
  says: "Plucking an entry off the list is not that simple and has side effects: the regular " +
    "allocation functions are to be preferred.",
  condition: "the entry is unlinked by hand",
  probes: [books],
  judge(runs) {
    const run = subjectOf(runs), { facts } = run;
    const broken = foundOf(run, BOOKS);
    return {
      holds: broken > 0,
      met: facts.unlinked > 0,
      figures: [
        figure("findings", "findings about the allocator's books", broken),
        figure("mergedInUse", "blocks in use that were merged", facts.mergedInUse, "blocks"),
        figure("overcount", "counted free, but on no list", facts.overcount, "pages"),
        figure("flagged", "in use and flagged free", facts.flagged, "blocks"),
        figure("notTakenBack", "given back, and not taken", facts.notTaken, "blocks"),
      ],
    };
  },
  see(runs) {
    const run = subjectOf(runs), { firstMerged } = run.facts;
    const command = firstMerged > 0
      ? `log LOG --from ${firstMerged} --to ${firstMerged}`
      : "audit LOG";
    return { run, command };
  },
};
