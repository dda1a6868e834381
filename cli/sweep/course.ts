/**
 * How far a sweep has come: a line that is overwritten on a terminal, a line a minute elsewhere.
 * @module
 */
import { count } from "../../replay/text.ts";
import { note } from "../output.ts";

const STEP_MS = 200, MINUTE_MS = 60_000;
const encoder = new TextEncoder();

/** `2 min 30 s` */
export function lasting(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${count(Math.floor(whole / 3600))} h ${Math.floor((whole % 3600) / 60)} min`;
}

export class SweepCourse {
  private readonly isTerminal = Deno.stderr.isTerminal();
  private readonly begin = performance.now();
  private next: number;
  private done = 0;
  private failed = 0;
  private shown = false;

  /**
   * @param total runs of the whole sweep
   * @param before of these, finished when it began
   */
  constructor(private readonly total: number, private readonly before: number) {
    this.next = this.begin + (this.isTerminal ? STEP_MS : MINUTE_MS);
  }

  ended(hasFailed: boolean): void {
    this.done++;
    if (hasFailed) this.failed++;
    const now = performance.now();
    if (now < this.next) return;
    this.next = now + (this.isTerminal ? STEP_MS : MINUTE_MS);
    this.show(this.text((now - this.begin) / 1000));
  }

  /** Takes the line off the terminal: something is to be said. */
  clear(): void {
    if (this.shown) this.write("\r\x1b[K");
    this.shown = false;
  }

  [Symbol.dispose](): void {
    this.clear();
  }

  private text(seconds: number): string {
    const { done, total, failed } = this, at = this.before + done, rate = done / seconds;
    return `${count(at)} of ${count(total)} runs (${Math.floor((100 * at) / total)} %), ` +
      `${rate >= 10 ? count(Math.round(rate)) : rate.toFixed(1)} a second, ` +
      `${lasting((total - at) / rate)} left${failed > 0 ? `, ${count(failed)} failed` : ""}`;
  }

  private show(text: string): void {
    if (!this.isTerminal) return note(text);
    this.write(`\r${text}\x1b[K`);
    this.shown = true;
  }

  private write(text: string): void {
    try {
      Deno.stderr.writeSync(encoder.encode(text));
    } catch { /* nobody to tell */ }
  }
}
