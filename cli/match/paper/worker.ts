/**
 * One of the threads that runs of published rows are shared among.
 * @module
 */
import { serve } from "../../threads.ts";
import { simulateJob } from "./simulate.ts";

serve(simulateJob);
