/**
 * `deno task sweep`: a scenario with many values, designs and seeds, run on all cores.
 * @module
 */
import { count } from "../replay/text.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  note,
  numberOf,
  print,
  runCommand,
} from "./command.ts";
import { coordinate } from "./sweep/coordinate.ts";
import { loadSweep } from "./sweep/load.ts";
import { Pool } from "./sweep/pool.ts";
import { writeResult } from "./sweep/result.ts";
import { sweepSchemaText } from "./sweep/schema.ts";
import { Store } from "./sweep/store.ts";

const THREADS_MAX = 1024;

const command: Command = {
  name: "sweep",
  sentence: "Runs a scenario with many values, designs and seeds, and writes a row a run.",
  words: "[SWEEP]",
  wordsMax: 1,
  options: {
    out: { value: "FILE", help: "the result, in Parquet (default: out/NAME.parquet)" },
    threads: { value: "N", help: "threads that run at the same time (default: all cores)" },
    anew: { help: "begin anew, and forget the runs that are finished" },
    schema: { help: "print the JSON Schema of sweep files, for an editor, and run nothing" },
    json: { help: "print one object" },
  },
  examples: [["deno task sweep small", "a bundled sweep"]],
  json: ["sweep, runs, failed, out"],
};

async function main(given: Given): Promise<number> {
  if (given.flag("schema")) {
    print(sweepSchemaText());
    return EXIT_OK;
  }
  const sweep = await loadSweep(given.words[0] ?? "small");
  const { plan, name, version } = sweep;
  const out = given.text("out") ?? `out/${name}.parquet`;
  const threadsText = given.text("threads");
  const threads = threadsText === undefined
    ? undefined
    : numberOf("--threads", threadsText, 1, THREADS_MAX);
  const folder = `${out.replace(/\.parquet$/, "")}.sweep`;
  using store = new Store(folder, plan, version, { anew: given.flag("anew") });
  const engine = new Pool({ threads });
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  await coordinate(plan, store, engine, stop.signal, { ended: () => {}, logOf: () => "" });
  if (stop.signal.aborted) {
    note(`${count(store.finished)} of ${count(plan.runs)} runs are kept: the same command goes on`);
    return EXIT_FINDINGS;
  }
  const rows = writeResult(out, sweep, (index) => store.resultOf(index));
  print(JSON.stringify({ sweep: name, runs: rows, failed: store.failed.size, out }));
  return store.failed.size > 0 ? EXIT_FINDINGS : EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
