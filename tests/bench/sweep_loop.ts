/**
 * A process of its own that does runs of the sweep `small` one after the other, and says of each stretch how
 * many milliseconds a run took, once it is warm: what the pool is held against. It goes on until it is
 * killed, so that no other that is measured beside it is ever alone.
 * @module
 */
import { loadSweep } from "../../cli/sweep/load.ts";
import { doRun } from "../../cli/sweep/run.ts";
import { runsOf, stretches } from "./sweep.ts";

async function* loop(count: number): AsyncIterable<unknown> {
  const { plan } = await loadSweep("small");
  for (const run of runsOf(plan, count)) yield await doRun(run);
}

if (import.meta.main) {
  const count = Number(Deno.args[0]);
  for await (const ms of stretches(loop(count))) console.log(ms);
  for (;;) for await (const _ of loop(count)) { /* the same work */ }
}
