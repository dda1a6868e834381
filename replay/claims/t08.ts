/**
 * T8, mails 3 and 4: from any context it could be called; from process context it should.
 * @module
 */
import { type Claim, figure, found, foundOf, subjectOf } from "./claim.ts";
import { calls } from "./probes/calls.ts";
import { driverInHold } from "./probes/driver.ts";

/** What a call from a wrong context would break if the lock were not taken irq-safe. */
const LOCK_RULES = ["interrupts-on", "not-restored", "nested-zone-locks", "deadlock"];

export const t8: Claim = {
  id: "T8",
  mail: "#3 #4",
  says: "Taken irq-safe, the lock lets the call come from any context; but process context only " +
    "would be better.",
  condition: "it is called outside process context",
  probes: [calls, driverInHold],
  judge(runs) {
    const run = subjectOf(runs), { facts } = run;
    const accused = found(run, "call-context"), broken = foundOf(run, LOCK_RULES);
    const perEntry = facts.stored === 0 ? 0 : Math.round(facts.irqsOffNs / facts.stored);
    return {
      holds: broken === 0 && accused > 0,
      met: facts.callsOutside > 0,
      figures: [
        figure("accused", "calls accused of their context", accused),
        figure("irqsOffNs", "interrupts off during a call", facts.irqsOffNs, "ns"),
        figure("entries", "entries that it stored", facts.stored),
        figure("nsPerEntry", "interrupts off for an entry", perEntry, "ns"),
        figure("holdNs", "longest hold of the zone's lock", facts.holdNs, "ns"),
        figure("lockFindings", "rules of locks that it broke", broken),
        figure("callsOutside", "calls outside process context", facts.callsOutside),
      ],
    };
  },
  see(runs) {
    const run = subjectOf(runs);
    const isAccused = found(run, "call-context") > 0;
    return { run, command: isAccused ? "audit LOG" : "log LOG --kind hint-call-begun" };
  },
};
