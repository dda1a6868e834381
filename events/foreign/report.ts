/**
 * What an import leaves out, counted and with the line where it first happened.
 * @module
 */

/** Why a line is not in the log. */
export const SKIPS = {
  garbage: "no line of a trace",
  cut: "cut: a field that the event must have is missing or no number",
  tooLong: "longer than 64 KiB",
  cpu: "on a cpu beyond 239",
  clock: "with a time in another unit than the first",
  order: "with an order beyond 10",
  type: "with a migratetype beyond 7",
  beyond: "with a pfn beyond memory",
  unaligned: "with a pfn that no block of its order begins at",
} as const;

/** The name of a reason. */
export type Skip = keyof typeof SKIPS;

const LOST = /\[LOST (\d+) EVENTS\]|\[(\d+) EVENTS DROPPED\]/;
const CHATTER = /^(cpus=\d+|version = \d+|CPU \d+ is empty|\s*)$/;
const CHATTER_MAX = 200; // longer lines are garbage unread
const decoder = new TextDecoder();

export class ImportReport {
  /** Lines read so far. */
  lines = 0;
  /** The name of the form of text that was read last; empty before the first event. */
  form = "";
  /** Events by the id of their name. */
  readonly byName: number[] = [];
  /** Lines left out, by reason: how many, and the number of the first. */
  readonly skipped = new Map<Skip, { count: number; firstLine: number }>();
  /** Events that the tracer says it lost. */
  lost = 0;
  /** `mm_page_free_batched` events that no `mm_page_free` came before. */
  batchedAlone = 0;
  /** Names of request flags that the log keeps no bit for. */
  readonly flagsNotKept = new Set<string>();

  line(): void {
    this.lines++;
  }

  skip(reason: Skip): void {
    const found = this.skipped.get(reason);
    if (found === undefined) this.skipped.set(reason, { count: 1, firstLine: this.lines });
    else found.count++;
  }

  /**
   * A line that is no event.
   * @returns how many events it says were lost
   */
  otherLine(bytes: Uint8Array, from: number, until: number): number {
    if (until - from <= CHATTER_MAX) {
      const text = decoder.decode(bytes.subarray(from, until));
      const lost = LOST.exec(text);
      if (lost !== null) {
        const events = Math.min(Number(lost[1] ?? lost[2]), 0x7fffffff);
        this.lost += events;
        return events;
      }
      if (CHATTER.test(text)) return 0;
    }
    this.skip("garbage");
    return 0;
  }
}
