/**
 * A measured run's prediction as a log, and beside it what was measured as one, for replay, audit and diff.
 * @module
 */
import { recordReality } from "../../../core/run/measured/reality.ts";
import { prepare, type Rules, runAll, worldOf } from "../../../core/run/simulate.ts";
import type { World } from "../../../core/run/world.ts";
import { EventLog } from "../../../events/log.ts";
import { makeDirectory } from "../../files.ts";
import { headerOf } from "../../simulate/run.ts";
import { writeLog } from "../../write_log.ts";
import type { RunRecord } from "./record.ts";
import { rulesOf } from "./simulate.ts";

/** In place of a design's name: what the guest was seen to do. */
const MEASURED = "measured";

/** Simulates, and returns the log. */
function predicted(scenario: Parameters<typeof prepare>[0], rules: Rules, world: World): EventLog {
  const log = new EventLog(1 << 20);
  runAll(prepare(scenario, rules, log), world);
  return log;
}

/** Where the logs are, and how many measured hints and returns are not in theirs. */
export interface RunLogs {
  readonly predicted: string;
  readonly measured: string;
  readonly left: number;
}

/**
 * Writes both logs of a run.
 * @throws InputError if the record lacks something, or a log cannot be written
 */
export function writeRunLogs(run: string, record: RunRecord, folder: string): RunLogs {
  const { scenario, rules } = rulesOf(record.inputs());
  const { guest_trace: trace, final } = record.outputs();
  const world = worldOf(scenario, rules);
  const header = headerOf(scenario, rules);
  makeDirectory(folder);
  const paths = {
    predicted: `${folder}/${run}.predicted.log`,
    measured: `${folder}/${run}.measured.log`,
  };
  writeLog(paths.predicted, header, predicted(scenario, rules, world));
  const log = new EventLog(1 << 16);
  const left = recordReality(prepare(scenario, rules, log), world, {
    hints: trace?.order10_alloc_ms_pfn ?? [],
    returns: trace?.order10_free_ms_pfn ?? [],
    stoppedMs: final["total-time"] - final.downtime,
  });
  writeLog(paths.measured, { ...header, design: MEASURED }, log);
  return { ...paths, left };
}
