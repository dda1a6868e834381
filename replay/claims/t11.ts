/**
 * T11, mails 5 and 6: whether one array is enough.
 * @module
 */
import { type Claim, figure, subjectOf } from "./claim.ts";
import { calls } from "./probes/calls.ts";

export const t11: Claim = {
  id: "T11",
  mail: "#5 #6",
  says: "The data could be stuck into one allocation of the highest order (#5); or one is not " +
    "enough, so entries should be popped and used (#6).",
  condition: "blocks of the highest order are hinted",
  probes: [calls],
  judge(runs) {
    const run = subjectOf(runs), { facts } = run;
    return {
      holds: facts.arrays === 1 && facts.stored > 0,
      met: facts.listed === facts.listed10,
      figures: [
        figure("arrays", "blocks popped to hold the entries", facts.arrays, "arrays"),
        figure("stored", "entries", facts.stored),
      ],
    };
  },
  see: (runs) => ({ run: subjectOf(runs), command: "log LOG --kind array-begun" }),
};
