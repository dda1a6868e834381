/**
 * Published rows beside what their runs came to.
 * @module
 */
import { doAll } from "../../threads.ts";
import type { Fit, Paper, Published } from "./file.ts";
import { type Job, type Simulated, simulateRow } from "./simulate.ts";

/** A row: what was published, simulated, and whether that is near enough. */
export interface Row {
  readonly paper: string;
  readonly row: string;
  readonly design?: string;
  readonly figure: string;
  readonly published: Published;
  readonly simulated: Simulated | null;
  /** How far the run is off, in percent, with its sign; null if there is none. */
  readonly errorPercent: number | null;
  /** How far it may be off, in percent; null for a row that does not count. */
  readonly withinPercent: number | null;
  /** False if it is too far off. */
  readonly isMet: boolean;
  /** What was fitted on it. */
  readonly fits: readonly Fit[];
}

/** Simulates all rows of some files, on all cores; by file. */
export async function rowsOf(papers: readonly Paper[]): Promise<Row[][]> {
  const jobs = papers.flatMap(({ inputs }) => inputs.rows.map((_, row): Job => ({ inputs, row })));
  const helper = new URL("./worker.ts", import.meta.url);
  const sharing = { what: "simulating", helper, jobsAThread: 1, areLong: true } as const;
  const all = jobs.length > 1 ? await doAll(jobs, simulateRow, sharing) : jobs.map(simulateRow);
  let at = 0;
  return papers.map((paper) => paper.inputs.rows.map((_, row) => rowOf(paper, row, all[at++])));
}

function rowOf(paper: Paper, row: number, simulated: Simulated | null): Row {
  const published = paper.published[row], { ms, withinMs } = published;
  const input = paper.inputs.rows[row];
  const within = withinMs === undefined ? published.withinPercent : (100 * withinMs) / ms;
  const error = simulated === null ? null : 100 * (simulated.ms / ms - 1);
  return {
    paper: paper.name,
    ...input,
    published,
    simulated,
    errorPercent: error,
    withinPercent: within ?? null,
    isMet: within === undefined || (error !== null && Math.abs(error) <= within),
    fits: paper.fits.filter((fit) => fit.row === input.row),
  };
}
