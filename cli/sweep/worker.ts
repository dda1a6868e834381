/**
 * One of the threads that a sweep's runs are shared among.
 * @module
 */
import { doRun } from "./run.ts";
import { serveRuns } from "./thread.ts";

serveRuns(doRun);
