/**
 * How far to trust a comparison: counted from the runs and read from the tables, never written by hand.
 * @module
 */
import { COSTS, type Costs } from "../../core/decide/costs.ts";
import type { Host } from "../../core/decide/hosts/host.ts";
import type { Profile } from "../../core/decide/profiles/profile.ts";
import { LOG_MODES } from "../../events/kinds.ts";
import type { Figures } from "../../replay/views/figures.ts";
import { count, many, WIDTH, wrapped } from "../../replay/text.ts";

export interface Trust {
  /** Decisions of the allocator in all runs, and how many fall under rules that real traces confirm. */
  readonly decisions: number;
  readonly confirmed: number;
  readonly steals: number;
  /** Costs whose value is assumed and not set by the scenario. */
  readonly assumed: readonly string[];
  /** Runs whose log, replayed, gave the digest of the live state. */
  readonly replayed: number;
  readonly runs: number;
}

export function trustOf(
  figures: readonly Figures[],
  set: Partial<Costs>,
  replayed: readonly boolean[],
): Trust {
  const sum = (pick: (of: Figures) => number): number =>
    figures.reduce((total, of) => total + pick(of), 0);
  const names = Object.keys(COSTS) as (keyof Costs)[];
  return {
    decisions: sum(({ decisions }) => Object.values(decisions).reduce((a, b) => a + b, 0)),
    confirmed: 0, // no trace of this profile's kernel is bundled, so nothing confirms its rules
    steals: sum(({ decisions }) => decisions.PageblockStolen),
    assumed: names.filter((name) => set[name] === undefined && COSTS[name].source === "assumed"),
    replayed: replayed.filter((same) => same).length,
    runs: replayed.length,
  };
}

/** @param traces what a workload of traces assumes; empty if there is none */
export function trustText(trust: Trust, profile: Profile, host: Host, traces: string): string {
  const indent = " ".repeat(13);
  const row = (label: string, text: string): string =>
    `  ${label.padEnd(11)}${wrapped(text, WIDTH - indent.length).join(`\n${indent}`)}`;
  const share = trust.decisions > 0 ? (100 * trust.confirmed) / trust.decisions : 0;
  return [
    " How far to trust this",
    row(
      "allocator",
      `${profile.name}: ${share.toFixed(1)} % of ${
        count(trust.decisions)
      } decisions fall under rules ` +
        `that real traces confirm; ${many(trust.steals, "steal")} among them`,
    ),
    row("host", `${host.name} rules, dirty log ${LOG_MODES[host.logMode]}; pre-copy in outline`),
    ...(traces ? [row("trace", traces)] : []),
    row(
      "assumed",
      `which pages are written and when; costs of ${trust.assumed.join(", ") || "nothing"}; ` +
        `* = model time, not fitted`,
    ),
    row(
      "checked",
      `${trust.replayed} of ${trust.runs} logs, replayed, give the live state's digest`,
    ),
  ].join("\n");
}
