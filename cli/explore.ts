/**
 * `deno task explore`: searches all interleavings of a small world for a lost page.
 * @module
 */
import { count, wrapped } from "../replay/text.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  note,
  print,
  runCommand,
} from "./command.ts";
import { caseNames, caseSchemaText, loadCase } from "./explore/case_file.ts";
import { explore, type Explored, writeCounterexample } from "./explore/run.ts";
import { casesTable, story } from "./explore/text.ts";
import { makeDirectory } from "./files.ts";

const FIRST = "row-15";

const command: Command = {
  name: "explore",
  sentence:
    "Searches all interleavings of a world of one page, with the actors and the reducer of a simulation, " +
    "for a page that the guest may rely on and that is lost. The shortest way to one becomes a log. " +
    "Exit 1 if a verdict is not the expected one.",
  words: "[CASE]",
  wordsMax: 1,
  options: {
    all: { help: "every bundled case" },
    list: { help: "name the bundled cases, and search nothing" },
    schema: { help: "print the JSON Schema of case files" },
    out: { value: "DIR", help: "where counterexamples go (default: out)" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task explore", `the case ${FIRST}, after the list of cases`],
    ["deno task explore row-07", "what stopping hints before a sync is for"],
    ["deno task explore ./my-case.jsonc --json", "a case of your own"],
  ],
  json: [
    "cases[]: name, grain, expected, verdict (safe, violation, open), oracle, length (steps), states, " +
    "seconds, actions (steps by actor), log (path, or null)",
  ],
};

function main(given: Given): number {
  if (given.flag("schema")) return said(caseSchemaText());
  if (given.flag("list")) return said(`${listText()}\n`);
  const word = given.words[0], json = given.flag("json");
  const names = given.flag("all") ? caseNames() : [word ?? FIRST];
  if (word === undefined && !given.flag("all") && !json) print(`${listText()}\n\n`);
  const specs = names.map(loadCase);
  const folder = (given.text("out") ?? "out").replace(/(.)\/+$/, "$1");
  const found: Explored[] = [];
  for (const spec of specs) {
    if (Deno.stderr.isTerminal()) note(`searching ${spec.name} ...`);
    found.push(explore(spec));
  }
  const logs = found.map(({ spec, world }) =>
    world === null ? null : `${folder}/explore-${spec.name}.log`
  );
  if (logs.some((path) => path !== null)) makeDirectory(folder);
  found.forEach((one, at) => {
    if (logs[at] !== null) writeCounterexample(one, logs[at]);
  });
  if (json) {
    print(JSON.stringify({ cases: found.map((one, at) => jsonOf(one, logs[at])) }));
  } else if (given.flag("all")) print(casesTable(found));
  else print(oneText(found[0], logs[0]));
  return found.every(({ spec, verdict }) => verdict === spec.expected) ? EXIT_OK : EXIT_FINDINGS;
}

function said(text: string): number {
  print(text);
  return EXIT_OK;
}

function listText(): string {
  return caseNames().map((name) => `${name.padEnd(8)}  ${loadCase(name).story}`).join("\n");
}

const jsonOf = (one: Explored, log: string | null) => ({
  name: one.spec.name,
  grain: "events",
  expected: one.spec.expected,
  verdict: one.verdict,
  oracle: one.verdict === "violation" ? "destination" : null,
  length: one.length,
  states: one.states,
  seconds: one.seconds,
  actions: one.actions,
  log,
});

function oneText(one: Explored, log: string | null): string {
  const { spec, verdict, states, length, depth, seconds, actions } = one;
  const rate = count(Math.round(states / Math.max(seconds, 0.001)));
  const acted = Object.entries(actions).map(([name, times]) => `${name} ${count(times)}`).join(
    ", ",
  );
  const isAsExpected = verdict === spec.expected
    ? "as expected"
    : `NOT as expected (${spec.expected})`;
  const verdictText = verdict === "violation"
    ? `A page is LOST in ${length} steps, ${isAsExpected}: a model finding.`
    : verdict === "safe"
    ? `No page is lost, ${isAsExpected}: all interleavings within the bounds were taken.`
    : "Neither a lost page nor the end was found.";
  return [
    `${spec.name}: ${spec.story} (${spec.design} on ${spec.host}; ${spec.source})`,
    "",
    verdictText,
    ...wrapped(`${count(states)} states, ${depth} steps deep; steps taken: ${acted}.`),
    ...(log === null ? [] : ["", ...story(one), "", ` log   ${log}`]),
    ...(Deno.stderr.isTerminal() ? [`       ${rate} states a second`] : []),
  ].join("\n");
}

if (import.meta.main) await runCommand(command, main);
