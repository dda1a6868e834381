/**
 * What a sweep asks of an engine: it takes runs and gives back what came of them, in any order.
 *
 * An engine is what has this shape: `pool.ts` for the cores of this machine, `nats/engine.ts` for workers
 * anywhere. It knows nothing of axes, of the store or of the result, and none of those knows how many
 * workers there are, or where.
 * @module
 */
import type { Scenario } from "../../core/run/scenario.ts";

/** One run: all that decides its result. It can be sent as JSON. */
export interface SweepRun {
  /** Its place in the plan, from 0: rows of the result have this order, however runs end. */
  readonly index: number;
  /** Its identity: sha256, in hex, of its configuration and of the program's version. */
  readonly id: string;
  /** Runs with the same text here begin with the same world, and are neighbours in the plan. */
  readonly world: string;
  /** The whole scenario, with every default in it; its seed is the run's. */
  readonly scenario: Scenario;
  readonly design: string;
  /** Where the scenario's own paths (traces, real lists) begin: see `homeFolder` in `inputs.ts`. */
  readonly home: string;
  /** sha256, in hex, of what those files hold; empty if it names none. */
  readonly inputs: string;
  /** Where its log goes; empty for none. Only an engine of this machine is given one. */
  readonly log: string;
}

/** What came of a run. */
export interface SweepResult {
  readonly index: number;
  readonly id: string;
  /** The figures in the order of `columns.ts`; empty if it failed. */
  readonly figures: readonly (number | null)[];
  /** Digest of the last state; empty if it failed. */
  readonly digest: string;
  /** Why it failed, each of the `TRIES` times; empty if it did not. */
  readonly failure: string;
}

/** A run that failed so often is given up, and the sweep goes on without it. */
export const TRIES = 3;

export interface Engine {
  /** For the terminal: `2 workers on this machine`. */
  readonly title: string;
  /** True if it writes the logs that runs ask for. */
  readonly writesLogs: boolean;
  /**
   * Does the runs. A run that fails is tried again, elsewhere if there is an elsewhere; after `TRIES`
   * failures its result says so. Each run is answered once.
   * @param runs asked for the next one only when there is room for it: a plan is never held whole
   * @param stop ends the work soon: runs that are under way are given up, the results end
   * @throws InputError if the engine cannot be had, or is lost for good
   */
  results(runs: Iterator<SweepRun>, stop: AbortSignal): AsyncIterable<SweepResult>;
}
