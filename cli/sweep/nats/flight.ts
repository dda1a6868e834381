/**
 * The runs that are given out and not answered: few of a plan at any time, each answered once.
 * @module
 */
import { type SweepResult, type SweepRun, TRIES } from "../engine.ts";
import type { Answer } from "./words.ts";

/** Runs of one world in one message at most. */
const TOGETHER_MAX = 32;

export class Flight {
  /** Answers to runs that were answered before: leases that were lost. */
  late = 0;
  /** Runs that workers gave back, or lost. */
  again = 0;
  private readonly open = new Map<string, SweepRun>();
  private readonly failures = new Map<string, number>();
  private readonly back: SweepRun[] = [];
  private ahead: SweepRun | undefined;
  private atEnd = false;

  /** @param most runs that are given out at the same time */
  constructor(private readonly runs: Iterator<SweepRun>, private readonly most: number) {}

  /** True if all runs are answered. */
  get isOver(): boolean {
    return this.open.size === 0 && this.back.length === 0 && this.peek() === undefined;
  }

  /** The next message; undefined if there is none, or too much is out. */
  next(): SweepRun[] | undefined {
    const again = this.back.shift();
    if (again !== undefined) return [again];
    if (this.open.size >= this.most) return undefined;
    const given: SweepRun[] = [], world = this.peek()?.world;
    while (
      given.length < TOGETHER_MAX && this.peek() !== undefined && this.ahead!.world === world
    ) {
      given.push(this.ahead!);
      this.open.set(this.ahead!.id, this.ahead!);
      this.ahead = undefined;
    }
    return given.length === 0 ? undefined : given;
  }

  /** What an answer brings: a result, the first time, or none. */
  take({ result, failed, back }: Answer): SweepResult | undefined {
    if (back !== undefined) { for (const id of back) this.giveAgain(id); }
    const run = this.open.get(result?.id ?? failed?.id ?? "");
    if (run === undefined) {
      if (back === undefined) this.late++;
      return undefined;
    }
    if (failed !== undefined) {
      const tries = (this.failures.get(run.id) ?? 0) + 1;
      if (tries < TRIES && !failed.isLast) {
        this.failures.set(run.id, tries);
        this.back.push(run);
        return undefined;
      }
    }
    this.open.delete(run.id);
    this.failures.delete(run.id);
    const { index, id } = run;
    return result ?? { index, id, figures: [], digest: "", failure: failed!.why };
  }

  /** The server has lost what was given out: all of it goes out again. */
  giveAll(): void {
    for (const id of this.open.keys()) this.giveAgain(id);
  }

  private giveAgain(id: string): void {
    const run = this.open.get(id);
    if (run === undefined || this.back.includes(run)) return;
    this.again++;
    this.back.push(run);
  }

  private peek(): SweepRun | undefined {
    if (this.ahead === undefined && !this.atEnd) {
      const { value, done } = this.runs.next();
      if (done) this.atEnd = true;
      else this.ahead = value;
    }
    return this.ahead;
  }
}
