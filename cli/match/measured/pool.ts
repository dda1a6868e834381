/**
 * Matches many measured migrations, on all cores.
 * @module
 */
import { doAll } from "../../threads.ts";
import { matchFile, type RunMatch } from "./one.ts";

/** Matches the records at some paths; rows come back in their order. */
export function matchAll(paths: readonly string[]): Promise<RunMatch[]> {
  const helper = new URL("./worker.ts", import.meta.url);
  return doAll(paths, matchFile, { what: "matching", helper, jobsAThread: 8 });
}
