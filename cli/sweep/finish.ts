/**
 * Runs what is left of a sweep, with progress, until it is whole or somebody stops it.
 * @module
 */
import { count } from "../../replay/text.ts";
import { InputError } from "../errors.ts";
import { note } from "../output.ts";
import { coordinate } from "./coordinate.ts";
import { SweepCourse } from "./course.ts";
import type { Engine } from "./engine.ts";
import type { Sweep } from "./load.ts";
import { logOf, prepareLogs, writeLogs } from "./logs.ts";
import { Pool } from "./pool.ts";
import type { Store } from "./store.ts";

/** Where the result, the finished runs and the logs lie. */
export interface Places {
  readonly out: string;
  readonly store: string;
  readonly logs: string;
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * @returns false if it was stopped; what is finished is kept
 * @throws InputError if it cannot go on; what is finished is kept
 */
export async function bringToEnd(
  sweep: Sweep,
  store: Store,
  engine: Engine,
  { logs }: Places,
): Promise<boolean> {
  const { plan } = sweep, stop = new AbortController();
  const onSignal = (): void => stop.abort();
  for (const signal of SIGNALS) Deno.addSignalListener(signal, onSignal);
  using course = new SweepCourse(plan.runs, store.finished);
  try {
    prepareLogs(logs, sweep);
    await coordinate(plan, store, engine, stop.signal, {
      ended: ({ failure }) => course.ended(failure !== ""),
      logOf: (index) => logOf(logs, sweep, index),
    });
    course.clear();
    if (!stop.signal.aborted) {
      const pool = engine.writesLogs ? engine : new Pool();
      await writeLogs(logs, sweep, store, pool, stop.signal);
    }
  } catch (error) {
    course.clear();
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${error.message}; ${keptText(sweep, store)}`);
  } finally {
    for (const signal of SIGNALS) Deno.removeSignalListener(signal, onSignal);
  }
  if (stop.signal.aborted) note(`stopped: ${keptText(sweep, store)}`);
  return !stop.signal.aborted;
}

function keptText({ plan }: Sweep, { finished, failed }: Store): string {
  return `${count(finished - failed.size)} of ${
    count(plan.runs)
  } runs are kept, and the same command ` +
    `goes on from there`;
}
