/**
 * T15, mail 9: telling addresses without taking pages does not disturb.
 * @module
 */
import { type Claim, figure, runOf, subjectOf } from "./claim.ts";
import { driverInHold } from "./probes/driver.ts";

const TICK_NS = 4_000_000; // a timer tick at 250 Hz

export const t15: Claim = {
  id: "T15",
  mail: "#9",
  says: "Telling addresses without taking pages off the list does not disturb the guest.",
  condition: "the list is short enough: its lock is held for less than a timer tick (4 ms)",
  probes: [driverInHold],
  judge(runs) {
    const without = runOf(runs, "none").figures.guest;
    const run = subjectOf(runs), { guest } = run.figures;
    const failed = guest.allocationsFailed - without.allocationsFailed;
    const slowest = guest.slowedNs.max - without.slowedNs.max;
    return {
      // A wait of a tick is what a task may see at any time; a longer one is not.
      holds: failed <= 0 && slowest < TICK_NS,
      met: run.facts.holdNs < TICK_NS,
      figures: [
        figure("slowedNsMax", "the slowest allocation waited", guest.slowedNs.max, "ns"),
        figure("slowedNsMaxWithout", "without hints", without.slowedNs.max, "ns"),
        figure("failed", "allocations failed, above those without hints", failed),
        figure("slowed", "allocations slowed", guest.allocationsSlowed),
        figure("slowedWithout", "without hints", without.allocationsSlowed),
        figure("holdNs", "longest hold of the zone's lock", run.facts.holdNs, "ns"),
        figure("entries", "hints read under it", run.facts.hintsInHold),
        figure("freePagesMin", "lowest free memory", guest.freePagesMin, "memory"),
        figure("freePagesMinWithout", "without hints", without.freePagesMin, "memory"),
      ],
    };
  },
  see: (runs) => ({ run: subjectOf(runs), command: "log LOG --kind lock-contended" }),
};
