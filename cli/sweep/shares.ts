/**
 * How runs are shared out among threads: neighbours that begin with the same world stay together.
 * @module
 */
import type { SweepRun } from "./engine.ts";

/** Runs of one world that are held at most for one thread: a plan may have nothing but such. */
const SHARE_MAX = 64;

export class Shares {
  /** By thread: runs that are meant for it. */
  private readonly own: SweepRun[][];
  /** Runs that failed, and the thread that is not to have them again if there is another. */
  private readonly back: { readonly run: SweepRun; readonly not: number }[] = [];
  private ahead: SweepRun | undefined;
  private atEnd = false;

  constructor(private readonly runs: Iterator<SweepRun>, threads: number) {
    this.own = Array.from({ length: threads }, () => []);
  }

  /** True if nothing is left to be handed out. */
  get isEmpty(): boolean {
    return this.back.length === 0 && this.own.every((share) => share.length === 0) &&
      this.peek() === undefined;
  }

  /** The next run for a thread; undefined if there is none for it. */
  next(thread: number): SweepRun | undefined {
    const again = this.back.findIndex(({ not }) => not !== thread || this.own.length === 1);
    if (again >= 0) return this.back.splice(again, 1)[0].run;
    const own = this.own[thread];
    if (own.length === 0) this.refill(own);
    return own.shift() ?? this.longest().pop();
  }

  giveBack(run: SweepRun, not: number): void {
    this.back.push({ run, not });
  }

  private peek(): SweepRun | undefined {
    if (this.ahead === undefined && !this.atEnd) {
      const { value, done } = this.runs.next();
      if (done) this.atEnd = true;
      else this.ahead = value;
    }
    return this.ahead;
  }

  /** Takes the next world's runs. */
  private refill(share: SweepRun[]): void {
    const world = this.peek()?.world;
    while (share.length < SHARE_MAX && this.peek() !== undefined && this.peek()!.world === world) {
      share.push(this.ahead!);
      this.ahead = undefined;
    }
  }

  private longest(): SweepRun[] {
    return this.own.reduce((most, share) => share.length > most.length ? share : most);
  }
}
