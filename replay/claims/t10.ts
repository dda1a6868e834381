/**
 * T10, mail 4: callers want their array contiguous, so they should allocate it.
 * @module
 */
import { type Claim, figure, subjectOf } from "./claim.ts";
import { arrays } from "./probes/arrays.ts";

export const t10: Claim = {
  id: "T10",
  mail: "#4",
  says:
    "Callers want header and payload physically contiguous, so they should allocate the array " +
    "themselves.",
  condition: "memory is not fragmented",
  probes: [arrays],
  judge(runs) {
    const { facts, figures: { hints } } = subjectOf(runs);
    return {
      // They get it at once, and for nothing.
      holds: facts.got > 0 && facts.refused === 0 && facts.efforts === 0,
      met: facts.blocksAsLarge > 0,
      figures: [
        figure("refused", "arrays asked for and not had", facts.refused, "arrays"),
        figure("got", "arrays had", facts.got, "arrays"),
        figure("arrayPages", "pages of an array, in one piece", facts.pages, "memory"),
        figure("freePages", "free when it was asked for", facts.freePages, "memory"),
        figure("blocksAsLarge", "free blocks as large as that", facts.blocksAsLarge, "blocks"),
        figure("efforts", "turns of reclaim for it", facts.efforts),
        figure("hinted", "blocks hinted then", hints.read, "blocks"),
      ],
    };
  },
  see(runs) {
    const run = subjectOf(runs), { firstAsked } = run.facts;
    return { run, command: `replay LOG --at ${Math.max(1, firstAsked)} --show buddyinfo` };
  },
};
