/**
 * `deno task match`: the model held against a real kernel, decision by decision, and against measured
 * migrations, figure by figure.
 * @module
 */
import { profiles } from "../core/decide/profiles/mod.ts";
import type { Profile } from "../core/decide/profiles/profile.ts";
import { evidenceOf } from "../core/run/match/evidence.ts";
import { count, many } from "../replay/text.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  InputError,
  named,
  note,
  print,
  runCommand,
} from "./command.ts";
import { isFolder, nameOf, OutputFile } from "./files.ts";
import { bundled } from "./import/paths.ts";
import { type Files, tracesIn } from "./match/folder.ts";
import { checkName } from "./match/names.ts";
import { writeMatched } from "./match/log.ts";
import { matchOne, UNKNOWN } from "./match/one.ts";
import { jsonOf, textOf, unexplainedOf } from "./match/report.ts";
import { sureJsonOf, sureTextOf } from "./match/sure_report.ts";
import { folderJsonOf, type FolderRun, folderTextOf } from "./match/folder_report.ts";
import { isMeasured, matchMeasured } from "./match/measured.ts";
import { pathOfRuns } from "./match/measured/folder.ts";
import { matchPapers } from "./match/paper.ts";
import { papersAt } from "./match/paper/folder.ts";
import { PAPER_KEYS } from "./match/paper/json.ts";
import { paperSchemaText } from "./match/paper/schema.ts";
import { JSON_KEYS } from "./match/measured/report.ts";

const PROFILE = "linux-6.1";

