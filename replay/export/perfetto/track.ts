/**
 * A track of spans that follow each other, and how it stays short: spans that begin within one `step` are
 * joined, so that a track has no more of them than its time has steps.
 *
 * ```text
 * spans     |a| |b|a|            |bbbbbb|    |a|
 * step      |--------|  |--------|  |--------|
 * written   |a + b   |           |bbbbbb|    |a|
 * ```
 * A joined span says how many it is made of, how long these were together, and which was the longest.
 * @module
 */
import type { Args, Sink } from "./trace.ts";

const NAMES_MAX = 3;

export class Track {
  private readonly names: string[] = [];
  private from = 0;
  private to = 0;
  private count = 0;
  private sum = 0;
  private longest = 0;
  private longestEvent = 0;
  private args: Args = {};

  /** @param step in ns; 0 writes each span by itself */
  constructor(
    private readonly trace: Sink,
    private readonly group: number,
    private readonly track: number,
    private readonly step: number,
  ) {}

  /** Adds a span that begins no earlier than the one before it ended. */
  add(name: string, from: number, to: number, event: number, args: Args): void {
    if (this.count > 0 && from >= this.from + this.step) this.flush();
    if (this.count === 0) {
      this.from = from;
      this.sum = this.longest = 0;
      this.args = args;
    }
    if (to - from >= this.longest) {
      this.longest = to - from;
      this.longestEvent = event;
    }
    this.to = to;
    this.sum += to - from;
    this.count++;
    if (!this.names.includes(name)) this.names.push(name);
    if (this.step === 0) this.flush();
  }

  /** Writes what is held back. */
  flush(): void {
    if (this.count === 0) return;
    const { names } = this, more = names.length - NAMES_MAX;
    const name = names.slice(0, NAMES_MAX).join(" + ") + (more > 0 ? ` + ${more} more` : "");
    const args: Args = this.count === 1 ? { event: this.longestEvent, ...this.args } : {
      spans: this.count,
      sumNs: this.sum,
      longestNs: this.longest,
      longestEvent: this.longestEvent,
    };
    this.trace.span(this.group, this.track, name, this.from, this.to, args);
    this.count = names.length = 0;
  }
}
