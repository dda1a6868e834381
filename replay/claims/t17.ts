/**
 * T17, mail 1: the allocator need not worry about calling out to drivers.
 * @module
 */
import { type Claim, figure, found, subjectOf } from "./claim.ts";
import { driverInHold } from "./probes/driver.ts";

export const t17: Claim = {
  id: "T17",
  mail: "#1",
  says: "With this kind of interface the allocator need not worry about calling out to drivers.",
  condition: "the call stores addresses and calls nobody back",
  probes: [driverInHold],
  judge(runs) {
    const run = subjectOf(runs), { facts } = run;
    const accused = found(run, "sleep-in-atomic");
    return {
      holds: facts.hintsInHold > 0 && facts.driverInHold === 0 && accused === 0,
      met: facts.driverInHold === 0,
      figures: [
        figure("driverInHold", "driver's events under a zone's lock", facts.driverInHold),
        figure("hintsInHold", "hints read under a zone's lock", facts.hintsInHold),
        figure("accused", "driver's events that are accused", accused),
        figure("holdNs", "longest hold", facts.holdNs, "ns"),
      ],
    };
  },
  see(runs) {
    const run = subjectOf(runs), { firstInHold } = run.facts;
    const around = `log LOG --from ${Math.max(1, firstInHold - 2)} --to ${firstInHold + 2}`;
    return { run, command: firstInHold > 0 ? around : "log LOG --kind hint-read" };
  },
};
