/**
 * A thread that does the runs of a sweep, but waits with the last one until a file `go` is in its home.
 * @module
 */
import { doRun } from "../../cli/sweep/run.ts";
import { serveRuns } from "../../cli/sweep/thread.ts";

const LAST = 31, PAUSE_MS = 20;

async function isThere(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

serveRuns(async (run) => {
  while (run.index === LAST && !await isThere(`${run.home}/go`)) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return await doRun(run);
});
