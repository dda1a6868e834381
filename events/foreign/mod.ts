/**
 * The list of forms of trace text: a new one is its file and its line here. The first that reads a
 * line is taken for the lines after it, until it fails.
 * @module
 */
import { ftrace } from "./ftrace.ts";
import type { Form } from "./line.ts";
import { perf } from "./perf.ts";
import { traceCmd } from "./trace_cmd.ts";

export const forms: readonly Form[] = [ftrace, traceCmd, perf];
