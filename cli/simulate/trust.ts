/**
 * How far to trust a comparison: counted from the runs and read from the tables, never written by hand.
 * @module
 */
import bundled from "../../fixtures/traces/evidence.json" with { type: "json" };
import measured from "../../fixtures/qemu/evidence.json" with { type: "json" };
import { COSTS, type Costs } from "../../core/decide/costs.ts";
import type { Host } from "../../core/decide/hosts/host.ts";
import type { Profile } from "../../core/decide/profiles/profile.ts";
import { type Evidence, isConfirmed } from "../../core/run/match/evidence.ts";
import { LOG_MODES } from "../../events/kinds.ts";
import type { Figures } from "../../replay/views/figures.ts";
import { count, many, WIDTH, wrapped } from "../../replay/text.ts";

/** What the bundled traces say of a profile's rules: `deno task match fixtures/traces --evidence ...`. */
const EVIDENCE: readonly Evidence[] = [bundled as unknown as Evidence];

/** The rules of a decision (kernel-6.1 facts), by the kind of event that it makes. */
const RULES_OF: Readonly<Record<string, readonly number[]>> = {
  PageAllocated: [15, 22, 23],
  PageFreed: [6, 16, 17],
  BlockTaken: [2, 3],
  PageRefilled: [2, 3, 15],
  BlockPut: [4, 5, 6],
  PageDrained: [4, 5, 17, 18],
  PageblockStolen: [7, 8, 10, 11, 12, 13, 14],
  AllocationFailed: [], // reclaim and compaction come first in a kernel
};

export interface Trust {
  /** Decisions of the allocator in all runs, and how many fall under rules that real traces confirm. */
  readonly decisions: number;
  readonly confirmed: number;
  /** Traces that confirm them, and their events; 0 if none is of this profile's kernel. */
  readonly traces: number;
  readonly events: number;
  /** Steals in a Normal zone, and decisions about blocks of the highest order: no trace has such. */
  readonly stealsInNormal: number;
  readonly ofTopOrder: number;
  readonly steals: number;
  /** Costs whose value is assumed and not set by the scenario. */
  readonly assumed: readonly string[];
  /** Runs whose log, replayed, gave the digest of the live state. */
  readonly replayed: number;
  readonly runs: number;
}

export function trustOf(
  figures: readonly Figures[],
  profile: Profile,
  set: Partial<Costs>,
  replayed: readonly boolean[],
): Trust {
  const evidence = EVIDENCE.find((of) => of.profile === profile.name);
  const isSure = (kind: string): boolean => {
    const rules = RULES_OF[kind] ?? [];
    return evidence !== undefined && rules.length > 0 &&
      rules.every((rule) => isConfirmed(evidence, rule));
  };
  const sum = (pick: (of: Figures) => number): number =>
    figures.reduce((total, of) => total + pick(of), 0);
  const names = Object.keys(COSTS) as (keyof Costs)[];
  const stealsInNormal = sum(({ stealsInNormal }) => stealsInNormal);
  const ofTopOrder = sum(({ ofTopOrder }) => ofTopOrder);
  const under = sum(({ decisions }) =>
    Object.entries(decisions).reduce((all, [kind, count]) => all + (isSure(kind) ? count : 0), 0)
  );
  return {
    decisions: sum(({ decisions }) => Object.values(decisions).reduce((a, b) => a + b, 0)),
    confirmed: under - (isSure("PageblockStolen") ? stealsInNormal : 0) -
      (isSure("BlockTaken") ? ofTopOrder : 0),
    traces: evidence?.traces.length ?? 0,
    events: evidence?.traces.reduce((all, { events }) => all + events, 0) ?? 0,
    stealsInNormal,
    ofTopOrder,
    steals: sum(({ decisions }) => decisions.PageblockStolen),
    assumed: names.filter((name) =>
      set[name] === undefined && COSTS[name].source.startsWith("assumed")
    ),
    replayed: replayed.filter((same) => same).length,
    runs: replayed.length,
  };
}

/** Never 100 % for what is not all, nor 0 % for what is not nothing. */
function shareOf(part: number, whole: number): string {
  if (part === 0 || whole === 0) return "0 %";
  if (part === whole) return "all";
  return `${Math.min(99.99, Math.max(0.01, (100 * part) / whole)).toFixed(2)} %`;
}

function allocatorText(trust: Trust, profile: Profile): string {
  const { decisions, confirmed, traces, events, steals, stealsInNormal, ofTopOrder } = trust;
  const all = many(decisions, "decision");
  if (traces === 0) {
    return `${profile.name}: no real trace is held against its rules; ${all}, ` +
      `${many(steals, "steal")} among them`;
  }
  const not = decisions - confirmed;
  const unlike = [
    ...(stealsInNormal > 0 ? [`${many(stealsInNormal, "steal")} in a Normal zone`] : []),
    ...(ofTopOrder > 0 ? [`${count(ofTopOrder)} about blocks of order 10`] : []),
  ];
  const which = unlike.length > 0 ? ` (${unlike.join(", ")})` : "";
  return `${profile.name}: ${shareOf(confirmed, decisions)} of ${all} fall under rules that real ` +
    `traces confirm page for page (${traces} traces, ${count(events)} events)` +
    `${not > 0 && confirmed > 0 ? `, all but ${count(not)}${which}` : ""}; ` +
    `${many(steals, "steal")} among them`;
}

/** Only the host that was measured was measured; of the others it says which rules they share. */
function hostText(host: Host): string {
  const { runs, hinting, hintedExactly, bytesErrorPercent, timeErrorPercent } = measured;
  const said = `${measured.measuredOn}, ${runs} measured runs: bytes within ` +
    `${bytesErrorPercent.median} % (median; ${bytesErrorPercent.p90} % in 9 of 10, ` +
    `${bytesErrorPercent.most} % at most), time within ${timeErrorPercent.median} %, ` +
    `hinted blocks exact in ${hintedExactly} of ${hinting}`;
  const own = host.transfer === "snapshot"
    ? `${host.name} rules: discard on hint, a full snapshot`
    : `${host.name} rules, dirty log ${LOG_MODES[host.logMode]}`;
  return host.name === measured.host ? `${own}. ${said}` : `${own}: modelled. ${said}`;
}

/** @param traces what a workload of traces assumes; empty if there is none */
export function trustText(trust: Trust, profile: Profile, host: Host, traces: string): string {
  const indent = " ".repeat(13);
  const row = (label: string, text: string): string =>
    `  ${label.padEnd(11)}${wrapped(text, WIDTH - indent.length).join(`\n${indent}`)}`;
  return [
    " How far to trust this",
    row("allocator", allocatorText(trust, profile)),
    row("host", hostText(host)),
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
