/**
 * `deno task explore`: searches all interleavings of a small world for what must never be.
 * @module
 */
import { type GrainName, GRAINS } from "../core/run/search/cases.ts";
import type { CaseSpec } from "../core/run/search/cases.ts";
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
import { allCases, caseNames, caseSchemaText, loadCase } from "./explore/case_file.ts";
import { casesTable } from "./explore/text.ts";
import { jsonOf, oneText } from "./explore/report.ts";
import {
  type Counterexample,
  counterexampleOf,
  explore,
  type Explored,
  isAsExpected,
  type Job,
  writeCounterexample,
} from "./explore/run.ts";
import { makeDirectory } from "./files.ts";
import { runJobs } from "./workers.ts";

const FIRST = "row-15", STATES_MAX = 20_000_000;

const command: Command = {
  name: "explore",
  sentence:
    "Searches all interleavings of a small world, with the actors and the reducer of a simulation, for " +
    "what must never be: a page lost that the guest may rely on, a page with two owners, a block never given " +
    "back, a lock taken in the wrong order, a hint that changes nothing. The shortest way there becomes a log. " +
    "Exit 1 if a verdict is not the expected one.",
  words: "[CASE]",
  wordsMax: 1,
  options: {
    all: { help: "every bundled case, on all cores" },
    list: { help: "name the bundled cases, and search nothing" },
    grain: { value: "NAME", help: `one grain alone: ${GRAINS.join(" or ")}` },
    states: { value: "N", help: `give up behind so many states (default: ${STATES_MAX})` },
    schema: { help: "print the JSON Schema of case files" },
    out: { value: "DIR", help: "where counterexamples go (default: out)" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task explore", `the case ${FIRST}, after the list of cases`],
    ["deno task explore row-07", "what stopping hints before a sync is for"],
    ["deno task explore --all", "every bug of the catalogue, and what is none"],
    ["deno task explore ./my-case.jsonc --json", "a case of your own"],
  ],
  json: [
    "cases[]: name, grain, expected, verdict (safe, violation, open), oracle, length (steps; 0 if no one " +
    "way shows it), states, seconds, actions (times by kind), log (path, or null)",
  ],
};

async function main(given: Given): Promise<number> {
  if (given.flag("schema")) return said(caseSchemaText());
  if (given.flag("list")) return said(`${listText()}\n`);
  const all = given.flag("all"), word = given.words[0];
  if (all && word !== undefined) throw new InputError(`--all searches every case, not ${word}`);
  if (!all && word === undefined && !given.flag("json")) print(`${listText()}\n\n`);
  const jobs = jobsOf(all ? allCases() : [loadCase(word ?? FIRST)], given);
  return report(await searched(jobs), given, all);
}

function said(text: string): number {
  print(text);
  return EXIT_OK;
}

function jobsOf(specs: readonly CaseSpec[], given: Given): Job[] {
  const only = given.text("grain"), states = given.text("states");
  if (only !== undefined && !GRAINS.includes(only as GrainName)) {
    throw new InputError(`unknown grain "${only}" (there are: ${GRAINS.join(", ")})`);
  }
  const statesMax = states === undefined ? STATES_MAX : numberOf("--states", states, 1, 2 ** 30);
  const jobs = specs.flatMap((spec) =>
    GRAINS.filter((grain) => spec.grains[grain] !== undefined && (only ?? grain) === grain)
      .map((grain) => ({ spec, grain, statesMax }))
  );
  if (jobs.length === 0) throw new InputError(`${specs[0].name} is not searched at grain ${only}`);
  return jobs;
}

/** Several jobs go to all cores; one stays here, and tells how far it has come. */
async function searched(jobs: readonly Job[]): Promise<Explored[]> {
  const isTerminal = Deno.stderr.isTerminal();
  if (jobs.length > 1) {
    let done = 0;
    return await runJobs<Job, Explored>(
      new URL("explore/worker.ts", import.meta.url),
      jobs,
      ({ spec, grain }) => {
        done++;
        if (isTerminal) note(`${done} of ${jobs.length}: ${spec.name}, ${grain}`);
      },
    );
  }
  const tell = (states: number, left: number): void => {
    if (isTerminal && states > 1) note(`${states} states, ${left} of them to be looked at`);
  };
  return jobs.map((job) => explore(job, tell));
}

function report(found: readonly Explored[], given: Given, all: boolean): number {
  const folder = (given.text("out") ?? "out").replace(/(.)\/+$/, "$1");
  const ways = found.map(counterexampleOf);
  const logs = found.map(({ spec, grain }, at) =>
    ways[at] === null ? null : `${folder}/explore-${spec.name}${grain === "events" ? "" : "-g"}.log`
  );
  if (logs.some((path) => path !== null)) makeDirectory(folder);
  ways.forEach((way: Counterexample | null, at) => {
    if (way !== null) writeCounterexample(found[at], way, logs[at]!);
  });
  if (given.flag("json")) {
    print(JSON.stringify({ cases: found.map((one, at) => jsonOf(one, logs[at])) }));
  } else if (all) print(casesTable(found));
  else print(found.map((one, at) => oneText(one, ways[at], logs[at])).join("\n\n"));
  return found.every(isAsExpected) ? EXIT_OK : EXIT_FINDINGS;
}

function listText(): string {
  const names = caseNames(), wide = Math.max(...names.map(({ length }) => length));
  return names.map((name) => `${name.padEnd(wide)}  ${loadCase(name).story}`).join("\n");
}

if (import.meta.main) await runCommand(command, main);
