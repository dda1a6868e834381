/**
 * The log in memory: append-only events of four 32-bit words, read by index.
 * The only file that knows where a field lies.
 *
 * ```text
 * word 0   kind 8 | actor 8 | cpu 8 | context 2 | irqs off 1 | preemption off 1 | order 4
 * word 1   pfn (or lock, or the first word that the kind names)
 * word 2   value (fields as the kinds table says)
 * word 3   nanoseconds since the event before, below 2^31
 * ```
 * The event at index `i` has the number `i + 1`: contents of pages name events, and 0 means zeros.
 * @module
 */

/** Numbers that can be read by index; a typed array fits as it is. */
export interface Words {
  /** How many there are. */
  readonly length: number;
  /** The number at an index; undefined at run time where there is none. */
  readonly [index: number]: number;
}

/** Words of an event. */
export const STRIDE = 4;
/** No page, no block, no entry. */
export const NONE = -1;
/** Most nanoseconds that one event can lie behind the one before it. */
export const GAP_MAX = 0x7fffffff;
/** Cpu numbers from here on are threads of the host. */
export const HOST_CPU = 240;
export const LANES_MAX = 255;
export const EVENTS_MAX = 0x7fffffff;

/** The number of an event's kind. */
export const kindOf = (words: Words, index: number): number => words[index * STRIDE] & 0xff;
/** The lane whose event it is. */
export const actorOf = (words: Words, index: number): number =>
  (words[index * STRIDE] >>> 8) & 0xff;
/** The cpu; `HOST_CPU` and up are threads of the host. */
export const cpuOf = (words: Words, index: number): number => (words[index * STRIDE] >>> 16) & 0xff;
export const contextOf = (words: Words, index: number): number =>
  (words[index * STRIDE] >>> 24) & 3;
export const irqsOffOf = (words: Words, index: number): number =>
  (words[index * STRIDE] >>> 26) & 1;
export const preemptOffOf = (words: Words, index: number): number =>
  (words[index * STRIDE] >>> 27) & 1;
/** The order, or what else the kind keeps there. */
export const orderOf = (words: Words, index: number): number => words[index * STRIDE] >>> 28;
/** Word 1: a page frame, or what the kind keeps there. */
export const pfnOf = (words: Words, index: number): number => words[index * STRIDE + 1];
/** Word 2: what it holds is in the kinds table. */
export const valueOf = (words: Words, index: number): number => words[index * STRIDE + 2];
export const gapOf = (words: Words, index: number): number => words[index * STRIDE + 3];

/** Packs word 0. `flags` is context | irqs off << 2 | preemption off << 3. */
export function packHead(
  kind: number,
  actor: number,
  cpu: number,
  flags: number,
  order: number,
): number {
  return kind | (actor << 8) | (cpu << 16) | (flags << 24) | (order << 28);
}

/** An append-only log. Appending allocates nothing but when the log doubles. */
export class EventLog {
  /** The words of all events, with room behind them; another array after the log has grown. */
  words: Int32Array;
  /** Number of events that it holds. */
  length = 0;
  /** Events before them that were written elsewhere and forgotten: the first one held has the number `dropped + 1`. */
  dropped = 0;

  /**
   * An empty log.
   * @param capacity events that fit before it grows
   */
  constructor(capacity = 1024) {
    this.words = new Int32Array(capacity * STRIDE);
  }

  /**
   * Appends one event and returns its index.
   * @param head word 0, packed by {@linkcode packHead}
   * @throws RangeError if `gap` is outside 0 to 2^31 - 1 ns
   */
  append(head: number, pfn: number, value: number, gap: number): number {
    if (gap < 0 || gap > GAP_MAX) failGap(gap);
    const at = this.length * STRIDE;
    if (at === this.words.length) this.grow(this.length + 1);
    const words = this.words;
    words[at] = head;
    words[at + 1] = pfn;
    words[at + 2] = value;
    words[at + 3] = gap;
    return this.length++;
  }

  /** Makes room for `events` events in all. */
  grow(events: number): void {
    if (events > EVENTS_MAX) failFull(events);
    let capacity = Math.max(this.words.length, STRIDE);
    while (capacity < events * STRIDE) capacity *= 2;
    const words = new Int32Array(capacity);
    words.set(this.words.subarray(0, this.length * STRIDE));
    this.words = words;
  }

  /** Forgets the events from index `length` on. */
  truncate(length: number): void {
    if (length < 0 || length > this.length) failTruncate(length, this.length);
    this.length = length;
  }

  /** Events that were appended in all, those forgotten among them. */
  get events(): number {
    return this.dropped + this.length;
  }

  /** Forgets all events that it holds, as written elsewhere; the numbers of those to come go on. */
  drop(): void {
    if (this.events >= EVENTS_MAX) failFull(this.events + 1);
    this.dropped += this.length;
    this.length = 0;
  }

  /** Empties it for another use: its room stays, the numbers of events begin anew. */
  clear(): void {
    this.length = this.dropped = 0;
  }

  /** Appends whole events as words. */
  extend(words: Int32Array): void {
    const events = words.length / STRIDE;
    if (this.length + events > this.words.length / STRIDE) this.grow(this.length + events);
    this.words.set(words, this.length * STRIDE);
    this.length += events;
  }
}

function failGap(gap: number): never {
  throw new RangeError(`Cannot append an event ${gap} ns after the one before: at most ${GAP_MAX}`);
}

function failFull(events: number): never {
  throw new RangeError(`Cannot append: a log holds at most ${EVENTS_MAX} events, not ${events}`);
}

function failTruncate(length: number, have: number): never {
  throw new RangeError(`Cannot cut the log to ${length} events: it has ${have}`);
}
