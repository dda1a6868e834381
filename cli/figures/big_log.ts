/**
 * A log of a hundred million events of an 8 GiB guest, with its checkpoints: made once, in half a
 * minute, and kept for all later figures. The guest of the default scenario works for minutes (half a
 * GiB is written, three change hands), then it migrates.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import { worldOf } from "../../core/run/simulate.ts";
import { named } from "../command.ts";
import { makeDirectory } from "../files.ts";
import { openLog } from "../logs.ts";
import { loadScenario } from "../scenario/file.ts";
import { runOne } from "../simulate/run.ts";
import { makeCheckpoints, openCheckpoints, sceneOf } from "../timeline.ts";
import { Checkpoints } from "../../replay/timeline.ts";

/** Where the log is kept between measurements, from the working directory on. */
export const BIG_FOLDER = "out/bench";
/** Milliseconds that the guest works before it migrates: about 360,000 events in each second. */
const WORK_MS = 275_000;
const DESIGN = "merged";

async function atWork(ms: number): Promise<Scenario> {
  const scenario = await loadScenario("default");
  scenario.name = "hundred-million";
  scenario.designs = [DESIGN];
  scenario.host.startMs = ms;
  scenario.guest.usedMib = 4096;
  scenario.guest.oldDataMib = 1024;
  scenario.tasks.push({ kind: "churn", cpu: 3, mib: 3072, pagesPerSecond: 50_000 });
  return scenario;
}

/**
 * Makes the log and its checkpoints, unless they are there already.
 * @param ms how long the guest works before it migrates
 * @returns the log's path
 * @throws Error if the log, replayed, gives another state
 */
export async function bigLog(folder: string = BIG_FOLDER, ms: number = WORK_MS): Promise<string> {
  const path = `${folder}/big-${ms}.log`;
  makeDirectory(folder);
  if (!isThere(path)) {
    const scenario = await atWork(ms);
    const rules = {
      profile: named("profile", scenario.guest.profile, profiles),
      host: named("host", scenario.host.name, hosts),
      design: named("design", DESIGN, designs),
    };
    const { replayed } = runOne(scenario, rules, worldOf(scenario, rules), path);
    if (!replayed) throw new Error(`Cannot use ${path}: its replay gives another state`);
  }
  const log = await openLog(path, false), scene = sceneOf(log, log.events);
  const found = openCheckpoints(log, scene.memory);
  if (found instanceof Checkpoints) found[Symbol.dispose]();
  else makeCheckpoints(log, scene);
  return path;
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
