/**
 * Published rows beside what their runs came to. Rows of a file with the same design are figures of one run.
 * @module
 */
import { InputError } from "../../errors.ts";
import { doAll } from "../../threads.ts";
import type { Fit, Paper, PaperInputs, Published, RowInput } from "./file.ts";
import { type Job, type Simulated, simulateJob, slowed } from "./simulate.ts";

const MS = 1_000_000;

/** A row: what was published, simulated, and whether that is near enough. */
export interface Row extends RowInput {
  readonly published: Published;
  /** The run's figure in ms; null if it was not simulated, or the run had no such time. */
  readonly ms: number | null;
  readonly run: Simulated | null;
  /** How far the run is off, in percent, with its sign; null if there is none. */
  readonly errorPercent: number | null;
  /** How far it may be off, in percent; null for a row that does not count. */
  readonly withinPercent: number | null;
  /** False if it is too far off. */
  readonly isMet: boolean;
  /** What was fitted on it. */
  readonly fits: readonly Fit[];
}

/** The run of a row's design. */
export const jobOf = ({ scenario, factor }: PaperInputs, design: string): Job => ({
  scenario: slowed(scenario, factor),
  design,
});

/** A row's figure in ms; null if the run had no such time. */
export function figureOf(
  { fixedMs, factor }: PaperInputs,
  row: RowInput,
  run: Simulated,
): number | null {
  const ns = run.times[row.figure];
  if (ns === null) return null;
  return ns / MS + (row.figure === "total" ? fixedMs * factor : 0);
}

/**
 * Simulates all rows of some files, on all cores; by file.
 * @throws InputError if a scenario's numbers make no guest
 */
export async function rowsOf(papers: readonly Paper[]): Promise<Row[][]> {
  const designsOf = ({ inputs }: Paper): string[] => [
    ...new Set(inputs.rows.flatMap(({ design }) => design ?? [])),
  ];
  const wanted = papers.flatMap((paper) => designsOf(paper).map((design) => ({ paper, design })))
    .sort((a, b) => b.paper.inputs.scenario.guest.mib - a.paper.inputs.scenario.guest.mib);
  const runs = await runAll(wanted.map(({ paper, design }) => jobOf(paper.inputs, design)));
  runs.forEach(({ reason }, at) => {
    if (reason !== undefined) throw new InputError(`${wanted[at].paper.name}: ${reason}`);
  });
  const runOf = (paper: Paper, design: string): Simulated =>
    runs[wanted.findIndex((one) => one.paper === paper && one.design === design)];
  return papers.map((paper) =>
    paper.inputs.rows.map((row, at) =>
      rowOf(paper, at, row.design === undefined ? null : runOf(paper, row.design))
    )
  );
}

/** The largest guests first, so that no thread is left with them at the end. */
async function runAll(jobs: readonly Job[]): Promise<Simulated[]> {
  if (jobs.length < 2) return jobs.map(simulateJob);
  const helper = new URL("./worker.ts", import.meta.url);
  return await doAll(jobs, simulateJob, {
    what: "simulating",
    helper,
    jobsAThread: 1,
    areLong: true,
  });
}

function rowOf({ inputs, fits, published: all }: Paper, at: number, run: Simulated | null): Row {
  const published = all[at], input = inputs.rows[at];
  const within = published.withinMs === undefined
    ? published.withinPercent
    : (100 * published.withinMs) / published.ms;
  const ms = run === null ? null : figureOf(inputs, input, run);
  const error = ms === null ? null : 100 * (ms / published.ms - 1);
  return {
    ...input,
    published,
    ms,
    run,
    errorPercent: error,
    withinPercent: within ?? null,
    isMet: within === undefined || (error !== null && Math.abs(error) <= within),
    fits: fits.filter((fit) => fit.row === input.row),
  };
}
