/**
 * A trace line's parts, and what all forms share in finding them. Positions are byte offsets, and
 * nothing is allocated per line. The bytes may hold more lines: nothing here looks beyond a line's end.
 *
 * ```text
 *             init-1       [000] d..1.     3.806890: mm_page_alloc: page=... pfn=0x6918 order=1
 *             ~~~~~~        ~~~  ~~~~~     ~~~~~~~~  ~~~~~~~~~~~~~  ~~~~
 *             task          cpu  flags     time      name           fields
 * ```
 * @module
 */

export const SPACE = 32, COLON = 58, DASH = 45, POINT = 46, OPEN = 91, CLOSE = 93;
const NEWLINE = 10;
const ROUND_OPEN = 40, ROUND_CLOSE = 41, TAB = 9;
const ZERO = 48, NANO_DIGITS = 9;
/** Nanoseconds of one unit of a fraction of so many digits. */
const scale = Int32Array.from({ length: NANO_DIGITS + 1 }, (_, digits) => 10 ** (9 - digits));
const COMM_MAX = 64; // a name of 15 bytes, a number, a TGID column and blanks lie before the cpu

/** Where the parts of one line lie; the caller brings it, a form fills it. */
export class Line {
  taskFrom = 0;
  taskUntil = 0;
  /** Where the name of the task ends and its number begins: behind a dash or blanks. */
  pidFrom = 0;
  cpu = 0;
  /** Behind the cpu's bracket. */
  cpuEnd = 0;
  /** Flags of an event's head: context | irqs off << 2 | preemption off << 3. */
  flags = 0;
  /** Whole seconds and ns; of a clock without a point, its count and 0. */
  seconds = 0;
  nanoseconds = 0;
  /** True if the time has a point. */
  pointed = false;
  nameFrom = 0;
  nameUntil = 0;
  fieldsFrom = 0;
  /** True if what stands before the cpu is what stood there in the line before. */
  sameTask = false;
  /** True if the task of the line that is remembered was asked for. */
  taskKnown = false;
  private readonly head = new Uint8Array(COMM_MAX);
  private headBytes = 0;
  private taskAt = 0;
  private taskEnd = 0;
  private pidAt = 0;

  /** Remembers what a line that begins at `from` has before its cpu's bracket. */
  remember(bytes: Uint8Array, from: number, bracket: number): void {
    this.taskKnown = false;
    this.headBytes = bracket - from <= COMM_MAX ? bracket - from : 0;
    for (let at = 0; at < this.headBytes; at++) this.head[at] = bytes[from + at];
    this.taskAt = this.taskFrom - from;
    this.taskEnd = this.taskUntil - from;
    this.pidAt = this.pidFrom - from;
  }

  /**
   * Columns stand under each other, and neighbouring lines mostly have one task: if this line has
   * before its bracket what the one before had, its task is known.
   * @returns the position of the bracket; -1 if it has not
   */
  recall(bytes: Uint8Array, from: number): number {
    const { head, headBytes } = this;
    if (headBytes === 0 || bytes[from + headBytes] !== OPEN) return -1;
    for (let at = headBytes - 1; at >= 0; at--) if (head[at] !== bytes[from + at]) return -1;
    this.taskFrom = from + this.taskAt;
    this.taskUntil = from + this.taskEnd;
    this.pidFrom = from + this.pidAt;
    return from + headBytes;
  }
}

/** A form of text: fills `line` and returns true if the bytes from `from` to `until` are one of its lines. */
export interface Form {
  readonly name: string;
  read(line: Line, bytes: Uint8Array, from: number, until: number): boolean;
}

export const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
export const isBlank = (byte: number): boolean => byte === SPACE || byte === TAB;

/** The first byte from `at` on that is not blank. */
export function skipBlanks(bytes: Uint8Array, at: number, until: number): number {
  while (at < until && isBlank(bytes[at])) at++;
  return at;
}

/**
 * The next `[cpu]` that could end a line's task column: its digits are read into `line.cpu`.
 * @returns the position of the bracket; -1 if there is none
 */
export function nextCpu(
  line: Line,
  bytes: Uint8Array,
  begin: number,
  at: number,
  until: number,
): number {
  const end = Math.min(until, begin + COMM_MAX);
  for (; at < end; at++) {
    if (bytes[at] === NEWLINE) return -1;
    if (bytes[at] === OPEN && isBlank(bytes[at - 1]) && readCpu(line, bytes, at, until)) return at;
  }
  return -1;
}

/** Reads `[000] `: three digits or more. */
export function readCpu(line: Line, bytes: Uint8Array, at: number, until: number): boolean {
  let cpu = 0, digit = at + 1;
  for (; digit < until && isDigit(bytes[digit]); digit++) cpu = cpu * 10 + bytes[digit] - ZERO;
  line.cpu = cpu;
  line.cpuEnd = digit + 1;
  return digit - at >= 4 && bytes[digit] === CLOSE && isBlank(bytes[digit + 1]);
}

/** Behind the last byte before `at` that is neither blank nor part of a TGID column `(  123)`. */
export function taskEnd(bytes: Uint8Array, begin: number, at: number): number {
  while (at > begin && isBlank(bytes[at - 1])) at--;
  if (bytes[at - 1] !== ROUND_CLOSE) return at;
  let open = at - 2;
  while (open > begin && (isDigit(bytes[open]) || isBlank(bytes[open]) || bytes[open] === DASH)) {
    open--;
  }
  if (bytes[open] !== ROUND_OPEN) return at;
  while (open > begin && isBlank(bytes[open - 1])) open--;
  return open;
}

/**
 * Reads `12345.678901:` or `12345:`.
 * @returns the position behind the colon; -1 if it is no time
 */
export function readTime(line: Line, bytes: Uint8Array, at: number, until: number): number {
  let seconds = 0, fraction = 0, digits = 0;
  const begin = at;
  for (; at < until; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) break;
    seconds = seconds * 10 + digit;
  }
  if (at === begin) return -1;
  line.pointed = bytes[at] === POINT;
  if (line.pointed) {
    for (at++; at < until; at++) {
      const digit = bytes[at] - ZERO;
      if (digit < 0 || digit > 9) break;
      if (digits === NANO_DIGITS) continue; // finer than a nanosecond
      fraction = fraction * 10 + digit;
      digits++;
    }
    if (digits === 0) return -1;
  }
  if (at >= until || bytes[at] !== COLON) return -1;
  line.seconds = seconds;
  line.nanoseconds = digits === 0 ? 0 : fraction * scale[digits];
  return at + 1;
}

/** Reads `name: `, from the last colon within it on if `grouped` (`kmem:name: `). */
export function readName(
  line: Line,
  bytes: Uint8Array,
  at: number,
  until: number,
  grouped: boolean,
): boolean {
  at = skipBlanks(bytes, at, until);
  let from = at;
  while (at < until && bytes[at] > SPACE) {
    if (bytes[at] === COLON) {
      if (!grouped || at + 1 === until || bytes[at + 1] <= SPACE) break;
      from = at + 1;
    }
    at++;
  }
  if (at === from || at >= until || bytes[at] !== COLON) return false;
  line.nameFrom = from;
  line.nameUntil = at;
  line.fieldsFrom = at + 1;
  return true;
}
