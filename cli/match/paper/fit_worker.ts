/**
 * One of the threads that fits are shared among.
 * @module
 */
import { serve } from "../../threads.ts";
import { search } from "./fit.ts";

serve(search);
