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
import { dryRunJson, dryRunText, failuresOf, headOf, JSON_KEYS, jsonOf } from "./sweep/report.ts";
import { isResult, readResult } from "./sweep/read_result.ts";
import { sensitivityOf } from "./sweep/sensitivity.ts";
import { type Drawable, Pictures } from "./sweep/pictures.ts";
import { writeResult } from "./sweep/result.ts";
import { runsOf } from "./sweep/runs.ts";
import { sweepSchemaText } from "./sweep/schema.ts";
import { Store } from "./sweep/store.ts";
import { type Summary, summaryOf } from "./sweep/summary.ts";
import { countsText, planText, sentence, summaryText } from "./sweep/summary_text.ts";
import { repeating, runName } from "./sweep/repeat.ts";

const THREADS_MAX = 1024, LEASE_MAX_S = 3600, EXIT_STOPPED = 130;
const FAILED_SHOWN = 10;

const command: Command = {
  name: "sweep",
  sentence:
    "Runs a scenario with many values, designs and seeds, on all cores, and writes a Parquet file with a " +
    "row a run. A sweep that was stopped goes on where it was when it is started again.",
  words: "[SWEEP | RESULT]",
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
    svg: { value: "DIR", help: "draw the result, into that folder (needs packages from npm)" },
    heat: { value: "A,B", help: "the axes of heat.svg (default: the two that explain most)" },
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
      "deno task sweep out/small.parquet --svg out/small",
      "draw a result that is there, without a run",
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
  const word = given.words[0] ?? "small";
  checkDrawing(given);
  if (isResult(word)) return await showResult(word, given);
  const sweep = await loadSweep(word);
  const text = given.text("threads");
  const threads = text === undefined
    ? navigator.hardwareConcurrency
    : numberOf("--threads", text, 1, THREADS_MAX);
  const { plan } = sweep;
  await using pictures = await picturesOf(given, {
    designs: plan.designs,
    axes: plan.combinations.axes,
  });
  if (given.flag("dry-run")) {
    const guess = await estimate(plan, threads);
    print(given.flag("json") ? dryRunJson(sweep, guess) : dryRunText(sweep, guess, threads));
    return EXIT_OK;
  }
  const engine = await engineOf(given, sweep, threads); // before anything is begun, or begun anew
  const places = placesOf(given.text("out") ?? `out/${sweep.name}.parquet`);
  if (isFolder(places.out)) {
    throw new InputError(`--out ${places.out}: it is a directory, not a file`);
  }
  makeDirectory(places.out.replace(/[^/]*$/, "") || ".");
  using store = new Store(places.store, plan, sweep.version, { anew: given.flag("anew") });
  sayFound(store, places);
  const isWhole = await bringToEnd(sweep, store, engine, places);
  if (!isWhole) return EXIT_STOPPED;
  return await tell(sweep, store, places, given.flag("json"), pictures);
}

/** What needs `--svg`, and what does not go with it. */
function checkDrawing(given: Given): void {
  if (given.text("heat") !== undefined && given.text("svg") === undefined) {
    throw new InputError("--heat chooses the axes of a picture: it needs --svg DIR");
  }
  if (given.text("svg") !== undefined && given.flag("dry-run")) {
    throw new InputError("--svg needs a result, and --dry-run makes none");
  }
}

/**
 * The pictures that are asked for. Nothing else is ever started, by us or a thread: what draws has been
 * started by then, and what may start it is given away.
 */
async function picturesOf(given: Given, of: Drawable): Promise<Pictures | undefined> {
  const folder = given.text("svg");
  const pictures = folder === undefined
    ? undefined
    : await Pictures.begin(folder, of, given.text("heat"));
  await Deno.permissions.revoke({ name: "run" });
  return pictures;
}

/** Sums up, and draws, a result that was written before. */
async function showResult(path: string, given: Given): Promise<number> {
  const unfit =
    ["out", "threads", "nats", "credentials", "lease"].find((name) =>
      given.text(name) !== undefined
    ) ??
      ["dry-run", "anew"].find((name) => given.flag(name));
  if (unfit !== undefined) {
    throw new InputError(`--${unfit}: ${path} is a result: nothing is run, it is only shown`);
  }
  const { name, title, scenario, version, rows, seeds, failures, runs } = await readResult(path);
  await using pictures = await picturesOf(given, runs);
  const summary = summaryOf(runs), sensitivity = sensitivityOf(runs);
  const drawn = await pictures?.finish(runs, sentence(title), sensitivity) ?? [];
  const head = { sweep: name, scenario, version, runs: rows, leftOut: null, out: path };
  if (given.flag("json")) {
    const failed = failures.map((one) => ({ ...one, command: null }));
    print(jsonOf(head, summary, sensitivity, failed, drawn));
  } else {
    const { designs, axes } = runs;
    const text = countsText(rows, null, { axes, designs: designs.length, seeds });
    print(summaryText(`${sentence(title)} ${text}.`, summary, sensitivity));
  }
  return exitOf(failures.length, summary);
}

function exitOf(failed: number, { designs }: Summary): number {
  return failed > 0 || designs.some(({ lost }) => lost > 0) ? EXIT_FINDINGS : EXIT_OK;
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
    for (const name of ["net", "env"] as const) await Deno.permissions.revoke({ name });
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
async function tell(
  sweep: Sweep,
  store: Store,
  { out, logs }: Places,
  isJson: boolean,
  pictures: Pictures | undefined,
): Promise<number> {
  const resultOf = (index: number) => store.resultOf(index);
  const rows = writeResult(out, sweep, resultOf);
  const runs = runsOf(sweep.plan, resultOf);
  const summary = summaryOf(runs), sensitivity = sensitivityOf(runs);
  const failed = [...store.failed].sort((a, b) => a - b);
  const keepsLogs = sweep.spec.keep.logs !== "none";
  const drawn = await pictures?.finish(runs, sentence(sweep.title), sensitivity) ?? [];
  if (isJson) {
    const failures = failuresOf(sweep, failed.map(resultOf));
    print(jsonOf(headOf(sweep, out), summary, sensitivity, failures, drawn));
  } else {
    print(summaryText(`${sentence(sweep.title)} ${planText(sweep)}`, summary, sensitivity));
    print(`\n rows   ${out}   ${count(rows)} runs${keepsLogs ? `\n logs   ${logs}/` : ""}`);
  }
  for (const index of failed.slice(0, FAILED_SHOWN)) {
    note(`run ${index} failed (${runName(sweep, index)}): ${resultOf(index).failure}`);
    note(`  ${repeating(sweep, index)}`);
  }
  if (failed.length > FAILED_SHOWN) {
    note(`... ${count(failed.length - FAILED_SHOWN)} more failed: column failure of ${out}`);
  }
  return exitOf(failed.length, summary);
}

if (import.meta.main) await runCommand(command, main);
