/**
 * `deno task export`: a log in the forms of other tools: Parquet, a trace for Perfetto, CSV; or with
 * the page that shows it.
 * @module
 */
import { count } from "../replay/text.ts";
import {
  type Command,
  EXIT_OK,
  type Given,
  InputError,
  note,
  numberOf,
  print,
  runCommand,
} from "./command.ts";
import { csvNames, csvOf } from "./export/csv.ts";
import { writeCsv, writeParquet, writePerfetto, type Written } from "./export/write.ts";
import { HTML_LOG_BYTES, writeHtml } from "./export/html.ts";
import { makeDirectory, STDIN } from "./files.ts";
import { streamOut } from "./log/sinks.ts";
import { newestLog, type OpenLog, openLog } from "./logs.ts";
import { openShown, type ShownLog } from "./view/log.ts";

const FOLDER = "out", STEP_MAX = 2 ** 53 - 1;

const command: Command = {
  name: "export",
  sentence:
    "Writes a log in the forms of other tools: Parquet for DuckDB, pandas and the like, a trace " +
    "for Perfetto (ui.perfetto.dev), CSV; or with the page that shows it. Without an option: Parquet, in out/.",
  words: "[LOG]",
  wordsMax: 1,
  options: {
    parquet: { value: "FILE", help: "all events, a row each, a column for each field of a kind" },
    perfetto: {
      value: "FILE",
      help: "tracks for cpus, locks, waits, rounds and hints; counters for free, dirty and " +
        "remaining pages. JSON",
    },
    step: {
      value: "NS",
      help: "with --perfetto: join spans that begin within so many ns; 0 joins none (default: 0 " +
        "up to 300,000 events, else a 10,000th of the log's time)",
    },
    csv: {
      value: "TABLE",
      help: `${csvNames.join(", ")}: the first list of what \`replay --show\` shows; ` +
        "VIEW.LIST another, VIEW.totals the rest",
    },
    html: {
      value: "FILE",
      help:
        "one page that holds the log and shows it as `view` does, for a mail or an issue; of a " +
        `log up to ${HTML_LOG_BYTES / 2 ** 20} MiB`,
    },
    at: { value: "N", help: "with --csv VIEW: after event N (default: the last)" },
    out: { value: "FILE", help: "where CSV goes (default: standard output)" },
    recover: { help: "of a damaged log, take what stands before the damage" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task export", "the last run's events, as Parquet"],
    [
      "deno task export out/v33.log --parquet v33.parquet --perfetto v33.json",
      "both; the one for DuckDB, the other to be opened in ui.perfetto.dev",
    ],
    ["deno task export out/v33.log --html v33.html", "a page to open in any browser, offline too"],
    ["deno task export out/v33.log --csv migration", "a line a round"],
    ["deno task export out/v33.log --csv summary.lanes --at 200000", "who did what last by then"],
  ],
  json: [
    "log, events: what was exported",
    "files[]: form (parquet, perfetto, csv, html), path, bytes",
  ],
};

/** `out/v33.parquet` for `/logs/v33.log.zst`. */
function besideName({ name }: OpenLog): string {
  const base = name === STDIN ? "stdin" : name.slice(name.lastIndexOf("/") + 1);
  makeDirectory(FOLDER);
  return `${FOLDER}/${base.replace(/\.(zst|gz)$/, "").replace(/\.(log|txt)$/, "")}.parquet`;
}

/** The options that need another one. */
function checkOptions(given: Given): void {
  const has = (name: string): boolean => given.text(name) !== undefined;
  for (const name of ["at", "out"]) {
    if (has(name) && !has("csv")) throw new InputError(`--${name} belongs to --csv`);
  }
  if (has("step") && !has("perfetto")) throw new InputError("--step belongs to --perfetto");
  if (given.flag("json") && has("csv") && !has("out")) {
    throw new InputError("--json and --csv both print: give --csv a file with --out FILE");
  }
  const files = ["parquet", "perfetto", "out", "html"].map((name) => given.text(name)).filter(
    Boolean,
  );
  if (files.includes("-")) {
    throw new InputError("-: give the name of a file (/dev/stdout if it is to be printed)");
  }
  const twice = files.find((path, at) => files.indexOf(path) < at);
  if (twice !== undefined) throw new InputError(`${twice} is to be written twice`);
}

/** The log; and, if a page is wanted, its bytes too. */
async function opened(given: Given): Promise<{ log: OpenLog; shown: ShownLog | null }> {
  const path = given.words[0], recover = given.flag("recover");
  if (given.text("html") !== undefined) return await openShown(path ?? newestLog(), recover);
  return { log: await openLog(path, recover), shown: null };
}

async function main(given: Given): Promise<number> {
  checkOptions(given);
  const stepText = given.text("step");
  const step = stepText === undefined ? undefined : numberOf("--step", stepText, 0, STEP_MAX);
  const html = given.text("html"), { log, shown } = await opened(given);
  const atText = given.text("at");
  const at = atText === undefined ? log.events : numberOf("--at", atText, 0, log.events);
  const perfetto = given.text("perfetto"), csv = given.text("csv"), out = given.text("out");
  const parquet = given.text("parquet") ??
    (perfetto === undefined && csv === undefined && html === undefined
      ? besideName(log)
      : undefined);
  const files: Written[] = [];
  if (parquet !== undefined) files.push(writeParquet(parquet, log));
  if (perfetto !== undefined) files.push(writePerfetto(perfetto, log, step));
  if (html !== undefined && shown !== null) files.push(await writeHtml(html, shown));
  if (csv !== undefined && out !== undefined) files.push(await writeCsv(out, csvOf(log, csv, at)));
  if (csv !== undefined && out === undefined) await streamOut(csvOf(log, csv, at));
  if (given.flag("json")) print(JSON.stringify({ log: log.name, events: log.events, files }));
  else for (const { path, bytes } of files) note(`${path} written: ${count(bytes)} bytes`);
  return EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
