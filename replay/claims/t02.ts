/**
 * T2, the patch: it is safe all the same, for what is written later is caught.
 * @module
 */
import { LOG_MODES } from "../../events/kinds.ts";
import { type Claim, figure, pageWord, subjectOf } from "./claim.ts";
import { chain } from "./probes/chain.ts";
import { dirtyLog } from "./probes/dirty_log.ts";

const GET_AND_CLEAR = LOG_MODES.indexOf("get-and-clear");

export const t2: Claim = {
  id: "T2",
  mail: "patch",
  says:
    "It is safe all the same: memory is write-protected, so a hinted page that is written later " +
    "is caught and sent again.",
  condition: "fetching the log clears it (get-and-clear) and a hint discards nothing",
  probes: [chain, dirtyLog],
  judge(runs) {
    const { facts, figures: { migration } } = subjectOf(runs);
    return {
      holds: facts.written > 0 && facts.chained === facts.written && migration.lostPages === 0,
      met: facts.logMode === GET_AND_CLEAR && facts.discarded === 0,
      figures: [
        figure("lostPages", "lost pages", migration.lostPages, "pages"),
        figure("hintedThenWritten", "hinted, then written", facts.written, "pages"),
        figure("logged", "of those, logged dirty", facts.logged, "pages"),
        figure("sentAgain", "sent again after their last write", facts.sent, "pages"),
        figure("sameAtDestination", "equal at the destination", facts.same, "pages"),
        figure("writtenInCall", "written while the call still ran", facts.writtenInCall, "pages"),
      ],
    };
  },
  see(runs) {
    const run = subjectOf(runs), { firstBroken } = run.facts;
    const page = firstBroken >= 0 ? firstBroken : run.figures.hints.example;
    return { run, command: `replay LOG --page ${pageWord(page)}` };
  },
};
