/**
 * T14, mail 9: taking all free pages disturbs the guest.
 * @module
 */
import { type Claim, figure, runOf, subjectOf } from "./claim.ts";
import { keep } from "./probes/keep.ts";

export const t14: Claim = {
  id: "T14",
  mail: "#9",
  says:
    "Taking all free pages disturbs the guest: network buffers cannot be had, and what `free` " +
    "shows drops at once.",
  condition: "hardly any large block stays free",
  probes: [keep],
  judge(runs) {
    const without = runOf(runs, "none").figures.guest;
    const run = subjectOf(runs), { guest } = run.figures;
    const failed = guest.allocationsFailed - without.allocationsFailed;
    const slowed = guest.allocationsSlowed - without.allocationsSlowed;
    return {
      holds: failed + slowed > 0,
      met: run.facts.left * 10 <= run.facts.held,
      figures: [
        figure("failed", "allocations failed, above those without hints", failed),
        figure("atomicFailed", "of all that failed, atomic", guest.atomicFailed),
        figure("slowed", "allocations slowed, above those without hints", slowed),
        figure("slowedNsMax", "the slowest waited", guest.slowedNs.max, "ns"),
        figure("freePagesMin", "lowest free memory", guest.freePagesMin, "memory"),
        figure("freePagesMinWithout", "without hints", without.freePagesMin, "memory"),
        figure("freeLowNs", "free memory was low for", guest.freeLowNs, "ns"),
        figure("left", "free blocks left by the report", run.facts.left, "blocks"),
        figure("held", "blocks taken", run.facts.held, "blocks"),
        figure("shrinks", "calls of the shrinker", run.facts.shrinks),
      ],
    };
  },
  see: (runs) => ({ run: subjectOf(runs), command: "log LOG --kind allocation-failed" }),
};
