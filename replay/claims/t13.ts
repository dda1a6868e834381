/**
 * T13, mail 8: what was allocated and is not used is known to be free.
 * @module
 */
import { type Claim, figure, found, subjectOf } from "./claim.ts";
import { keep } from "./probes/keep.ts";

export const t13: Claim = {
  id: "T13",
  mail: "#8",
  says:
    "A page that was allocated and is not used can be given to the host: it is known to be free, " +
    "and goes back in the end.",
  condition: "the host says that the migration is done",
  probes: [keep],
  judge(runs) {
    const run = subjectOf(runs), { facts, figures: { hints } } = run;
    return {
      holds: facts.held > 0 && facts.kept === 0 && found(run, "held-for-ever") === 0,
      met: found(run, "held-for-ever") === 0,
      figures: [
        figure("kept", "never given back", facts.kept, "blocks"),
        figure("held", "held", facts.held, "blocks"),
        figure("returned", "given back", facts.returned, "blocks"),
        figure("applied", "hints that the host used", hints.applied, "blocks"),
        figure("heldPeak", "most held at once", facts.heldPeak, "memory"),
      ],
    };
  },
  see: (runs) => ({ run: subjectOf(runs), command: "audit LOG" }),
};
