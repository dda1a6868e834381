/**
 * T18, mail 3: a function says what it returns and where it may be called.
 * @module
 */
import { type Claim, figure, found } from "./claim.ts";
import { calls } from "./probes/calls.ts";

export const t18: Claim = {
  id: "T18",
  mail: "#3",
  says: 'A function must say what it returns and in which context it may be called ("Return:", ' +
    '"Context:").',
  condition: "every call keeps to what its design declares",
  probes: [calls],
  judge(runs) {
    const declared =
      runs.filter(({ declares }) =>
        declares !== null && declares.context !== "" && declares.returns !== ""
      ).length;
    const sum = (value: (run: (typeof runs)[number]) => number): number =>
      runs.reduce((total, run) => total + value(run), 0);
    const accused = sum((run) => found(run, "call-context"));
    const called = sum(({ facts }) => facts.calls);
    return {
      holds: declared === runs.length && called > 0 && accused === 0,
      met: accused === 0,
      figures: [
        figure("accused", "calls outside the declared context", accused),
        figure("calls", "calls held to it", called),
        figure("declared", "designs that declare both", declared),
        figure("designs", "designs run", runs.length),
      ],
    };
  },
  see(runs) {
    const run = runs.find((run) => found(run, "call-context") > 0) ?? runs[0];
    return { run, command: "audit LOG" };
  },
};
