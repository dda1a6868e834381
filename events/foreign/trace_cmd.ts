/**
 * Text of `trace-cmd report`: as ftrace has it, without the column of flags, so contexts and
 * interrupts are not known. With its option for flags it is ftrace's form.
 *
 * ```text
 *             init-1     [000]     3.806890: mm_page_alloc:        page=... pfn=0x6918 order=1
 * ```
 * @module
 */
import { readLine } from "./ftrace.ts";
import type { Form } from "./line.ts";

export const traceCmd: Form = {
  name: "trace-cmd",
  read: (line, bytes, from, until) => readLine(line, bytes, from, until, false),
};
