/**
 * One of the threads that match a folder of measured migrations: is sent a path, answers with its row.
 * @module
 */
import { serve } from "../../threads.ts";
import { matchFile } from "./one.ts";

serve(matchFile);
