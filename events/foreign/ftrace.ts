/**
 * Text of tracefs `trace`: task, cpu, flags, time, event. The header may have a TGID column, and with
 * the clock `counter` the time is a whole number (kernel-6.1 facts, rule 32).
 *
 * ```text
 *             init-1       [000] d..1.     3.806890: mm_page_alloc: page=...
 *             init-1       (      1) [000] .....            13: mm_page_alloc: page=...
 * ```
 * @module
 */
import {
  DASH,
  type Form,
  isDigit,
  type Line,
  nextCpu,
  POINT,
  readCpu,
  readName,
  readTime,
  skipBlanks,
  SPACE,
  taskEnd,
} from "./line.ts";

const IRQS = 4, PREEMPT = 8;
const Task = 0, Softirq = 1, Hardirq = 2, Nmi = 3;
const code = (letter: string): number => letter.charCodeAt(0);
const [d, D, h, H, s, Z, z] = Array.from("dDhHsZz", code);
const ZERO = code("0");

/** The task before a cpu's bracket: `comm-pid`, where the name itself may hold blanks and dashes. */
export function readTask(line: Line, bytes: Uint8Array, begin: number, bracket: number): boolean {
  const end = taskEnd(bytes, begin, bracket);
  let digit = end;
  while (digit > begin && isDigit(bytes[digit - 1])) digit--;
  if (digit === end || digit <= begin + 1 || bytes[digit - 1] !== DASH) return false;
  line.taskFrom = begin;
  line.taskUntil = end;
  line.pidFrom = digit;
  return true;
}

/**
 * The flags column: interrupts off (`d`; `D` with softirqs off too, `b` only those), need-resched,
 * `h` hardirq, `s` softirq, `H` hardirq within softirq, `z` and `Z` nmi, then the depth of preemption
 * (Linux, Documentation/trace/ftrace.rst, latency format).
 */
function flagsOf(bytes: Uint8Array, from: number, until: number): number {
  const irqs = bytes[from], context = bytes[from + 2], depth = bytes[from + 3];
  const where = context === s
    ? Softirq
    : context === h || context === H
    ? Hardirq
    : context === z || context === Z
    ? Nmi
    : Task;
  const deep = from + 3 < until && depth !== POINT && depth !== ZERO;
  return where | (irqs === d || irqs === D ? IRQS : 0) | (deep ? PREEMPT : 0);
}

/** What stands behind the cpu: flags if `flagged`, time, name. */
export function readRest(
  line: Line,
  bytes: Uint8Array,
  until: number,
  flagged: boolean,
): boolean {
  let at = skipBlanks(bytes, line.cpuEnd, until);
  line.flags = 0;
  if (flagged) {
    const from = at;
    if (isDigit(bytes[at])) return false;
    while (at < until && bytes[at] > SPACE) at++;
    if (at - from < 4) return false;
    line.flags = flagsOf(bytes, from, at);
    at = skipBlanks(bytes, at, until);
  }
  at = readTime(line, bytes, at, until);
  return at >= 0 && readName(line, bytes, at, until, false);
}

/** Tries every bracket that may be the cpu's: a task may be called `[000]`. */
export function readLine(
  line: Line,
  bytes: Uint8Array,
  from: number,
  until: number,
  flagged: boolean,
): boolean {
  let bracket = line.recall(bytes, from);
  line.sameTask = bracket >= 0;
  if (
    bracket >= 0 && readCpu(line, bytes, bracket, until) && readRest(line, bytes, until, flagged)
  ) return true;
  line.sameTask = false;
  const begin = skipBlanks(bytes, from, until);
  bracket = nextCpu(line, bytes, begin, begin + 1, until);
  while (bracket >= 0) {
    if (readTask(line, bytes, begin, bracket) && readRest(line, bytes, until, flagged)) {
      line.remember(bytes, from, bracket);
      return true;
    }
    bracket = nextCpu(line, bytes, begin, bracket + 1, until);
  }
  return false;
}

export const ftrace: Form = {
  name: "ftrace",
  read: (line, bytes, from, until) => readLine(line, bytes, from, until, true),
};
