/**
 * From runs to verdicts: each claim judged on its scenario and on its counter-scenarios.
 * @module
 */
import type { Claim, Judged } from "../../replay/claims/claim.ts";
import { doAll } from "../threads.ts";
import { type Done, type Job, runJob, scenarioFiles } from "./run.ts";

/** A claim judged on the runs of one scenario. */
export interface Trial {
  /** The scenario's file in `fixtures/thread`, without its ending. */
  readonly scenario: string;
  readonly judged: Judged;
  /** `holds`, `holds if ...`, `fails`. */
  readonly verdict: string;
  /** The log that shows it, and the command that replays what it shows. */
  readonly log: string;
  readonly command: string;
}

/** A claim with all its trials. */
export interface Tried {
  readonly claim: Claim;
  /** On its own scenario. */
  readonly trial: Trial;
  /** On more scenarios of its own side, which show what the first does not. */
  readonly also: readonly Trial[];
  /** On each counter-scenario; there is one at least. */
  readonly counters: readonly Trial[];
}

/** All its trials: on its own scenario first, on counter-scenarios last. */
export const trialsOf = (
  { trial, also, counters }: Tried,
): Trial[] => [trial, ...also, ...counters];

/** True if the verdict turns with the scenario, and the condition with it: it was computed, not written. */
export function flips({ trial, also, counters }: Tried): boolean {
  const { holds, met } = trial.judged;
  return counters.length > 0 &&
    counters.every(({ judged }) => judged.holds !== holds && judged.met !== met) &&
    also.every(({ judged }) => judged.holds === holds && judged.met === met);
}

function verdictOf({ condition }: Claim, { holds, met }: Judged): string {
  if (!holds) return "fails";
  return met && condition !== undefined ? `holds if ${condition}` : "holds";
}

const SIDES = ["", "-also", "-counter"] as const;
type Side = (typeof SIDES)[number];

/** A claim's own scenario is named like it; others begin with `T2-also` and `T2-counter`. */
const isOf = ({ id }: Claim, side: Side, name: string): boolean =>
  side === "" ? name === id : name.startsWith(`${id}${side}`);

function trialOf(claim: Claim, scenario: string, { runs, logs }: Done): Trial {
  const judged = claim.judge(runs);
  const { run, command } = claim.see(runs);
  const log = logs[runs.indexOf(run)];
  const words = command.replace("LOG", log);
  return {
    scenario,
    judged,
    verdict: verdictOf(claim, judged),
    log,
    command: `deno task ${words}`,
  };
}

/**
 * Runs the scenarios of some claims, on all cores, and judges them.
 * @param folder where logs go: a folder a scenario, a file a design
 */
export async function tryClaims(chosen: readonly Claim[], folder: string): Promise<Tried[]> {
  const files = scenarioFiles();
  const jobs: Job[] = chosen.flatMap((claim) =>
    files.filter((name) => SIDES.some((side) => isOf(claim, side, name))).map((scenario) => ({
      claim: claim.id,
      scenario,
      folder: `${folder}/${scenario}`,
      settings: [],
    }))
  );
  const done = await doAll(jobs, runJob, {
    what: "running the thread's scenarios",
    helper: new URL("worker.ts", import.meta.url),
    jobsAThread: 4,
  });
  return chosen.map((claim) => {
    const of = (side: Side): Trial[] =>
      jobs.flatMap(({ scenario }, at) =>
        isOf(claim, side, scenario) ? [trialOf(claim, scenario, done[at])] : []
      );
    return { claim, trial: of("")[0], also: of("-also"), counters: of("-counter") };
  });
}
