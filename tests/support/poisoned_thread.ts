/**
 * A thread that does the runs of a sweep, but for some: run 5 fails, and run 9 takes the whole process along
 * where that may be done.
 * @module
 */
import { doRun } from "../../cli/sweep/run.ts";
import { serveRuns } from "../../cli/sweep/thread.ts";

const FAILS = 5, KILLS = 9;

serveRuns(async (run) => {
  if (run.index === FAILS) throw new RangeError("Cannot run: it is poisoned");
  if (run.index === KILLS) {
    const { state } = await Deno.permissions.query({ name: "run" });
    if (state === "granted") Deno.kill(Deno.pid, "SIGKILL");
  }
  return await doRun(run);
});
