/**
 * A log of a hundred million events of an 8 GiB guest, made once and kept for the figures: the guest of
 * the default scenario works for minutes, half a GiB is written, three change hands, then it migrates.
 * `deno run -A tests/bench/big_log.ts [FOLDER]` makes it and says where it is.
 * @module
 */
import { worldOf } from "../../core/run/simulate.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import { makeDirectory } from "../../cli/files.ts";
import { runOne } from "../../cli/simulate/run.ts";
import { rules, scenario } from "../support/runs.ts";

/** Where the log is kept between measurements, from the working directory on. */
export const BIG_FOLDER = "out/bench";
const DESIGN = "merged";

/** The default guest, at work for `ms` before it migrates: about 370,000 events a second. */
function atWork(ms: number): Scenario {
  return scenario("default", (subject) => {
    subject.name = "hundred-million";
    subject.designs = [DESIGN];
    subject.host.startMs = ms;
    subject.tasks.push({ kind: "churn", cpu: 3, mib: 3072, pagesPerSecond: 50_000 });
    subject.guest.usedMib = 4096;
    subject.guest.oldDataMib = 1024;
  });
}

/**
 * Makes the log, unless it is there already.
 * @param ms how long the guest works before it migrates
 * @returns its path
 */
export function bigLog(folder: string = BIG_FOLDER, ms = 275_000): string {
  const path = `${folder}/big-${ms}.log`;
  try {
    if (Deno.statSync(path).isFile) return path;
  } catch { /* it is made now */ }
  makeDirectory(folder);
  const subject = atWork(ms), under = rules(DESIGN, subject.guest.profile);
  const { replayed } = runOne(subject, under, worldOf(subject, under), path);
  if (!replayed) throw new Error(`Cannot use ${path}: its replay gives another state`);
  return path;
}

if (import.meta.main) console.log(bigLog(Deno.args[0]));
