/**
 * `deno task explore`: searches all interleavings of a small world for what must never be.
 * @module
 */
import { type CaseSpec, type GrainName, GRAINS } from "../core/run/search/cases.ts";
import {
  type Command,
  type Given,
  InputError,
  note,
  numberOf,
  print,
  runCommand,
} from "./command.ts";
import { EXIT_OK } from "./command.ts";
import { allCases, caseNames, loadCase } from "./explore/case_file.ts";
import { caseSchemaText } from "./explore/case_schema.ts";
import { onwardFrom } from "./explore/from.ts";
import { caseOfNames, isNamed, nameOptions } from "./explore/named.ts";
import { walks } from "./explore/random.ts";
import { type Finding, report } from "./explore/report.ts";
import { explore, type Explored, type Job } from "./explore/run.ts";
import { shorten } from "./explore/shorten.ts";
import { doAll } from "./threads.ts";

const FIRST = "row-15", STATES_MAX = 20_000_000, WALKS_MAX = 20_000;
const LOG = /\.log(\.zst|\.gz)?$/;

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
    random: { value: "SEED", help: "walk at random instead, biased towards reuse of hinted pages" },
    walks: { value: "N", help: `with --random: walks at most (default: ${WALKS_MAX})` },
    minimize: {
      help: "shorten the way: of a walk, or of the log that is given in place of a case",
    },
    from: { value: "LOG@N", help: "search onwards from event N of a log, narrowed to a few pages" },
    "at-pages": {
      value: "PFN,..",
      help: "with --from: these pages, not the one that event N is about",
    },
    ...nameOptions,
    schema: { help: "print the JSON Schema of case files" },
    out: { value: "DIR", help: "where counterexamples go (default: out)" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task explore", `the case ${FIRST}, after the list of cases`],
    ["deno task explore row-07", "what stopping hints before a sync is for"],
    ["deno task explore --all", "every bug of the catalogue, and what is none"],
    ["deno task explore --host qemu-10 --design merged", "a case of names"],
    [
      "deno task explore row-15 --random 1 --minimize",
      "walks in place of a search, and the way shortened",
    ],
    ["deno task explore --from out/v33.log@202604", "what may still happen from there"],
    ["deno task explore --minimize out/explore-row-15.log", "the least of a log that still fails"],
    ["deno task explore ./my-case.jsonc --json", "a case of your own"],
  ],
  json: [
    "cases[]: name, grain, expected (null if nothing is), verdict (safe, violation, open), oracle, length " +
    "(steps; 0 if no one way shows it), states, seconds, actions (times by kind), log (path, or null)",
    "with --random: seed, walks and metIn (steps of the way before it was shortened), too",
  ],
};

async function main(given: Given): Promise<number> {
  if (given.flag("schema")) return said(caseSchemaText());
  if (given.flag("list")) return said(`${listText()}\n`);
  const all = given.flag("all"), word = given.words[0];
  if (all && word !== undefined) throw new InputError(`--all searches every case, not ${word}`);
  const from = given.text("from");
  if (from !== undefined) return report([await onward(from, given)], given);
  if (word !== undefined && LOG.test(word)) return report([await shorter(word, given)], given);
  const isDefault = !all && word === undefined && !isNamed(given);
  if (isDefault && !given.flag("json")) print(`${listText()}\n\n`);
  const specs = all ? allCases() : [isNamed(given) ? caseOfNames(given) : loadCase(word ?? FIRST)];
  if (given.text("random") !== undefined) return report(walked(specs, given), given);
  if (given.flag("minimize")) {
    throw new InputError(
      "--minimize shortens a log, or with --random a walk: a search's way is shortest",
    );
  }
  const found = await searched(jobsOf(specs, given));
  return report(found.map((one) => ({ found: one })), given);
}

function said(text: string): number {
  print(text);
  return EXIT_OK;
}

function statesMax(given: Given): number {
  const states = given.text("states");
  return states === undefined ? STATES_MAX : numberOf("--states", states, 1, 2 ** 30);
}

function jobsOf(specs: readonly CaseSpec[], given: Given): Job[] {
  const only = given.text("grain"), most = statesMax(given);
  if (only !== undefined && !GRAINS.includes(only as GrainName)) {
    throw new InputError(`unknown grain "${only}" (there are: ${GRAINS.join(", ")})`);
  }
  const jobs = specs.flatMap((spec) =>
    GRAINS.filter((grain) => spec.grains[grain] !== undefined && (only ?? grain) === grain)
      .map((grain) => ({ spec, grain, statesMax: most }))
  );
  if (jobs.length === 0) throw new InputError(`${specs[0].name} is not searched at grain ${only}`);
  return jobs;
}

/** Several jobs go to all cores; one stays here, and tells how far it has come. */
async function searched(jobs: readonly Job[]): Promise<Explored[]> {
  if (jobs.length === 1) return [explore(jobs[0], tell)];
  return await doAll(jobs, (job: Job) => explore(job), {
    what: "searching",
    helper: new URL("explore/worker.ts", import.meta.url),
    jobsAThread: 1,
    areLong: true,
  });
}

function tell(states: number, left: number): void {
  if (states > 1 && Deno.stderr.isTerminal()) {
    note(`${states} states, ${left} of them to be looked at`);
  }
}

function walked(specs: readonly CaseSpec[], given: Given): Finding[] {
  const seed = numberOf("--random", given.text("random")!, 0, 2 ** 31 - 1);
  const most = given.text("walks");
  const walksMax = most === undefined ? WALKS_MAX : numberOf("--walks", most, 1, 2 ** 30);
  return specs.map((spec) => ({ found: walks(spec, seed, walksMax, given.flag("minimize")) }));
}

/** A search from the middle of a log. */
async function onward(from: string, given: Given): Promise<Finding> {
  const { spec, fresh } = await onwardFrom(from, given.text("at-pages"));
  const job: Job = { spec, grain: "events", statesMax: statesMax(given) };
  return { found: explore(job, tell, fresh()), fresh };
}

/** A log that fails, shortened. */
async function shorter(path: string, given: Given): Promise<Finding> {
  if (!given.flag("minimize")) {
    throw new InputError(
      `${path} is a log: --minimize shortens it, --from ${path}@N goes on from it`,
    );
  }
  const { found, fresh, how } = await shorten(path);
  return { found, fresh, how };
}

function listText(): string {
  const names = caseNames(), wide = Math.max(...names.map(({ length }) => length));
  return names.map((name) => `${name.padEnd(wide)}  ${loadCase(name).story}`).join("\n");
}

if (import.meta.main) await runCommand(command, main);
