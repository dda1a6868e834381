/**
 * The thread that makes a log's checkpoints if they are missing, or of another log.
 * @module
 */
import { Checkpoints } from "../../replay/timeline.ts";
import { InputError } from "../errors.ts";
import { openLog } from "../logs.ts";
import { serve } from "../threads.ts";
import { makeCheckpoints, openCheckpoints, sceneOf } from "../timeline.ts";
import type { Job } from "./checkpoints.ts";

/** Null if they are there now; else why they are not: the page does without. */
serve(async ({ path, limits }: Job): Promise<string | null> => {
  try {
    const log = await openLog(path, false), scene = sceneOf(log, 0);
    const found = openCheckpoints(log, scene.memory, limits);
    if (found instanceof Checkpoints) found[Symbol.dispose]();
    else makeCheckpoints(log, scene, limits);
    return null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `no checkpoints: ${error.message}`;
  }
});
