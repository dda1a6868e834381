/**
 * Text of `perf script`: task and thread number apart, events named with their group, no flags.
 *
 * ```text
 *             perf   139 [000]     3.999917:             kmem:mm_page_alloc: page=0x4db0 pfn=0x4db0
 * ```
 * @module
 */
import {
  type Form,
  isBlank,
  isDigit,
  type Line,
  nextCpu,
  readName,
  readTime,
  skipBlanks,
} from "./line.ts";

const SLASH = 47, DASH = 45;

/** `comm   139` or `comm   100/139`; a thread whose number is unknown is -1. */
function readTask(line: Line, bytes: Uint8Array, begin: number, bracket: number): boolean {
  let end = bracket;
  while (end > begin && isBlank(bytes[end - 1])) end--;
  let digit = end;
  while (digit > begin && (isDigit(bytes[digit - 1]) || bytes[digit - 1] === SLASH)) digit--;
  if (digit > begin && digit < end && bytes[digit - 1] === DASH) digit--;
  if (digit === end || digit <= begin || !isBlank(bytes[digit - 1])) return false;
  line.taskFrom = begin;
  line.taskUntil = end;
  line.pidFrom = digit;
  return true;
}

export const perf: Form = {
  name: "perf",
  read(line, bytes, from, until) {
    const begin = skipBlanks(bytes, from, until);
    let bracket = nextCpu(line, bytes, begin, begin + 1, until);
    while (bracket >= 0) {
      if (readTask(line, bytes, begin, bracket)) {
        line.flags = 0;
        line.sameTask = false;
        const at = readTime(line, bytes, skipBlanks(bytes, line.cpuEnd, until), until);
        if (at >= 0 && readName(line, bytes, at, until, true)) return true;
      }
      bracket = nextCpu(line, bytes, begin, bracket + 1, until);
    }
    return false;
  },
};
