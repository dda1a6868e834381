/**
 * Brings a sweep to its end: what is not finished goes to an engine, what comes of it to the store.
 * @module
 */
import type { Engine, SweepResult, SweepRun } from "./engine.ts";
import type { Plan } from "./plan.ts";
import type { Store } from "./store.ts";

/** Who is told of each run that ends. */
export interface Course {
  readonly ended: (result: SweepResult) => void;
  /** Where a run's log goes; empty for none. */
  readonly logOf: (index: number) => string;
}

/** The runs of a plan that are not finished, one at a time. */
export function* openRuns(plan: Plan, store: Store, logOf: Course["logOf"]): Generator<SweepRun> {
  for (const index of plan.indexes()) if (!store.has(index)) yield plan.runAt(index, logOf(index));
}

/**
 * Does what is left of a sweep.
 * @throws InputError if the store cannot be written, or the engine is lost
 */
export async function coordinate(
  plan: Plan,
  store: Store,
  engine: Engine,
  stop: AbortSignal,
  { ended, logOf }: Course,
): Promise<void> {
  const runs = openRuns(plan, store, engine.writesLogs ? logOf : () => "");
  for await (const result of engine.results(runs, stop)) {
    if (store.add(result)) ended(result);
  }
}
