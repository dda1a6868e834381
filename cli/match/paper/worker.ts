/**
 * One of the threads that published rows are shared among.
 * @module
 */
import { serve } from "../../threads.ts";
import { simulateRow } from "./simulate.ts";

serve(simulateRow);
