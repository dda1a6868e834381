/**
 * A worker that searches cases.
 * @module
 */
import { answerJobs } from "../workers.ts";
import { explore, type Job } from "./run.ts";

answerJobs((job: Job) => explore(job));
