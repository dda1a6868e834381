/**
 * One of the threads that the claims' scenarios are shared among.
 * @module
 */
import { serve } from "../threads.ts";
import { runJob } from "./run.ts";

serve(runJob);
