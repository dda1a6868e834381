/**
 * Does one thing with a log and says how much memory that took at its peak, in MiB:
 * `peak.ts make|read|find|verify|diff|seek|export FOLDER MS`.
 * @module
 */
import { applyAll } from "../../core/state/apply.ts";
import { STRIDE } from "../../events/log.ts";
import { writeParquet } from "../../cli/export/write.ts";
import { bigLog } from "../../cli/figures/big_log.ts";
import { memoryOf, openLog } from "../../cli/logs.ts";
import { measureSeeks } from "../../cli/figures/seek.ts";
import { commonEvents } from "../../replay/diff/blocks.ts";
import { replayBlocks } from "../../replay/replay.ts";
import { findIn } from "../../replay/timeline.ts";

const [act, folder, ms] = Deno.args;
const path = await bigLog(folder, Number(ms));
const log = await openLog(path, false);
switch (act) {
  case "read":
    replayBlocks(memoryOf(log), log, log.events);
    break;
  case "find":
    findIn(log, () => false, 0);
    break;
  case "verify": {
    const memory = memoryOf(log);
    log.check((block, { words }) =>
      applyAll(memory, words, 0, words.length / STRIDE, log.baseOf(block))
    );
    break;
  }
  case "diff":
    commonEvents(log, await openLog(path, false));
    break;
  case "export":
    writeParquet(`${folder}/${ms}.parquet`, log);
    break;
  case "seek":
    await measureSeeks(path, 100);
    break;
}
const status = await Deno.readTextFile("/proc/self/status");
const peak = Number(/VmHWM:\s*(\d+) kB/.exec(status)![1]) / 1024;
console.log(JSON.stringify({ peak, events: log.events }));
