/**
 * Sweeps for tests: files written and planned in a folder, and engines that do nothing.
 * @module
 */
import { drawBelow } from "../../../core/run/prng.ts";
import { figureColumns } from "../../../cli/sweep/columns.ts";
import type { Engine, SweepResult, SweepRun } from "../../../cli/sweep/engine.ts";
import { loadSweep, type Sweep } from "../../../cli/sweep/load.ts";

/** A small sweep: 2 values, 2 designs, 2 seeds. */
export const SMALL = {
  scenario: "small",
  axes: [{ name: "link", key: "host.linkMbit", values: [500, 1000] }],
  designs: ["none", "v33"],
  seeds: { count: 2 },
};

/** Plans a sweep, as a file of the folder. */
export async function planned(folder: string, spec: unknown = SMALL): Promise<Sweep> {
  const path = `${folder}/s.jsonc`;
  await Deno.writeTextFile(path, typeof spec === "string" ? spec : JSON.stringify(spec));
  return await loadSweep(path);
}

/** What a run comes to that does nothing: figures that tell of it. */
export function resultFor({ index, id }: SweepRun): SweepResult {
  const figures = figureColumns.map((_, at) => id.charCodeAt(at % id.length) * 1000 + at);
  return { index, id, figures, digest: id.slice(0, 16), failure: "" };
}

/** An engine that answers in an order drawn by a seed, and stops after so many. */
export function emptyEngine(seed: number, most = Infinity): Engine {
  return {
    title: "nobody",
    writesLogs: true,
    async *results(runs) {
      const held: SweepRun[] = [];
      for (let done = 0; done < most; done++) {
        for (let next; held.length < 5 && !(next = runs.next()).done;) held.push(next.value);
        if (held.length === 0) return;
        const [run] = held.splice(drawBelow(held.length, seed, 0, done, 0), 1);
        yield resultFor(run);
      }
    },
  };
}

export const never = new AbortController().signal;
export const untold = { ended: () => {}, logOf: () => "" };
