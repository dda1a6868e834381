/**
 * A thread of a sweep's pool whose runs do what their `home` says: `fail`, `die`, `die-once:FOLDER`, or
 * nothing but answer.
 * @module
 */
import { serveRuns } from "../../cli/sweep/thread.ts";

serveRuns(({ index, id, home }) => {
  const [what, folder] = home.split(":");
  if (what === "fail") throw new RangeError("Cannot run: it is poisoned");
  if (what === "die" || (what === "die-once" && isFirst(folder))) Deno.exit(9);
  return { index, id, figures: [index], digest: id, failure: "" };
});

/** True for one thread only, whichever comes first. */
function isFirst(folder: string): boolean {
  try {
    Deno.mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
