/**
 * What is said of searches and walks: for people, and as JSON; and their counterexamples, as logs.
 * @module
 */
import { count, many, wrapped } from "../../replay/text.ts";
import { EXIT_FINDINGS, EXIT_OK, type Given, note, print } from "../command.ts";
import { makeDirectory } from "../files.ts";
import type { Walks } from "./random.ts";
import {
  type Counterexample,
  counterexampleOf,
  type Explored,
  type Fresh,
  isAsExpected,
  lengthOf,
  writeCounterexample,
} from "./run.ts";
import { casesTable, story } from "./text.ts";

/** What was found, in which world if not in the case's own, and how a log was shortened. */
export interface Finding {
  readonly found: Explored | Walks;
  readonly fresh?: Fresh;
  readonly how?: string;
}

/** Prints what was found, writes its counterexamples, and says what the process exits with. */
export function report(findings: readonly Finding[], given: Given): number {
  const folder = (given.text("out") ?? "out").replace(/(.)\/+$/, "$1");
  const ways = findings.map(({ found, fresh }) => counterexampleOf(found, fresh));
  const logs = findings.map(({ found, how }, at) =>
    ways[at] === null ? null : `${folder}/${logName(found, how)}.log`
  );
  if (logs.some((path) => path !== null)) makeDirectory(folder);
  ways.forEach((way, at) => {
    if (way !== null) writeCounterexample(findings[at].found, way, logs[at]!);
  });
  const found = findings.map((one) => one.found);
  if (given.flag("json")) {
    print(JSON.stringify({ cases: found.map((one, at) => jsonOf(one, logs[at])) }));
  } else if (given.flag("all")) print(casesTable(found));
  else print(findings.map((one, at) => oneText(one, ways[at], logs[at])).join("\n\n"));
  if (!given.flag("json")) tellPace(found);
  const log = logs.find((path) => path !== null);
  if (log && !given.flag("json") && !given.flag("all")) {
    note(` next  deno task view ${log}   the way as a story, step by step, in the browser`);
  }
  return found.every(isAsExpected) ? EXIT_OK : EXIT_FINDINGS;
}

/** States a second, of a core: no result, for it is another each time. */
function tellPace(found: readonly Explored[]): void {
  const states = found.reduce((sum, one) => sum + one.states, 0);
  const seconds = found.reduce((sum, one) => sum + one.seconds, 0);
  if (states > 0) note(` ${count(Math.round(states / seconds))} states a second and core`);
}

const isWalks = (found: Explored | Walks): found is Walks => "walks" in found;

function logName(found: Explored | Walks, how: string | undefined): string {
  const { spec, grain } = found;
  if (how !== undefined) return `shorter-${spec.name}`;
  const ending = isWalks(found) ? `-random-${found.seed}` : grain === "events" ? "" : "-g";
  return `explore-${spec.name}${ending}`;
}

/** A result as `--json` tells it. */
const jsonOf = (one: Explored | Walks, log: string | null): Record<string, unknown> => ({
  name: one.spec.name,
  grain: one.grain,
  expected: one.spec.expected === "unknown" ? null : one.spec.expected,
  verdict: one.verdict,
  oracle: one.oracle === "" ? null : one.oracle,
  length: lengthOf(one),
  states: one.states,
  seconds: one.seconds,
  actions: one.actions,
  log,
  ...(isWalks(one) ? { seed: one.seed, walks: one.walks, metIn: one.metIn } : {}),
});

/** `, as expected`, or what was; nothing where nothing was expected. */
function expected(one: Explored): string {
  if (one.spec.expected === "unknown") return "";
  return isAsExpected(one) ? ", as expected" : `, NOT as expected (${expectation(one)})`;
}

function verdictText(one: Explored | Walks): string {
  const { spec, verdict, oracle, why, path, never, statesMax } = one;
  if (verdict === "open") {
    return isWalks(one)
      ? `${many(one.walks, "walk")} met no violation, which proves nothing${expected(one)}.`
      : `No violation within ${count(statesMax)} states, and no end.`;
  }
  if (verdict === "safe") {
    const gap = never.length === 0 ? "" : ` But nobody ever did: ${never.join(", ")}.`;
    return `Safe${expected(one)}: all interleavings within the bounds were taken.${gap}`;
  }
  const steps = path.length === 0
    ? "over all ways together"
    : `in ${many(lengthOf(one), "step")}${isWalks(one) ? walkText(one) : ""}`;
  const kind = spec.bug === "" || spec.suspected ? ": a model finding" : `: ${spec.bug}`;
  return `VIOLATION ${steps}${expected(one)}${kind}. Oracle ${oracle}: ${why}.`;
}

function walkText({ walks, metIn, path }: Walks): string {
  const shortened = metIn === path.length ? "" : `, shortened from ${count(metIn)}`;
  return ` (walk ${count(walks)}${shortened})`;
}

function expectation({ spec, grain }: Explored): string {
  const length = spec.grains[grain]?.length;
  return [
    spec.expected,
    ...(spec.oracle === "" ? [] : [`by ${spec.oracle}`]),
    ...(length === undefined ? [] : [`in ${length} steps`]),
  ].join(" ");
}

/** What a search looked at; what walks did. */
function sizeText(one: Explored | Walks): string {
  const { states, stateBytes, steps, depth } = one;
  if (states === 0) return steps === 0 ? "" : `${count(steps)} steps.`;
  return `${count(states)} states of ${stateBytes} bytes, ${count(steps)} steps between them, ` +
    `${depth} deep.`;
}

/** A search, its verdict, what was done in it, and the counterexample as a numbered story. */
function oneText({ found, how }: Finding, way: Counterexample | null, log: string | null): string {
  const { spec, grain, actions } = found;
  const acted = Object.entries(actions).filter(([, times]) => times > 0)
    .map(([name, times]) => `${name} ${count(times)}`).join(", ");
  const source = [spec.source, spec.commit].filter((text) => text !== "").join("; ");
  return [
    ...wrapped(
      `${spec.name}: ${spec.story} (${spec.design} on ${spec.host}${source && `; ${source}`}; ` +
        `grain ${grain})`,
    ),
    "",
    ...(how === undefined ? [] : wrapped(`Shortened: ${how}.`)),
    ...wrapped(verdictText(found)),
    ...(sizeText(found) === "" ? [] : wrapped(`${sizeText(found)} Actions: ${acted}.`)),
    ...(way === null ? [] : ["", ...story(way), "", ` log   ${log}`]),
  ].join("\n");
}
