/**
 * Matches many measured migrations, one thread a core; rows come back in the order of the paths.
 * @module
 */
import { Progress } from "../../progress.ts";
import { matchFile, type RunMatch } from "./one.ts";

/** Few runs are over before another thread has loaded. */
const RUNS_A_THREAD = 8;

/**
 * Matches the records at some paths.
 * @param threads how many at most
 */
export async function matchAll(
  paths: readonly string[],
  threads = navigator.hardwareConcurrency,
): Promise<RunMatch[]> {
  using progress = new Progress("matching", paths.length);
  const rows: RunMatch[] = [];
  const count = Math.min(threads, Math.ceil(paths.length / RUNS_A_THREAD));
  let next = 0;
  const drain = async (match: (path: string) => Promise<RunMatch>): Promise<void> => {
    while (next < paths.length) {
      const at = next++;
      rows[at] = await match(paths[at]);
      progress.add(1);
    }
  };
  const helpers = Array.from({ length: Math.max(0, count - 1) }, () => new Helper());
  try {
    // This thread does its share: it has the code loaded already.
    await Promise.all([drain(matchFile), ...helpers.map((helper) => drain(helper.match))]);
  } finally {
    for (const helper of helpers) helper.end();
  }
  return rows;
}

/** Another thread. */
class Helper {
  private readonly worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

  /** @throws Error if the thread fails: a bug of ours */
  readonly match = (path: string): Promise<RunMatch> =>
    new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data: { row, failure } }) =>
        failure === undefined ? resolve(row) : reject(new Error(failure));
      this.worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
      this.worker.postMessage(path);
    });

  end(): void {
    this.worker.terminate();
  }
}
