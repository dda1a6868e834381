/**
 * `deno task simulate`: runs a scenario for one or more designs, writes their logs, compares them.
 * @module
 */
import { hosts } from "../core/decide/hosts/mod.ts";
import { profiles } from "../core/decide/profiles/mod.ts";
import { designs } from "../core/run/designs/mod.ts";
import type { Scenario } from "../core/run/scenario.ts";
import { worldOf } from "../core/run/simulate.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  named,
  note,
  numberOf,
  print,
  runCommand,
} from "./command.ts";
import { makeDirectory } from "./files.ts";
import { loadScenario, scenarioFolder } from "./scenario/file.ts";
import { schemaText } from "./scenario/schema.ts";
import { settingsOf } from "./scenario/set.ts";
import { chosenDesigns, guarded } from "./simulate/designs.ts";
import { readStart } from "./simulate/start.ts";
import { Picture } from "./simulate/picture.ts";
import { readTraces, tracesText } from "./simulate/traces.ts";
import { type Outcome, runOne } from "./simulate/run.ts";
import { conclusion, table } from "./simulate/table.ts";
import { trustOf, trustText } from "./simulate/trust.ts";
import { count, wrapped } from "../replay/text.ts";

const SEED_MAX = 0x7fffffff;

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
    ["deno task simulate my.json --out /tmp/logs --json", "a scenario file of your own"],
    ["deno task simulate --svg course.svg", "the same, and a picture of what happened when"],
    ["deno task simulate small --set guest.cpus=4 --set designs=v33,merged", "other values"],
  ],
  json: [
    "scenario, seed",
    "runs[]: design, log (path), digest (of the last state), events",
    "runs[].migration: bytes, pagesSent, pagesZero, pagesSkipped, rounds, totalNs, downtimeNs, lostPages",
    "runs[].hints: read, applied, dropped (blocks), staleAtUse (pages)",
    "runs[].guest: allocationsFailed, freePagesMin (pages), lockHoldNsMax, irqsOffNsMax",
  ],
};

/** The keys that `--json` promises. */
function jsonOf(scenario: Scenario, outcomes: readonly Outcome[]): string {
  const runs = outcomes.map(({ design, log, digest, events, figures }) => {
    const { migration, hints, guest } = figures;
    const { read, applied, dropped, staleAtUse } = hints;
    const { allocationsFailed, freePagesMin, lockHoldNsMax, irqsOffNsMax } = guest;
    return {
      design,
      log,
      digest,
      events,
      migration,
      hints: { read, applied, dropped, staleAtUse },
      guest: { allocationsFailed, freePagesMin, lockHoldNsMax, irqsOffNsMax },
    };
  });
  return JSON.stringify({ scenario: scenario.name, seed: scenario.seed, runs });
}

async function main(given: Given): Promise<number> {
  if (given.flag("schema")) {
    print(schemaText());
    return EXIT_OK;
  }
  const settings = settingsOf(given.all("set"), (option) => given.all(option).length > 0);
  const scenario = await loadScenario(given.words[0] ?? "default", settings);
  const seed = given.text("seed");
  if (seed !== undefined) scenario.seed = numberOf("--seed", seed, 0, SEED_MAX);
  scenario.host.name = given.text("host") ?? scenario.host.name;
  scenario.guest.profile = given.text("profile") ?? scenario.guest.profile;
  const profile = named("profile", scenario.guest.profile, profiles);
  const host = named("host", scenario.host.name, hosts);
  const words = given.all("design").flatMap((text) => text.split(","));
  const chosen = await chosenDesigns(words.length > 0 ? words : scenario.designs);
  const folder = (given.text("out") ?? "out").replace(/(.)\/+$/, "$1");
  const home = scenarioFolder(given.words[0] ?? "default");
  const start = await readStart(scenario, home, profile);
  const traces = await readTraces(scenario, home);

  const svg = given.text("svg");
  using picture = svg === undefined ? null : await Picture.begin(svg);
  const begin = performance.now();
  const terminal = Deno.stderr.isTerminal();
  if (terminal) note("setting the guest up ...");
  const world = worldOf(scenario, { profile, host, design: chosen[0], start });
  makeDirectory(folder);
  const outcomes = chosen.map((design) => {
    if (terminal) note(`simulating ${design.name} ...`);
    const rules = { profile, host, design, traces, start };
    const path = `${folder}/${design.name}.log`, wanted = { course: picture !== null };
    return guarded(design, () => runOne(scenario, rules, world, path, wanted));
  });
  const seconds = (performance.now() - begin) / 1000;

  const figures = outcomes.map((outcome) => outcome.figures);
  const replayed = outcomes.map((outcome) => outcome.replayed);
  if (given.flag("json")) print(jsonOf(scenario, outcomes));
  else {
    const said = conclusion(outcomes);
    print(`${wrapped(`${scenario.title || scenario.name} Seed ${scenario.seed}.`).join("\n")}\n\n`);
    print(table(outcomes));
    if (said) print(`\n ${wrapped(said, 79).join("\n ")}`);
    const trust = trustOf(figures, profile, scenario.costs, replayed);
    print(`\n${trustText(trust, profile, host, tracesText(scenario, traces))}\n\n`);
    print(logsLine(outcomes));
    const events = outcomes.reduce((sum, outcome) => sum + outcome.events, 0);
    note(`        ${count(events)} events in ${seconds.toFixed(1)} s`);
  }
  await picture?.finish(scenario, outcomes);
  if (!given.flag("json")) nextSteps(outcomes);
  const lost = figures.some(({ migration }) => migration.lostPages > 0);
  return lost || replayed.includes(false) ? EXIT_FINDINGS : EXIT_OK;
}

function logsLine(outcomes: readonly Outcome[]): string {
  return ` logs   ${outcomes.map(({ log }) => log).join(" ")}`;
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
  steps.push([`verify ${log}`, "is the log whole and true?"]);
  steps.forEach(([words, what], step) =>
    note(` ${step === 0 ? "next" : "    "}   ${`deno task ${words}`.padEnd(48)} ${what}`)
  );
}

if (import.meta.main) await runCommand(command, main);
