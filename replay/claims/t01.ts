/**
 * T1, the patch: what is obtained are hints.
 * @module
 */
import { type Claim, figure, pageWord, subjectOf } from "./claim.ts";
import { calls } from "./probes/calls.ts";

export const t1: Claim = {
  id: "T1",
  mail: "patch",
  says:
    "What a call obtains are hints: nothing guarantees that the blocks are still free when it " +
    "returns.",
  condition: "the guest allocates meanwhile",
  probes: [calls],
  judge(runs) {
    const { facts, figures: { hints } } = subjectOf(runs);
    return {
      holds: hints.staleAtReturn > 0,
      met: facts.taken > 0,
      figures: [
        figure("staleAtReturn", "stale when the call returned", hints.staleAtReturn, "pages"),
        figure("staleAtReceipt", "when the host received them", hints.staleAtReceipt, "pages"),
        figure("staleAtUse", "when the host cleared their bits", hints.staleAtUse, "pages"),
        figure("takenMeanwhile", "handed out while the call ran", facts.taken, "pages"),
        figure("madeStaleBy", "event that made the first stale", facts.firstTaken),
      ],
    };
  },
  see(runs) {
    const run = subjectOf(runs), { facts, figures: { hints } } = run;
    const command = hints.example < 0
      ? `replay LOG --show hints`
      : facts.firstTaken > 0
      ? `replay LOG --at ${facts.firstTaken} --show hints`
      : `replay LOG --page ${pageWord(hints.example)}`;
    return { run, command };
  },
};
