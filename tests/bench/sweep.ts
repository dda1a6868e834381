/**
 * A sweep's pool beside one loop over the same runs, and two threads beside one.
 * @module
 */
import type { SweepRun } from "../../cli/sweep/engine.ts";
import { loadSweep } from "../../cli/sweep/load.ts";
import { Pool } from "../../cli/sweep/pool.ts";
import { doRun } from "../../cli/sweep/run.ts";
import type { Row } from "./rows.ts";

/** Runs that are not timed: by then threads have begun, and their code is compiled. */
const WARM = 40;
const ROUNDS = 3;

/** The runs of the sweep `small`, again and again. */
function* runsOf(
  plan: Awaited<ReturnType<typeof loadSweep>>["plan"],
  count: number,
): Generator<SweepRun> {
  for (let at = 0; at < count; at++) {
    const run = plan.runAt(at % plan.size);
    yield { ...run, index: at, world: `${run.world} ${Math.floor(at / plan.size)}` };
  }
}

/** Milliseconds a run, from when it is warm to the last. */
async function timed(results: AsyncIterable<unknown>, count: number): Promise<number> {
  let done = 0, begin = 0;
  for await (const _ of results) if (++done === WARM) begin = performance.now();
  return (performance.now() - begin) / (count - WARM);
}

async function* loop(runs: Iterable<SweepRun>): AsyncIterable<unknown> {
  for (const run of runs) yield await doRun(run);
}

/** @param count of runs, each time */
export async function sweepTimes(count: number): Promise<Record<"loop" | "one" | "two", number>> {
  const { plan } = await loadSweep("small");
  const never = new AbortController().signal;
  const pool = (threads: number) => new Pool({ threads }).results(runsOf(plan, count), never);
  const best = { loop: Infinity, one: Infinity, two: Infinity };
  for (let round = 0; round < ROUNDS; round++) { // in turn, so that a busy machine is busy for all
    best.loop = Math.min(best.loop, await timed(loop(runsOf(plan, count)), count));
    best.one = Math.min(best.one, await timed(pool(1), count));
    best.two = Math.min(best.two, await timed(pool(2), count));
  }
  return best;
}

/** Rows of the bench. */
export async function sweepRows(): Promise<Row[]> {
  const { loop, one, two } = await sweepTimes(240);
  return [
    { what: "sweep: a run in one loop", value: loop, unit: "ms", goal: "" },
    {
      what: "sweep: pool of one thread to the loop",
      value: one / loop,
      unit: "times",
      goal: "<= 1.05",
    },
    { what: "sweep: two threads to one", value: one / two, unit: "times", goal: ">= 1.9" },
  ];
}
