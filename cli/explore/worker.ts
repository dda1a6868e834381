/**
 * Another thread that searches cases.
 * @module
 */
import { serve } from "../threads.ts";
import { explore, type Job } from "./run.ts";

serve((job: Job) => explore(job));
