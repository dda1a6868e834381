/**
 * What `sweep --json` and `sweep --dry-run` print.
 * @module
 */
import { many, wrapped } from "../../replay/text.ts";
import { lasting } from "./course.ts";
import type { SweepResult } from "./engine.ts";
import type { Sweep } from "./load.ts";
import type { Estimate } from "./pilots.ts";
import { repeating } from "./repeat.ts";
import type { Summary } from "./summary.ts";
import { planText } from "./summary_text.ts";

/** The keys, for `--help`. */
export const JSON_KEYS = [
  "sweep, scenario, version (of the program: a hash of its sources), runs, leftOut (combinations), out (path)",
  "contests: configurations in which designs compete for wins; a design that lost pages there does not",
  "designs[]: design, runs, failed, lost (runs that lost pages); sent (bytes), saving (of what none sends, 0 to 1), time (ns), freeLeft (share), allocationsHurt, each with median, low, high (tenths), or null; wins: sent, time, guest",
  "axes[]: name, values[], cells[] (by design, then value: median, low, high of saving; of sent if none was not run)",
  "failures[]: run, failure, command (that repeats it)",
  "with --dry-run instead: sweep, runs, combinations, leftOut, designs[], seeds, estimate (pilots, leastMs, mostMs, seconds; null if nothing is to be run)",
];

export function jsonOf(
  sweep: Sweep,
  summary: Summary,
  failed: readonly SweepResult[],
  out: string,
): string {
  const { name, scenario, version, plan } = sweep, { contests, designs, axes } = summary;
  return JSON.stringify({
    sweep: name,
    scenario,
    version,
    runs: plan.runs,
    leftOut: plan.leftOut.size,
    out,
    contests,
    designs,
    axes,
    failures: failed.map(({ index, failure }) => ({
      run: index,
      failure,
      command: repeating(sweep, index),
    })),
  });
}

export function dryRunJson({ name, plan }: Sweep, guess: Estimate | null): string {
  return JSON.stringify({
    sweep: name,
    runs: plan.runs,
    combinations: plan.combinations.count,
    leftOut: plan.leftOut.size,
    designs: plan.designs,
    seeds: plan.seeds.length,
    estimate: guess,
  });
}

export function dryRunText(sweep: Sweep, guess: Estimate | null, threads: number): string {
  return wrapped(`${planText(sweep)} ${guessText(guess, threads)}`).join("\n");
}

function guessText(guess: Estimate | null, threads: number): string {
  if (guess === null) return "Nothing is to be run.";
  const { pilots, seconds, leastMs, mostMs } = guess;
  const took = pilots === 1
    ? `${Math.ceil(mostMs)}`
    : `${Math.floor(leastMs)} to ${Math.ceil(mostMs)}`;
  return `About ${lasting(seconds)} on ${many(threads, "thread")}: ${
    many(pilots, "run")
  } took ${took} ms.`;
}
