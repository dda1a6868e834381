/**
 * `deno task simulate`: runs a scenario for one or more designs, writes their logs, compares them.
 * @module
 */
import { hosts } from "../core/decide/hosts/mod.ts";
import { profiles } from "../core/decide/profiles/mod.ts";
import { designs } from "../core/run/designs/mod.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  note,
  print,
  runCommand,
} from "./command.ts";
import { schemaText } from "./scenario/schema.ts";
import { askedAgain, askedFor } from "./simulate/asked.ts";
import { Picture } from "./simulate/picture.ts";
import { tracesText } from "./simulate/traces.ts";
import { conclusion, spreadNote } from "./simulate/conclusion.ts";
import { jsonOf, KEYS } from "./simulate/report.ts";
import type { Outcome } from "./simulate/run.ts";
import { columnsOf } from "./simulate/seeds.ts";
import { table } from "./simulate/table.ts";
import { trustOf, trustText } from "./simulate/trust.ts";
import { count, WIDTH, wrapped } from "../replay/text.ts";

const command: Command = {
  name: "simulate",
  sentence:
    "Runs a scenario for one or more designs, writes a log for each, and prints how they compare.",
  words: "[SCENARIO]",
  wordsMax: 1,
  options: {
    design: {
      value: "NAME",
      help: `a design, "all", or a file of your own; may be given again (${
        designs.map((d) => d.name).join(", ")
      })`,
      many: true,
    },
    seed: { value: "N", help: "the seed of all chance (default: the scenario's)" },
    seeds: { value: "N", help: "repeat over N seeds, from the seed on: median and spread" },
    host: { value: "NAME", help: `the hypervisor (${hosts.map((host) => host.name).join(", ")})` },
    profile: {
      value: "NAME",
      help: `the guest's kernel (${profiles.map((profile) => profile.name).join(", ")})`,
    },
    set: {
      value: "KEY=VALUE",
      help: "a value of the scenario, as in guest.mib=4096; may be given again",
      many: true,
    },
    schema: { help: "print the JSON Schema of scenario files, for an editor, and run nothing" },
    svg: { value: "FILE", help: "draw the time course of each design, one above the other" },
    resume: {
      value: "LOG",
      help: "go on with a run that was killed: the log that it was writing, or its .part",
    },
    out: { value: "DIR", help: "where the logs go (default: out)" },
    json: { help: "print one object instead of the table" },
  },
  examples: [
    [
      "deno task simulate",
      "the default scenario: an 8 GiB guest, without hints, with v33 and as merged",
    ],
    ["deno task simulate small --design v33 --seed 7", "a small guest, one design, another seed"],
    ["deno task simulate --design none,./mine.ts", "a design of your own beside no hinting"],
    ["deno task simulate small --design all --seeds 10", "every design, over ten seeds"],
    ["deno task simulate my.json --out /tmp/logs --json", "a scenario file of your own"],
    ["deno task simulate --svg course.svg", "the same, and a picture of what happened when"],
    ["deno task simulate --resume out/v33.log", "a run that was killed goes on where it was"],
    ["deno task simulate small --set guest.cpus=4 --set designs=v33,merged", "other values"],
  ],
  json: KEYS,
};

async function main(given: Given): Promise<number> {
  if (given.flag("schema")) {
    print(schemaText());
    return EXIT_OK;
  }
  const resumed = given.text("resume");
  const asked = resumed === undefined ? await askedFor(given) : await askedAgain(given, resumed);
  if (asked === null) return EXIT_OK;
  const { scenario, seeds, rules } = asked, { profile, host, traces = new Map() } = rules[0];

  const svg = given.text("svg");
  using picture = svg === undefined ? null : await Picture.begin(svg);
  const begin = performance.now();
  const terminal = Deno.stderr.isTerminal();
  const runs = asked.run({ tell: terminal ? note : () => {}, course: picture !== null });
  const seconds = (performance.now() - begin) / 1000;

  const outcomes = runs[0], all = runs.flat(), columns = columnsOf(runs);
  const figures = all.map((outcome) => outcome.figures);
  const replayed = all.map((outcome) => outcome.replayed);
  if (given.flag("json")) print(jsonOf(scenario, seeds, outcomes, columns));
  else {
    const said = conclusion(columns);
    const title = `${scenario.title || scenario.name} ${seedsText(seeds)}`;
    print(`${wrapped(title).join("\n")}\n\n`);
    print(table(columns));
    if (said) print(`\n ${wrapped(said, WIDTH - 1).join("\n ")}`);
    const trust = trustOf(figures, profile, scenario.costs, replayed);
    print(`\n${trustText(trust, profile, host, tracesText(scenario, traces))}\n\n`);
    print(logsText(outcomes, seeds));
    const events = all.reduce((sum, outcome) => sum + outcome.events, 0);
    note(`        ${count(events)} events in ${seconds.toFixed(1)} s`);
  }
  await picture?.finish(scenario, outcomes);
  if (!given.flag("json")) nextSteps(outcomes);
  const lost = figures.some(({ migration }) => migration.lostPages > 0);
  return lost || replayed.includes(false) ? EXIT_FINDINGS : EXIT_OK;
}

function seedsText(seeds: readonly number[]): string {
  if (seeds.length === 1) return `Seed ${seeds[0]}.`;
  return `Seeds ${seeds[0]} to ${seeds[seeds.length - 1]}. ${spreadNote(seeds.length)}`;
}

function logsText(outcomes: readonly Outcome[], seeds: readonly number[]): string {
  const which = seeds.length > 1 ? ` (of seed ${seeds[0]} only)` : "";
  const logs = outcomes.map(({ log }) => log).join(" ") + which;
  return ` logs   ${wrapped(logs, WIDTH - 8).join("\n        ")}`;
}

function nextSteps(outcomes: readonly Outcome[]): void {
  const { log, hints, figures } = outcomes[outcomes.length - 1];
  const page = figures.hints.example;
  const steps: [string, string][] = [];
  if (page >= 0) {
    const what = figures.hints.staleAtUse > 0 ? "a stale page's" : "a hinted page's";
    steps.push([`replay ${log} --page 0x${page.toString(16)}`, `${what} whole life`]);
  }
  steps.push([`replay ${log} --show migration`, "round by round"]);
  if (hints) steps.push([`log ${log} --kind hint-read`, "the hints, as events"]);
  steps.push([`view ${log}`, "all of it, in the browser"]);
  steps.push([`verify ${log}`, "is the log whole and true?"]);
  steps.forEach(([words, what], step) =>
    note(` ${step === 0 ? "next" : "    "}   ${`deno task ${words}`.padEnd(48)} ${what}`)
  );
}

if (import.meta.main) await runCommand(command, main);
