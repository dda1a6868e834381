/**
 * The engine of one machine: threads on all cores, one run a message.
 *
 * Runs that begin with the same world go to the same thread, which then makes it once; at the end, who has
 * nothing left takes from the others. A thread that dies is replaced, and its run tried again by another.
 * @module
 */
import { type Engine, type SweepResult, type SweepRun, TRIES } from "./engine.ts";
import { InputError } from "../errors.ts";
import { Lane } from "./lane.ts";
import { Shares } from "./shares.ts";

/** How the pool is made. */
export interface Pooling {
  readonly threads?: number;
  /** The module that serves runs in a thread: see `serveRuns`. */
  readonly module?: URL;
}

export class Pool implements Engine {
  readonly title: string;
  readonly writesLogs = true;
  private readonly threads: number;
  private readonly module: URL;

  constructor({ threads, module }: Pooling = {}) {
    this.threads = threads ?? navigator.hardwareConcurrency;
    this.module = module ?? new URL("worker.ts", import.meta.url);
    this.title = `${this.threads} ${this.threads === 1 ? "thread" : "threads"} on this machine`;
  }

  async *results(runs: Iterator<SweepRun>, stop: AbortSignal): AsyncIterable<SweepResult> {
    const shares = new Shares(runs, this.threads);
    const failures = new Map<number, string[]>();
    const ready: SweepResult[] = [];
    let wake = (): void => {}, lost = "";
    const lanes: Lane[] = [];

    const failed = (run: SweepRun, why: string, lane: number): void => {
      const said = [...failures.get(run.index) ?? [], why];
      if (said.length < TRIES) {
        failures.set(run.index, said);
        shares.giveBack(run, lane);
      } else {
        failures.delete(run.index);
        const { index, id } = run;
        ready.push({ index, id, figures: [], digest: "", failure: why });
      }
    };
    for (let at = 0; at < this.threads; at++) {
      lanes.push(
        new Lane(this.module, {
          next: () => shares.next(at),
          done: (result) => {
            failures.delete(result.index);
            ready.push(result);
          },
          failed: (run, why) => failed(run, why, at),
          lost: (why) => lost = why,
          changed: () => {
            // What was given back may be for a thread that had nothing to do.
            for (const lane of lanes) lane.fill();
            wake();
          },
        }),
      );
    }
    const stopped = (): void => wake();
    stop.addEventListener("abort", stopped);
    try {
      for (const lane of lanes) lane.fill();
      while (!stop.aborted) {
        while (ready.length > 0) yield ready.shift()!;
        if (lanes.every((lane) => lane.isIdle) && shares.isEmpty) break;
        if (lost !== "") throw new InputError(`the engine is lost: ${lost}`);
        await new Promise<void>((resolve) => wake = resolve);
      }
      yield* ready; // what had ended by then is not to be run again
    } finally {
      stop.removeEventListener("abort", stopped);
      for (const lane of lanes) lane.end();
    }
  }
}
