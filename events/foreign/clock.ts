/**
 * From the times of a trace's lines to the gaps between events: what is too long for one event, and
 * every step back, becomes an event of its own.
 * @module
 */
import { Kind } from "../kinds.ts";
import { type EventLog, GAP_MAX, packHead } from "../log.ts";
import type { Line } from "./line.ts";

const HIGH = 2 ** 31;
const WORLD = 0;

export class TraceClock {
  /** Steps back so far, and the longest, in units of the clock. */
  stepsBack = 0;
  stepBackMax = 0;
  /** The first and the last time, as the trace writes them. */
  first = "";
  /** True if the trace's times have a point: seconds; else they are counts. Null before the first. */
  pointed: boolean | null = null;
  private seconds = 0;
  private nanoseconds = 0;

  /** False if a line counts time otherwise than the lines before it. */
  fits(line: Line): boolean {
    return this.pointed === null || this.pointed === line.pointed;
  }

  /** The gap of the next event, in ns or counts; appends what cannot be one. */
  gapTo(line: Line, log: EventLog): number {
    let gap = 0;
    if (this.pointed === null) this.begin(line);
    else {
      const unit = line.pointed ? 1e9 : 1;
      gap = (line.seconds - this.seconds) * unit + line.nanoseconds - this.nanoseconds;
    }
    this.seconds = line.seconds;
    this.nanoseconds = line.nanoseconds;
    return gap >= 0 && gap <= GAP_MAX ? gap : this.leap(gap, log);
  }

  private begin(line: Line): void {
    this.pointed = line.pointed;
    const fraction = String(line.nanoseconds).padStart(9, "0").replace(/0{0,3}$/, "");
    this.first = line.pointed ? `${line.seconds}.${fraction}` : String(line.seconds);
  }

  private leap(gap: number, log: EventLog): number {
    const back = gap < 0, length = Math.abs(gap);
    const high = Math.floor(length / HIGH), low = length % HIGH;
    if (back) {
      this.stepsBack++;
      this.stepBackMax = Math.max(this.stepBackMax, length);
      log.append(packHead(Kind.ClockSteppedBack, WORLD, 0, 0, 0), high, low, 0);
    } else log.append(packHead(Kind.TimePassed, WORLD, 0, 0, 0), low, high, 0);
    return 0;
  }
}
