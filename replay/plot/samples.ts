/**
 * Series over time in a fixed room: of each sample the lowest, the highest and the last value.
 * A sample is as long as it has to be for all of them to fit, so that a dip of one event is kept
 * however long the run turns out to be.
 *
 * ```text
 * full:     | 3..9 | 4..4 | 1..6 | 6..7 |        4 samples of 1 us
 * halved:   |   3..9      |     1..7    |        2 samples of 2 us, and room for two more
 * ```
 * @module
 */

const FIRST_NS = 1000;

/** One series: a number a sample. */
export interface Series {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly last: readonly number[];
}

/** Some series on one clock, and a tally of what happened in each sample. */
export class Samples {
  /** Length of a sample. */
  widthNs: number;
  /** Samples begun. */
  count = 0;
  /** What `note` takes, by series: the caller brings it up to date. */
  readonly now: Float64Array;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly last: Float64Array;
  private readonly tally: Float64Array;

  /**
   * @param room how many samples there may be; even
   * @param firstNs how long they are at first
   */
  constructor(
    private readonly series: number,
    private readonly room: number,
    private readonly firstNs: number = FIRST_NS,
  ) {
    this.widthNs = firstNs;
    this.now = new Float64Array(series);
    this.low = new Float64Array(series * room);
    this.high = new Float64Array(series * room);
    this.last = new Float64Array(series * room);
    this.tally = new Float64Array(room);
  }

  /** Forgets all; the next `note` begins anew. */
  clear(): void {
    this.count = 0;
    this.widthNs = this.firstNs;
  }

  /** Notes the values of `now` as those from `ns` on. Times never run backwards. */
  note(ns: number): void {
    this.reach(ns);
    const at = this.count - 1;
    for (let series = 0; series < this.series; series++) {
      const value = this.now[series], place = series * this.room + at;
      if (value < this.low[place]) this.low[place] = value;
      if (value > this.high[place]) this.high[place] = value;
      this.last[place] = value;
    }
  }

  /** Adds to the tally of the sample that was noted last. */
  add(amount: number): void {
    this.tally[this.count - 1] += amount;
  }

  seriesOf(series: number): Series {
    const part = (from: Float64Array): number[] =>
      Array.from(from.subarray(series * this.room, series * this.room + this.count));
    return { low: part(this.low), high: part(this.high), last: part(this.last) };
  }

  tallies(): number[] {
    return Array.from(this.tally.subarray(0, this.count));
  }

  /** Begins samples up to the one that holds `ns`; each begins with what the one before ended with. */
  private reach(ns: number): void {
    while (this.count === 0 || ns >= this.count * this.widthNs) {
      if (this.count === this.room) this.halve();
      else this.begin();
    }
  }

  private begin(): void {
    const at = this.count++;
    this.tally[at] = 0;
    for (let series = 0; series < this.series; series++) {
      const place = series * this.room + at;
      const held = this.last[place - 1];
      this.low[place] = at === 0 ? Infinity : held;
      this.high[place] = at === 0 ? -Infinity : held;
      this.last[place] = held;
    }
  }

  /** Joins each two samples to one. */
  private halve(): void {
    this.count >>= 1;
    this.widthNs *= 2;
    for (let at = 0; at < this.count; at++) {
      this.tally[at] = this.tally[2 * at] + this.tally[2 * at + 1];
      for (let series = 0; series < this.series; series++) {
        const base = series * this.room, two = base + 2 * at;
        this.low[base + at] = Math.min(this.low[two], this.low[two + 1]);
        this.high[base + at] = Math.max(this.high[two], this.high[two + 1]);
        this.last[base + at] = this.last[two + 1];
      }
    }
  }
}
