/**
 * One measured migration, matched: measured, predicted, the formula's value, and the errors of both.
 * @module
 */
import { formulaOf } from "../../../core/run/measured/formula.ts";
import { InputError } from "../../errors.ts";
import { errorsOf, measuredFigures, NO_FIGURES, type RunFigures } from "./figures.ts";
import { readRecord, type RunRecord } from "./record.ts";
import { predictedFigures, simulateRun } from "./simulate.ts";

/** A run's row; one that could not be simulated says why. */
export interface RunMatch {
  readonly run: string;
  readonly reason?: string;
  readonly measured: RunFigures;
  readonly predicted: RunFigures;
  readonly errorPercent: RunFigures;
  readonly formula: RunFigures;
  readonly formulaErrorPercent: RunFigures;
}

/** Matches a record; what is wrong with it is the row's reason. */
export function matchRecord(run: string, record: RunRecord): RunMatch {
  let measured = NO_FIGURES, predicted = NO_FIGURES, formula = NO_FIGURES;
  const reasons: string[] = [];
  const attempt = (part: () => void): void => {
    try {
      part();
    } catch (error) {
      if (!(error instanceof InputError || error instanceof RangeError)) throw error;
      reasons.push(error.message);
    }
  };
  attempt(() => {
    const inputs = record.inputs();
    formula = { ...NO_FIGURES, ...formulaOf(inputs) };
    predicted = predictedFigures(simulateRun(inputs));
  });
  attempt(() => measured = measuredFigures(record.outputs()));
  return {
    run,
    ...(reasons.length > 0 ? { reason: reasons.join("; ") } : {}),
    measured,
    predicted,
    errorPercent: errorsOf(predicted, measured),
    formula,
    formulaErrorPercent: errorsOf(formula, measured),
  };
}

/** What a run's file is called without folder and endings. */
export const runName = (path: string): string =>
  path.replace(/^.*\//, "").replace(/\.json(\.gz|\.zst)?$/, "");

/** Reads and matches a file. */
export async function matchFile(path: string): Promise<RunMatch> {
  try {
    return matchRecord(runName(path), await readRecord(path));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const none = NO_FIGURES;
    return {
      run: runName(path),
      reason: error.message,
      measured: none,
      predicted: none,
      errorPercent: none,
      formula: none,
      formulaErrorPercent: none,
    };
  }
}
