/**
 * T7, mails 1 and 2: the order should be checked.
 * @module
 */
import { type Claim, figure, found, subjectOf } from "./claim.ts";
import { calls } from "./probes/calls.ts";

export const t7: Claim = {
  id: "T7",
  mail: "#1 #2",
  says:
    "The order should be checked for validity: a call with one that does not exist is refused " +
    "and changes nothing.",
  condition: "the call checks it first",
  probes: [calls],
  judge(runs) {
    const run = subjectOf(runs), { facts } = run;
    const accused = found(run, "order-unchecked");
    return {
      holds: facts.refused > 0 && facts.refused === facts.calls && facts.locksRefused === 0 &&
        facts.stored === 0 && accused === 0,
      met: accused === 0,
      figures: [
        figure("refused", "calls refused", facts.refused),
        figure("calls", "calls with such an order", facts.calls),
        figure("locks", "lock events in refused calls", facts.locksRefused),
        figure("accused", "calls accused of not checking", accused),
      ],
    };
  },
  see(runs) {
    const run = subjectOf(runs);
    const isAccused = found(run, "order-unchecked") > 0;
    return { run, command: isAccused ? "audit LOG" : "log LOG --kind hint-call-ended" };
  },
};
