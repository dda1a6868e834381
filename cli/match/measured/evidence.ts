/**
 * What measured runs say of the host: `simulate` and `predict` tell it as they say how far to trust them.
 * @module
 */
import type { RunMatch } from "./one.ts";
import { spreadOf } from "./summary.ts";

/** Sizes of errors, in percent. */
interface Sizes {
  readonly median: number;
  readonly p90: number;
  readonly most: number;
}

export interface HostEvidence {
  readonly host: string;
  readonly measuredOn: string;
  readonly runs: number;
  /** Runs with hints, and those of them in which as many blocks were hinted as predicted. */
  readonly hinting: number;
  readonly hintedExactly: number;
  /** Runs with as many rounds as predicted. */
  readonly roundsEqual: number;
  readonly bytesErrorPercent: Sizes;
  readonly timeErrorPercent: Sizes;
}

const MEASURED_ON = "QEMU 10.0.2 under TCG";

/** The evidence of runs that were matched. */
export function evidenceOfRuns(matches: readonly RunMatch[]): HostEvidence {
  const runs = matches.filter(({ reason }) => reason === undefined);
  const hinting = runs.filter(({ measured }) => (measured.hintedBlocks ?? 0) > 0);
  const sizes = (key: "bytes" | "totalTime"): Sizes => {
    const { median, p90, worst } = spreadOf(runs.map(({ errorPercent }) => errorPercent[key] ?? 0));
    return { median: hundredths(median), p90: hundredths(p90), most: hundredths(worst) };
  };
  return {
    host: "qemu-10-tcg",
    measuredOn: MEASURED_ON,
    runs: runs.length,
    hinting: hinting.length,
    hintedExactly: hinting.filter(({ errorPercent }) => errorPercent.hintedBlocks === 0).length,
    roundsEqual: runs.filter(({ errorPercent }) => errorPercent.rounds === 0).length,
    bytesErrorPercent: sizes("bytes"),
    timeErrorPercent: sizes("totalTime"),
  };
}

const hundredths = (value: number | null): number => Math.round((value ?? 0) * 100) / 100;
