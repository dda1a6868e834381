/**
 * A sweep whose runs do nothing, from its plan to its result; says how much memory that took at its peak,
 * in MiB: `empty_sweep.ts FOLDER SEEDS`. There are 20 combinations and 5 designs.
 * @module
 */
import { coordinate } from "../../cli/sweep/coordinate.ts";
import { figureColumns } from "../../cli/sweep/columns.ts";
import type { Engine } from "../../cli/sweep/engine.ts";
import { loadSweep } from "../../cli/sweep/load.ts";
import { writeResult } from "../../cli/sweep/result.ts";
import { runsOf } from "../../cli/sweep/runs.ts";
import { sensitivityOf } from "../../cli/sweep/sensitivity.ts";
import { Store } from "../../cli/sweep/store.ts";
import { summaryOf } from "../../cli/sweep/summary.ts";

const [folder, seeds] = Deno.args;

/** Answers each run at once. */
const engine: Engine = {
  title: "nobody",
  writesLogs: true,
  async *results(runs) {
    for (let next = runs.next(); !next.done; next = runs.next()) {
      const { index, id } = next.value;
      const figures = figureColumns.map((_, at) => (index * 2654435761 + at) % 1_000_003);
      yield { index, id, figures, digest: id.slice(0, 16), failure: "" };
    }
  },
};

await Deno.writeTextFile(
  `${folder}/empty.json`,
  JSON.stringify({
    scenario: "small",
    axes: [
      { name: "link", key: "host.linkMbit", range: { from: 100, to: 2000, steps: 20 } },
    ],
    designs: ["none", "v33", "merged", "v35", "balloon"],
    seeds: { count: Number(seeds) },
  }),
);
const sweep = await loadSweep(`${folder}/empty.json`);
using store = new Store(`${folder}/${seeds}.sweep`, sweep.plan, sweep.version);
await coordinate(sweep.plan, store, engine, new AbortController().signal, {
  ended: () => {},
  logOf: () => "",
});
const rows = writeResult(`${folder}/${seeds}.parquet`, sweep, (index) => store.resultOf(index));
const runs = runsOf(sweep.plan, (index) => store.resultOf(index));
summaryOf(runs);
sensitivityOf(runs);
const status = await Deno.readTextFile("/proc/self/status");
const peak = Number(/VmHWM:\s*(\d+) kB/.exec(status)![1]) / 1024;
console.log(JSON.stringify({ rows, peak }));
