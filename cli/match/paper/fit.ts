/**
 * Fits a file's values again, from its stated rows alone: what was kept in the file has to come out.
 *
 * One value after the other is searched by halving on the row that it is fitted on, as if the row's time grew with
 * it; all begin at their least, and it goes round until none changes.
 * @module
 */
import { doAll } from "../../threads.ts";
import type { Fit, Paper, PaperInputs } from "./file.ts";
import { figureOf, jobOf } from "./rows.ts";
import { simulateJob } from "./simulate.ts";
import { valueAtWords, withValue } from "./values.ts";

const ROUNDS_MAX = 4;

/** What a search may know: inputs, what to fit, and the figures of the rows that it is fitted on. */
export interface FitJob {
  readonly inputs: PaperInputs;
  readonly fits: readonly Fit[];
  /** Of each fit's row: its index, and the published ms. */
  readonly targets: readonly { readonly row: number; readonly ms: number }[];
}

/** A value that was searched. */
export interface Found {
  readonly value: number;
  /** Of its row with all values as they were found, in percent. */
  readonly errorPercent: number;
  /** Runs that the search of all values took. */
  readonly runs: number;
}

/** The search of a file. */
export function fitJobOf({ inputs, fits, published }: Paper): FitJob {
  const targets = fits.map((fit) => {
    const row = inputs.rows.findIndex((other) => other.row === fit.row);
    return { row, ms: published[row].ms };
  });
  return { inputs, fits, targets };
}

/** The value at a place of a fit's grid. */
const valueOn = ({ least, step }: Fit, place: number): number =>
  Number((least + place * step).toPrecision(12));

/** Searches all values of a file. */
export function search({ inputs: first, fits, targets }: FitJob): Found[] {
  const known = new Map<string, number>();
  const errorAt = (inputs: PaperInputs, at: number): number => {
    const { row: index, ms } = targets[at], row = inputs.rows[index];
    const key = JSON.stringify([index, fits.map(({ set }) => valueAtWords(inputs, set))]);
    let error = known.get(key);
    if (error === undefined) {
      const run = simulateJob(jobOf(inputs, row.design!));
      error = (figureOf(inputs, row, run) ?? Infinity) / ms - 1; // what makes no guest is too much
      known.set(key, error);
    }
    return error;
  };
  const best = (inputs: PaperInputs, at: number): PaperInputs => {
    const fit = fits[at];
    const placed = (place: number) => withValue(inputs, fit.set, valueOn(fit, place));
    let low = 0, high = Math.floor((fit.most - fit.least) / fit.step);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (errorAt(placed(middle), at) < 0) low = middle;
      else high = middle;
    }
    const [under, over] = [placed(low), placed(high)];
    return Math.abs(errorAt(under, at)) <= Math.abs(errorAt(over, at)) ? under : over;
  };
  let inputs = fits.reduce((all, fit) => withValue(all, fit.set, fit.least), first);
  const valuesOf = () => JSON.stringify(fits.map(({ set }) => valueAtWords(inputs, set)));
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const before = valuesOf();
    fits.forEach((_, at) => inputs = best(inputs, at));
    if (valuesOf() === before) break;
  }
  return fits.map(({ set }, at) => ({
    value: valueAtWords(inputs, set) as number,
    errorPercent: 100 * errorAt(inputs, at),
    runs: known.size,
  }));
}

/** Searches the values of several files, on all cores. */
export function searchAll(papers: readonly Paper[]): Promise<Found[][]> {
  const helper = new URL("./fit_worker.ts", import.meta.url);
  const jobs = papers.map(fitJobOf);
  return doAll(jobs, search, { what: "fitting", helper, jobsAThread: 1, areLong: true });
}
