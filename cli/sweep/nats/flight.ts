/**
 * The runs that are given out and not answered: few of a plan at any time, each answered once.
 *
 * Runs whose worker was lost go out again one by one; those that are lost once more go out alone, and
 * from then on it is the run that is to blame.
 * @module
 */
import { type SweepResult, type SweepRun, TRIES } from "../engine.ts";
import type { Answer, Batch } from "./words.ts";

/** Runs of one world in one message at most. */
const TOGETHER_MAX = 32;
const LOST = "its worker was lost";

export class Flight {
  /** Answers to runs that were answered before: leases that were lost. */
  late = 0;
  /** Runs that workers gave back, or that were lost with them. */
  again = 0;
  private readonly open = new Map<string, SweepRun>();
  private readonly failures = new Map<string, number>();
  private readonly lost = new Map<string, number>();
  /** Runs that are being done alone. */
  private readonly begun = new Set<string>();
  /** What goes out again, each by itself. */
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
  next(): Batch | undefined {
    for (let run = this.back.shift(); run !== undefined; run = this.back.shift()) {
      if (this.open.has(run.id)) return { runs: [run], alone: (this.lost.get(run.id) ?? 0) > 1 };
    }
    if (this.open.size >= this.most) return undefined;
    const runs: SweepRun[] = [], world = this.peek()?.world;
    while (runs.length < TOGETHER_MAX && this.peek() !== undefined && this.ahead!.world === world) {
      runs.push(this.ahead!);
      this.open.set(this.ahead!.id, this.ahead!);
      this.ahead = undefined;
    }
    return runs.length === 0 ? undefined : { runs, alone: false };
  }

  /** What an answer brings: results of runs, each the first time. */
  *take({ done, failed, begun, lost, back }: Answer): Generator<SweepResult> {
    if (begun !== undefined) this.begun.add(begun);
    for (const id of back ?? []) this.giveAgain(id);
    for (const id of lost ?? []) {
      const isToBlame = this.begun.has(id);
      this.lost.set(id, (this.lost.get(id) ?? 0) + 1);
      if (isToBlame) yield* this.hasFailed(id, LOST);
      else this.giveAgain(id);
    }
    if (failed !== undefined) yield* this.hasFailed(failed.id, failed.why);
    for (const { result } of done ?? []) {
      if (!this.isOpen(result.id)) continue;
      this.close(result.id);
      yield result;
    }
  }

  /** The server has lost what was given out: all of it goes out again. */
  giveAll(): void {
    for (const id of this.open.keys()) this.giveAgain(id);
  }

  private isOpen(id: string): boolean {
    const isOpen = this.open.has(id);
    if (!isOpen) this.late++;
    return isOpen;
  }

  private *hasFailed(id: string, failure: string): Generator<SweepResult> {
    if (!this.isOpen(id)) return;
    const tries = (this.failures.get(id) ?? 0) + 1;
    this.failures.set(id, tries);
    if (tries < TRIES) return this.giveAgain(id);
    const { index } = this.open.get(id)!;
    this.close(id);
    yield { index, id, figures: [], digest: "", failure };
  }

  private close(id: string): void {
    for (const kept of [this.open, this.failures, this.lost, this.begun]) kept.delete(id);
  }

  private giveAgain(id: string): void {
    const run = this.open.get(id);
    this.begun.delete(id);
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
