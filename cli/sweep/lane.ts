/**
 * One thread of the pool, and its successor if it dies: it is sent a run ahead of the one that it is at, so
 * that it never waits for us.
 * @module
 */
import { Worker } from "node:worker_threads";
import type { SweepResult, SweepRun } from "./engine.ts";
import { failureOf, type Said, textOf } from "./thread.ts";

const AHEAD = 2, EARLY_MAX = 3;

/** Who is asked for runs, and told what came of them. */
export interface LaneOwner {
  /** The next run, or none for now. */
  next(): SweepRun | undefined;
  done(result: SweepResult): void;
  failed(run: SweepRun, why: string): void;
  /** No thread can be had. */
  lost(why: string): void;
  /** After any of these. */
  changed(): void;
}

export class Lane {
  private worker: Worker | null = null;
  private listens = false;
  /** What it was sent and has not answered, in that order: it is at the first. */
  private sent: SweepRun[] = [];
  private why = "";
  /** How many died one after the other before they listened. */
  private early = 0;
  private ended = false;

  constructor(private readonly module: URL, private readonly owner: LaneOwner) {}

  get isIdle(): boolean {
    return this.sent.length === 0;
  }

  /** Sends what there is. */
  fill(): void {
    while (!this.ended && this.sent.length < AHEAD) {
      const run = this.owner.next();
      if (run === undefined) return;
      this.sent.push(run);
      if (this.worker === null) this.begin();
      else if (this.listens) this.post(run);
    }
  }

  end(): void {
    this.ended = true;
    this.worker?.terminate();
    this.worker = null;
  }

  private begin(): void {
    const worker = new Worker(this.module);
    this.worker = worker;
    this.listens = false;
    this.why = "";
    worker.on("message", (text: string) => this.hear(JSON.parse(text)));
    worker.on("error", (error: unknown) => this.why = failureOf(error));
    worker.on("exit", (code: number) => {
      if (this.worker === worker) this.died(code);
    });
  }

  private post(run: SweepRun): void {
    this.worker!.postMessage(textOf(run));
  }

  private hear(said: Said): void {
    if (this.ended) return;
    if ("listens" in said) {
      // What is sent before its module has loaded may be lost.
      this.listens = true;
      for (const run of this.sent) this.post(run);
      return;
    }
    const run = this.sent.shift()!;
    if ("result" in said) this.owner.done(said.result);
    else this.owner.failed(run, said.failure);
    this.owner.changed();
  }

  /** It died at its first run; what it had not come to is no failure. */
  private died(code: number): void {
    const why = this.why || `code ${code}`;
    this.worker = null;
    if (!this.listens) return this.diedEarly(why);
    this.early = 0;
    const first = this.sent.shift();
    if (first !== undefined) this.owner.failed(first, `its thread died (${why})`);
    if (this.sent.length > 0) this.begin();
    this.owner.changed();
  }

  /** It never listened, so no run is to blame. */
  private diedEarly(why: string): void {
    if (++this.early < EARLY_MAX) return this.begin();
    this.owner.lost(`threads die as they begin (${why})`);
    this.owner.changed();
  }
}
