/**
 * What a match found, as a table and as one object.
 * @module
 */
import type { EndReport } from "../../core/run/match/compare.ts";
import {
  CLASSES,
  type MissClass,
  type Share,
  type Sort,
  SORTS,
  type Tally,
} from "../../core/run/match/tally.ts";
import { RULES } from "../../core/run/match/rules.ts";
import { count, eventName, table, wrapped } from "../../replay/text.ts";

const DIFFERENCES_SHOWN = 8;

/** Never 100 % for what is not all. */
export function percent({ exact, total }: Share): string {
  if (total === 0) return "-";
  if (exact === total) return "100 %";
  return `${Math.min(99.99, (100 * exact) / total).toFixed(2)} %`;
}

/** A rule's count. */
export interface RuleCount {
  readonly rule: number;
  readonly exercised: number;
  readonly right: number;
}

/** Rule by rule: how often the trace exercised it, and how often it was right. */
export function rulesOf({ rules }: Tally): RuleCount[] {
  return Object.keys(RULES).map(Number).map((rule) => ({
    rule,
    exercised: rules.exercised[rule],
    right: rules.right[rule],
  }));
}

/** The table of rules. */
export function ruleTable(counts: readonly RuleCount[]): string[] {
  const rows = counts.map(({ rule, exercised, right }) => [
    `  ${String(rule).padStart(2)} ${RULES[rule]}`,
    count(right),
    count(exercised),
    exercised === 0 ? "not exercised" : percent({ exact: right, total: exercised }),
  ]);
  return table([["  rule (decisions that it made or led to)", "right", "exercised", ""], ...rows]);
}

const row = (name: string, share: Share): string[] => [
  `  ${name}`,
  count(share.exact),
  count(share.total),
  percent(share),
];

/** The misses by class, in lines. */
export function missLines(tally: Tally): string[] {
  const misses = [...tally.misses].flatMap(([name, { count: times, firstEvent, first }]) =>
    wrapped(
      `${name}: ${count(times)} ${times === 1 ? "miss" : "misses"}, first at event ` +
        `${eventName(firstEvent)} of the trace (${first}): ${CLASSES[name]}`,
      78,
    ).map((line, at) => `${at === 0 ? "  " : "      "}${line}`)
  );
  return misses.length > 0 ? ["misses, by class", ...misses] : ["no miss"];
}

/** What was not predicted but read, where no kprobe tells of kswapd. */
function readLines({ read: { kswapdEnds, kswapdLimits } }: Tally): string[] {
  if (kswapdEnds + kswapdLimits === 0) return [];
  return wrapped(
    `read from what the kernel did next, as no event tells it: ${count(kswapdLimits)} times that ` +
      `kswapd's limit was in force or no longer, ${
        count(kswapdEnds)
      } times that its turn had ended`,
  );
}

/** The table for people. */
export function textOf(tally: Tally, end: EndReport | null, title: string): string {
  const rows = (Object.keys(SORTS) as Sort[]).map((sort) => row(SORTS[sort], tally.shares[sort]));
  if (end !== null) {
    rows.push(
      row("end: zone lists", end.lists),
      row("end: per-cpu lists", end.percpuLists),
      row("end: per-cpu counts", end.percpuCounts),
      row("end: pageblock types", end.pageblocks),
      row("end: watermark boosts", end.boosts),
    );
  }
  const differences = end === null ? [] : end.differences.slice(0, DIFFERENCES_SHOWN);
  return [
    ...wrapped(title),
    "",
    ...table([["  predicted before it was read", "exact", "total", ""], ...rows]),
    "",
    ...ruleTable(rulesOf(tally)),
    "",
    ...missLines(tally),
    ...readLines(tally),
    ...(differences.length > 0
      ? ["", "at the end", ...differences.map((line) => `  ${line}`)]
      : []),
    ...(end !== null && end.differences.length > DIFFERENCES_SHOWN
      ? [`  ... ${count(end.differences.length - DIFFERENCES_SHOWN)} more`]
      : []),
  ].join("\n");
}

/** The keys that `--json` promises. */
export function jsonOf(
  tally: Tally,
  end: EndReport | null,
  events: number,
  seconds: number,
): Record<string, unknown> {
  const identical = (share: Share | undefined) =>
    share === undefined ? null : { identical: share.exact, total: share.total };
  const misses = [...tally.misses].map(([name, { count, firstEvent }]) => ({
    class: name,
    count,
    firstEvent,
  }));
  return {
    events,
    seconds,
    ...tally.shares,
    endLists: identical(end?.lists),
    endPcpLists: identical(end?.percpuLists),
    endPcpCounts: identical(end?.percpuCounts),
    endPageblocks: identical(end?.pageblocks),
    endBoosts: identical(end?.boosts),
    rules: rulesOf(tally),
    misses,
    read: tally.read,
    unexplained: unexplainedOf(tally),
  };
}

/** Misses that no known class explains. */
export function unexplainedOf(tally: Tally): number {
  return tally.misses.get("unexplained" satisfies MissClass)?.count ?? 0;
}
