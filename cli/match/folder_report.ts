/**
 * What the matches of a folder found: a row a trace, and the rules of all of them together.
 * @module
 */
import type { EndReport } from "../../core/run/match/compare.ts";
import type { Evidence, Held } from "../../core/run/match/evidence.ts";
import type { Sort } from "../../core/run/match/tally.ts";
import { count, many, table, wrapped } from "../../replay/text.ts";
import { jsonOf, percent, type RuleCount, ruleTable, unexplainedOf } from "./report.ts";

/** One trace's match, as far as it is reported. */
export interface FolderRun extends Held {
  readonly end: EndReport | null;
  readonly seconds: number;
}

const SHOWN: readonly Sort[] = ["removals", "pcpAllocations", "drained", "steals", "zoneChoices"];
const HEAD = ["removed", "per-cpu", "drained", "steals", "zones"];

const rulesOf = ({ rules }: Evidence): RuleCount[] =>
  Object.entries(rules).map(([rule, [right, exercised]]) => ({
    rule: Number(rule),
    right,
    exercised,
  }));

/** The tables for people. */
export function folderTextOf(runs: readonly FolderRun[], evidence: Evidence): string {
  const rows = runs.map(({ name, tally, end, events }) => [
    `  ${name}`,
    count(events),
    ...SHOWN.map((sort) => percent(tally.shares[sort]).replace(" %", "")),
    end === null ? "-" : `${end.lists.total - end.lists.exact}`,
    unexplainedOf(tally) === 0 ? "-" : count(unexplainedOf(tally)),
  ]);
  const said = runs.flatMap(({ name, tally }) =>
    [...tally.misses].map(([missClass, { count: times }]) =>
      `${name} ${missClass}: ${count(times)}`
    )
  );
  return [
    ...wrapped(
      `${
        many(runs.length, "trace")
      }, predicted by the rules of ${evidence.profile}: exact, in %; ` +
        "lists that differ at the end; misses that no class explains",
    ),
    "",
    ...table([["  trace", "events", ...HEAD, "end", "unexpl."], ...rows]),
    "",
    ...ruleTable(rulesOf(evidence)),
    "",
    ...wrapped(said.length > 0 ? `misses of known classes: ${said.join(", ")}` : "no miss"),
  ].join("\n");
}

/** The keys that `--json` promises. */
export function folderJsonOf(
  runs: readonly FolderRun[],
  evidence: Evidence,
): Record<string, unknown> {
  return {
    runs: runs.map(({ name, tally, end, events, seconds }) => ({
      trace: name,
      ...jsonOf(tally, end, events, seconds),
    })),
    rules: rulesOf(evidence),
    unexplained: runs.reduce((sum, { tally }) => sum + unexplainedOf(tally), 0),
  };
}