const command: Command = {
  name: "match",
  sentence:
    "Holds the model against a real kernel: every page that its allocator took, drained or stole is " +
    "predicted before it is read. Exit 1 if a miss is unexplained. Or against measured migrations: their " +
    "inputs are simulated, and what came of it is held beside what was measured. Or against published " +
    "numbers, in the same way; exit 1 if a row is too far off.",
  words: "[TRACE|RUN.json|PAPER.jsonc|FOLDER]",
  wordsMax: 1,
  options: {
    start: {
      value: "START.json",
      help:
        "the kernel's lists at the trace's first event; or `unknown`: learn them from the trace",
    },
    end: { value: "END.json", help: "its lists at the last event, to compare at the end" },
    profile: { value: "NAME", help: `the rules (default: ${PROFILE})` },
    log: { value: "OUT", help: "write the matched run as a log: replay, audit and diff read it" },
    out: {
      value: "DIR",
      help: "of one measured run: write its predicted and its measured log there",
    },
    evidence: {
      value: "OUT",
      help: "of a folder: write what it says of each rule, or of the host",
    },
    fit: {
      help: "of published numbers: fit again what was fitted; exit 1 if another value comes out",
    },
    schema: { help: "print the JSON Schema of files of published numbers, and end" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task match", "a bundled trace of Linux 6.1 and its lists"],
    ["deno task match trace.txt.gz --start start.json --end end.json", "one's own"],
    ["deno task match trace.txt.gz --start unknown", "one's own, without any dump of lists"],
    ["deno task match fixtures/traces", "every trace of a folder that has its lists beside it"],
    ["deno task match --log out/kernel.log", "a real kernel's history as a log"],
    ["deno task match qemu", "the bundled measured migrations; or a folder of one's own"],
    ["deno task match garbage-256-h1-r0", "one of them, figure by figure; or RUN.json"],
    ["deno task match paper", "published numbers, and what their inputs come to; or FILE.jsonc"],
    ["deno task match v37-8g-idle", "those of one file"],
  ],
  json: [
    "events, seconds",
    "removals, pcpAllocations, drained, steals, zoneChoices, refills: exact, total",
    "endLists, endPcpLists, endPcpCounts, endPageblocks, endBoosts: identical, total (null without --end)",
    "rules[]: rule (number in the kernel-6.1 facts), exercised, right",
    "sureLists[] (--start unknown): list, fromEvent, count; unsure: decisions not counted, by sort",
    "runs[] (of a folder): trace, and these keys; rules[]: of all runs together",
    "read: kswapdEnds, kswapdLimits: what no event told, read from what the kernel did next",
    "misses[]: class, count, firstEvent; unexplained: how many no class explains",
    "of measured runs: runs[]: run, measured, predicted, errorPercent, formulaErrorPercent, each with the",
    "figures below (errors signed; null: not known), reason if it was not simulated",
    "summary: runs, simulated, savings[], and by figure: median, p90, worst, exact, formula, belowFormula",
    ...JSON_KEYS,
    ...PAPER_KEYS,
  ],
};

/** The files that are matched; the bundled ones if none is named. */
function filesOf(given: Given): Files {
  const trace = given.words[0], start = given.text("start"), end = given.text("end");
  if (trace === undefined && start === UNKNOWN) {
    const path = bundled("base-256.ftrace.zst");
    return { name: "base-256.ftrace.zst", trace: path, start, end };
  }
  if (trace === undefined && start === undefined) {
    return {
      name: "base-256",
      trace: bundled("base-256.ftrace.zst"),
      start: bundled("base-256.start.json.zst"),
      end: end ?? bundled("base-256.end.json.zst"),
    };
  }
  if (trace === undefined) throw new InputError("--start belongs to a trace: name the trace too");
  if (start === undefined) {
    throw new InputError(
      `${nameOf(trace)}: its lists are needed: give --start START.json, or --start unknown`,
    );
  }
  return { name: nameOf(trace).replace(/^.*\//, ""), trace, start, end };
}

async function main(given: Given): Promise<number> {
  if (given.flag("schema")) {
    print(paperSchemaText().trimEnd());
    return EXIT_OK;
  }
  const profile = named("profile", given.text("profile") ?? PROFILE, profiles);
  const [word] = given.words;
  if (word !== undefined) checkName(word);
  const papers = word === undefined ? [] : papersAt(word);
  if (papers.length > 0) return await matchPapers(given, papers);
  if (given.flag("fit")) {
    throw new InputError("--fit belongs to published numbers: name their file");
  }
  const runs = word === undefined ? undefined : pathOfRuns(word);
  if (runs !== undefined && await isMeasured(runs)) return await matchMeasured(given, runs);
  if (word !== undefined && isFolder(word)) return await matchFolder(given, word, profile);
  if (given.text("out") !== undefined) {
    throw new InputError("--out belongs to a measured run: of a trace, --log writes the log");
  }
  const evidence = given.text("evidence");
  if (evidence !== undefined) throw new InputError("--evidence belongs to a folder of traces");
  const asked = filesOf(given);
  if (asked.start === UNKNOWN && asked.end !== undefined) {
    throw new InputError("--end needs the lists of the start: without them the end is not known");
  }
  const one = await matchOne(asked, profile);
  const { tally, events, seconds, files, end } = one;
  const out = given.text("log");
  if (out !== undefined) writeMatched(out, one.machine, one.trace, profile.name);
  if (given.flag("json")) {
    const known = one.sure === null ? {} : sureJsonOf(tally, one.sure, one.machine.memory);
    print(JSON.stringify({ ...jsonOf(tally, end, events, seconds), ...known }));
  } else if (one.sure !== null) {
    print(
      sureTextOf(tally, one.sure, one.machine.memory, `${files.name}, ${profile.name}`, events),
    );
    note(`\n ${count(events)} events in ${seconds.toFixed(2)} s`);
  } else {
    const title = `${many(events, "event")} of ${nameOf(files.trace).replace(/^.*\//, "")}, ` +
      `predicted by the rules of ${profile.name}`;
    print(textOf(tally, end, title));
    note(`\n ${count(events)} events in ${seconds.toFixed(2)} s`);
    if (out !== undefined) note(` next  deno task audit ${out}`);
    else note(" next  deno task match --log out/kernel.log   the kernel's history as a log");
  }
  return unexplainedOf(tally) > 0 ? EXIT_FINDINGS : EXIT_OK;
}

/** All traces of a folder: one row each, and what they say together of each rule. */
async function matchFolder(given: Given, folder: string, profile: Profile): Promise<number> {
  for (const option of ["start", "end", "log"]) {
    if (given.text(option) === undefined) continue;
    throw new InputError(`--${option} belongs to one trace: ${folder} is a folder`);
  }
  const runs: FolderRun[] = [];
  for (const files of tracesIn(folder)) {
    if (Deno.stderr.isTerminal()) note(`matching ${files.name} ...`);
    const { tally, end, events, seconds } = await matchOne(files, profile);
    runs.push({ name: files.name, tally, end, events, seconds });
  }
  const evidence = evidenceOf(profile.name, runs);
  const out = given.text("evidence");
  if (out !== undefined) {
    using file = new OutputFile(out);
    file.write(new TextEncoder().encode(`${JSON.stringify(evidence, null, 1)}\n`));
    file.commit();
  }
  if (given.flag("json")) print(JSON.stringify(folderJsonOf(runs, evidence)));
  else {
    print(folderTextOf(runs, evidence));
    const events = runs.reduce((sum, run) => sum + run.events, 0);
    const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
    note(`\n ${count(events)} events in ${seconds.toFixed(2)} s`);
  }
  return runs.some(({ tally }) => unexplainedOf(tally) > 0) ? EXIT_FINDINGS : EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
