/**
 * One of the threads that a prediction's runs are shared among.
 * @module
 */
import { serve } from "../threads.ts";
import { runJob } from "./run.ts";

serve(runJob);
