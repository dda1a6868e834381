/**
 * T3, the patch: skipping free pages makes live migration faster.
 * @module
 */
import { type Claim, figure, runOf, subjectOf } from "./claim.ts";

/** Less than a tenth is no acceleration that anybody would build an interface for. */
const WORTH = 0.1;
const PERCENT = 100;

export const t3: Claim = {
  id: "T3",
  mail: "patch",
  says: "Skipping the free pages that the guest hints makes live migration faster.",
  condition: "free memory lies in blocks of the hinted order and holds old data",
  judge(runs) {
    const none = runOf(runs, "none").figures.migration;
    const run = subjectOf(runs), { migration, hints } = run.figures;
    const saved = (mine: number, theirs: number): number => 1 - mine / theirs;
    const bytes = saved(migration.bytes, none.bytes), time = saved(migration.totalNs, none.totalNs);
    // What hints leave out would have been sent whole, not as zeros, and it is more than a tenth of all.
    const spared = none.pagesSent - migration.pagesSent;
    const scanned = ({ pagesSent, pagesZero }: typeof none): number => pagesSent + pagesZero;
    return {
      holds: bytes > WORTH && time > WORTH,
      met: hints.applied > 0 && spared > WORTH * none.pagesSent,
      figures: [
        figure("timeSaved", "of the total time saved", Math.round(time * PERCENT), "%"),
        figure("bytesSaved", "of the bytes saved", Math.round(bytes * PERCENT), "%"),
        figure("totalNs", "total time with hints", migration.totalNs, "ns"),
        figure("totalNsWithout", "without", none.totalNs, "ns"),
        figure("bytes", "sent with hints", migration.bytes, "bytes"),
        figure("bytesWithout", "without", none.bytes, "bytes"),
        figure("pagesScanned", "looked at with hints", scanned(migration), "pages"),
        figure("pagesScannedWithout", "without", scanned(none), "pages"),
        figure("rounds", "rounds with hints", migration.rounds),
        figure("roundsWithout", "without", none.rounds),
        figure("downtimeNs", "downtime with hints", migration.downtimeNs, "ns"),
        figure("downtimeNsWithout", "without", none.downtimeNs, "ns"),
      ],
    };
  },
  see: (runs) => ({ run: subjectOf(runs), command: "replay LOG --show migration" }),
};
