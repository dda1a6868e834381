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
  InputError,
  note,
  numberOf,
  print,
  runCommand,
} from "./command.ts";
import { isFolder, makeDirectory } from "./files.ts";
import type { Engine } from "./sweep/engine.ts";
import { sweepNames } from "./sweep/file.ts";
import { bringToEnd, type Places } from "./sweep/finish.ts";
import { loadSweep, type Sweep } from "./sweep/load.ts";
import { estimate } from "./sweep/pilots.ts";
import { Pool } from "./sweep/pool.ts";
import { dryRunJson, dryRunText, JSON_KEYS, jsonOf } from "./sweep/report.ts";
import { writeResult } from "./sweep/result.ts";
import { sweepSchemaText } from "./sweep/schema.ts";
import { Store } from "./sweep/store.ts";
import { summaryOf } from "./sweep/summary.ts";
import { summaryText } from "./sweep/summary_text.ts";
import { repeating, runName } from "./sweep/repeat.ts";

const THREADS_MAX = 1024, LEASE_MAX_S = 3600, EXIT_STOPPED = 130;
const FAILED_SHOWN = 10;

const command: Command = {
  name: "sweep",
  sentence:
    "Runs a scenario with many values, designs and seeds, on all cores, and writes a Parquet file with a " +
    "row a run. A sweep that was stopped goes on where it was when it is started again.",
  words: "[SWEEP]",
  wordsMax: 1,
  options: {
    out: { value: "FILE", help: "the result, in Parquet (default: out/NAME.parquet)" },
    "dry-run": { help: "only say how many runs there are, and about how long they will take" },
    threads: { value: "N", help: "runs at the same time (default: as many as there are cores)" },
    nats: {
      value: "URL",
      help:
        "let workers anywhere do the runs (deno task worker), through the NATS server at this " +
        "address: nats://HOST:4222. Debian has nats-server; nats-server -js -sd DIR starts it",
    },
    credentials: {
      value: "FILE",
      help:
        "for NATS: a .creds file, the seed of an NKey, user:password, or a token (default: what " +
        "NATS_CREDS, NATS_NKEY, NATS_USER and NATS_PASSWORD, or NATS_TOKEN say)",
    },
    lease: {
      value: "SECONDS",
      help:
        "with --nats: a worker that says nothing so long loses its runs to others (default: 30)",
    },
    anew: { help: "begin anew: forget the runs that are finished" },
    schema: { help: "print the JSON Schema of sweep files, for an editor, and run nothing" },
    json: { help: "print one object instead of the tables" },
  },
  examples: [
    ["deno task sweep", `a bundled sweep (there are: ${sweepNames().join(", ")})`],
    ["deno task sweep mine.jsonc --dry-run", "a sweep file of your own: what would it take?"],
    [
      "deno task sweep mine.jsonc --out results/mine.parquet",
      "run it, or go on with it; finished runs are kept in results/mine.sweep",
    ],
    [
      "deno task sweep mine.jsonc --nats nats://10.0.0.5:4222",
      "run it on all machines that work for that server",
    ],
    ["duckdb -c \"select design, median(bytes) from 'out/small.parquet' group by 1\"", "the rows"],
  ],
  json: JSON_KEYS,
};

/** Where a sweep's files lie. */
function placesOf(out: string): Places {
  const base = out.replace(/\.parquet$/, "");
  return { out, store: `${base}.sweep`, logs: `${base}.logs` };
}

async function main(given: Given): Promise<number> {
  if (given.flag("schema")) {
    print(sweepSchemaText());
    return EXIT_OK;
  }
  const sweep = await loadSweep(given.words[0] ?? "small");
  const text = given.text("threads");
  const threads = text === undefined
    ? navigator.hardwareConcurrency
    : numberOf("--threads", text, 1, THREADS_MAX);
  if (given.flag("dry-run")) {
    const guess = await estimate(sweep.plan, threads);
    print(given.flag("json") ? dryRunJson(sweep, guess) : dryRunText(sweep, guess, threads));
    return EXIT_OK;
  }
  const engine = await engineOf(given, sweep, threads); // before anything is begun, or begun anew
  const places = placesOf(given.text("out") ?? `out/${sweep.name}.parquet`);
  if (isFolder(places.out)) {
    throw new InputError(`--out ${places.out}: it is a directory, not a file`);
  }
  makeDirectory(places.out.replace(/[^/]*$/, "") || ".");
  using store = new Store(places.store, sweep.plan, sweep.version, { anew: given.flag("anew") });
  sayFound(store, places);
  const isWhole = await bringToEnd(sweep, store, engine, places);
  if (!isWhole) return EXIT_STOPPED;
  return tell(sweep, store, places, given.flag("json"));
}

/** The pool, or the way to the workers of a NATS server, whose packages are loaded only then. */
async function engineOf(given: Given, sweep: Sweep, threads: number): Promise<Engine> {
  const url = given.text("nats"), lease = given.text("lease");
  if (url === undefined) {
    for (const name of ["credentials", "lease"]) {
      if (given.text(name) !== undefined) {
        throw new InputError(`--${name} goes with --nats URL only`);
      }
    }
    return new Pool({ threads });
  }
  if (given.text("threads") !== undefined) {
    throw new InputError("--threads goes without --nats: each worker has its own --slots");
  }
  const { LEASE_S, Nats } = await import("./sweep/nats/engine.ts");
  return await Nats.open({
    url,
    credentials: given.text("credentials"),
    leaseS: lease === undefined ? LEASE_S : numberOf("--lease", lease, 1, LEASE_MAX_S),
    sweep: sweep.name,
    version: sweep.version,
    identity: sweep.plan.identity,
  });
}

function sayFound({ finished, damaged }: Store, { store }: Places): void {
  if (damaged > 0) note(`${store}: ${count(damaged)} damaged lines count for nothing`);
  if (finished > 0) note(`${count(finished)} runs are finished already (${store})`);
}

/** Writes the result and says what came of it. */
function tell(sweep: Sweep, store: Store, { out, logs }: Places, isJson: boolean): number {
  const resultOf = (index: number) => store.resultOf(index);
  const rows = writeResult(out, sweep, resultOf);
  const summary = summaryOf(sweep.plan, resultOf);
  const failed = [...store.failed].sort((a, b) => a - b);
  const keepsLogs = sweep.spec.keep.logs !== "none";
  if (isJson) print(jsonOf(sweep, summary, failed.map((at) => resultOf(at)), out));
  else {
    print(summaryText(sweep, summary));
    print(`\n rows   ${out}   ${count(rows)} runs${keepsLogs ? `\n logs   ${logs}/` : ""}`);
  }
  for (const index of failed.slice(0, FAILED_SHOWN)) {
    note(`run ${index} failed (${runName(sweep, index)}): ${resultOf(index).failure}`);
    note(`  ${repeating(sweep, index)}`);
  }
  if (failed.length > FAILED_SHOWN) {
    note(`... ${count(failed.length - FAILED_SHOWN)} more failed: column failure of ${out}`);
  }
  const hasLost = summary.designs.some(({ lost }) => lost > 0);
  return failed.length > 0 || hasLost ? EXIT_FINDINGS : EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
