/**
 * A prediction in words: what happens without hints and with each design, whether it converges, what the
 * guest notices, what is never hinted, and how far to trust it.
 * @module
 */
import measured from "../../fixtures/qemu/evidence.json" with { type: "json" };
import { hosts } from "../../core/decide/hosts/mod.ts";
import type { Figures, NotHinted } from "../../replay/views/figures.ts";
import { bytes, count, span } from "../../replay/text.ts";
import type { Column } from "../simulate/table.ts";
import { median, spreadText } from "../simulate/cells.ts";
import { type Asked, ROUNDS_MAX } from "./scenario.ts";

const PAGE_BYTES = 4096, MIB = 2 ** 20, MBIT_A_MIB = 8.388608;

type Pick = (figures: Figures) => number;

/** `12.3..12.5 GiB` */
function range(runs: readonly Figures[], pick: Pick, text: (value: number) => string): string {
  const values = runs.map(pick);
  const [low, high] = [text(Math.min(...values)), text(Math.max(...values))];
  return spreadText(low, high) || low;
}

const sent: Pick = ({ migration }) => migration.bytes;
const time: Pick = ({ migration }) => migration.totalNs;
const downtime: Pick = ({ migration }) => migration.downtimeNs;
const seconds = (ns: number): string => ns >= 1e9 ? `${(ns / 1e9).toFixed(1)} s` : span(ns);
const ms = (ns: number): string => ns >= 1e9 ? seconds(ns) : `${(ns / 1e6).toFixed(0)} ms`;

/** True if some run was stopped after its last round, whatever was left. */
export const diverges = ({ runs }: Column): boolean =>
  runs.some(({ migration }) => migration.rounds > ROUNDS_MAX);

const why: Readonly<Record<keyof NotHinted, string>> = {
  belowOrder: "lies in blocks below the order that is hinted",
  aboveOrder: "lies in larger blocks than the lists that are walked",
  percpu: "waits on per-cpu lists",
  arrayFull: "found the array full",
  queueFull: "found the queue full",
  watermark: "is kept by the watermarks and reserves",
  otherZone: "lies in a zone that the requests do not reach",
  otherNode: "lies on a node that the requests do not reach",
  onPurpose: "is left on purpose",
  other: "became free behind the walk, or when the host had stopped the report",
};

function baseText(base: Column): string {
  const { runs } = base;
  const rounds = range(runs, ({ migration }) => migration.rounds, count);
  return `Without hints ${range(runs, sent, bytes)} are sent in ${range(runs, time, seconds)} ` +
    `and ${rounds} rounds; the guest stands still for ${range(runs, downtime, ms)}.`;
}

function designText(column: Column, base: Column | undefined): string {
  const { design, runs } = column;
  const percent = (pick: Pick): string =>
    base === undefined ? "" : range(
      runs.map((_, at) => runs[at]),
      (figures) => Math.round(100 * (1 - pick(figures) / pick(base.runs[runs.indexOf(figures)]))),
      (value) => `${value}`,
    );
  const than = base === undefined
    ? ""
    : ` (${percent(sent)} % less), time by ${percent(time)} % to ${range(runs, time, seconds)}`;
  return `With ${design} ${range(runs, sent, bytes)} are sent${than}; the guest stands still for ` +
    `${range(runs, downtime, ms)}, and its free memory falls to ` +
    `${range(runs, ({ guest }) => guest.freePagesMin * PAGE_BYTES, bytes)}.`;
}

/** Whether the rounds come to an end, and why. */
export function convergenceText(
  columns: readonly Column[],
  { guest, linkMbit, downtimeMs }: Asked,
): string {
  const share = (100 * guest.dirty) / (linkMbit / MBIT_A_MIB);
  const limit = bytes((linkMbit / MBIT_A_MIB) * MIB * (downtimeMs / 1000));
  const writes = guest.dirty === 0
    ? "hardly anything is written meanwhile"
    : `what is written, ${guest.dirty.toFixed(1)} MiB/s over ${bytes(guest.ws * MIB)}, is ` +
      `${share.toFixed(share < 10 ? 1 : 0)} % of what the link takes`;
  const not = columns.filter(diverges).map(({ design }) => design);
  if (not.length === 0) return `It converges: ${writes}, and the downtime allows ${limit}.`;
  const which = not.length === columns.length
    ? "It does not converge"
    : `It does not converge with ${not.join(", ")}`;
  return `${which}: ${writes}, and after ${ROUNDS_MAX} rounds more than the ${limit} that the ` +
    `downtime allows was left. QEMU would go on for ever; here the guest is stopped then. A longer ` +
    `downtime, auto-converge or postcopy would end it.`;
}

/** What is free and never hinted, and why. */
function leftText({ design, runs }: Column): string | undefined {
  const all = runs.filter(({ hints }) => hints.freeNotHinted !== null);
  if (all.length === 0) return undefined;
  const parts = (Object.keys(why) as (keyof NotHinted)[])
    .map((reason) => ({
      reason,
      pages: median(all.map(({ hints }) => hints.notHinted[reason])),
    }))
    .filter(({ pages }) => pages > 0)
    .sort((a, b) => b.pages - a.pages);
  if (parts.length === 0) return `${design} leaves no free memory unhinted.`;
  const said = parts.slice(0, 3).map(({ reason, pages }) =>
    `${bytes(pages * PAGE_BYTES)} ${why[reason]}`
  );
  return `Free, but never hinted by ${design}: ${said.join("; ")}.`;
}

/** What the guest notices besides. */
function noticeText({ design, runs }: Column): string | undefined {
  const failed = Math.max(...runs.map(({ guest }) => guest.allocationsFailed));
  const slowed = Math.max(...runs.map(({ guest }) => guest.allocationsSlowed));
  const lost = Math.max(...runs.map(({ migration }) => migration.lostPages));
  const parts = [
    ...(failed > 0 ? [`up to ${count(failed)} allocations fail`] : []),
    ...(slowed > 0 ? [`up to ${count(slowed)} allocations wait`] : []),
    ...(lost > 0 ? [`UP TO ${count(lost)} PAGES ARE LOST`] : []),
  ];
  return parts.length === 0 ? undefined : `${design}: ${parts.join(", ")}.`;
}

/** The paragraph. */
export function answerText(columns: readonly Column[], asked: Asked): string {
  const base = columns.find(({ design }) => design === "none");
  const hinting = columns.filter(({ hints }) => hints);
  const told = hinting.filter(({ design }) => design === "merged");
  const said = told.length > 0 ? told : hinting.slice(0, 1);
  return [
    ...(base === undefined ? [] : [baseText(base)]),
    ...said.map((column) => designText(column, base)),
    convergenceText(columns, asked),
    ...said.map(leftText),
    ...columns.map(noticeText),
  ].filter((text) => text !== undefined).join(" ");
}

/** How far to trust it: what measured runs confirm, what is modelled, what is assumed. */
export function trustRows(asked: Asked, slices: number): [label: string, text: string][] {
  const { runs, bytesErrorPercent: sizes, timeErrorPercent: times, hinting, hintedExactly } =
    measured;
  const host = hosts.find(({ name }) => name === asked.host)!;
  const isMeasured = asked.host === measured.host;
  const said = `${runs} migrations of small guests (${measured.measuredOn}) match: bytes within ` +
    `${sizes.median} % (median; ${sizes.p90} % in 9 of 10, ${sizes.most} % at most), time within ` +
    `${times.median} % (${times.p90} % in 9 of 10), blocks hinted exact in ${hintedExactly} of ${hinting}`;
  return [
    [
      "matched",
      `rounds, bytes and hints of the design merged, given where memory is free and what is not zero: ${said}`,
    ],
    [
      "modelled",
      `${
        isMeasured ? "" : `the dirty log of ${host.name} (${host.title}), which was not measured; `
      }` +
      "designs other than merged and none; the link as one steady rate; times within the guest" +
      (slices > 1
        ? `; the guest by one of ${slices} equal slices, which agrees with the whole within about 10 %`
        : ""),
    ],
    [
      "assumed",
      "that writes are spread evenly over the working set; where free memory lies (a simulated past); " +
      "over the seeds, 20 % more or less written and 10 % more or less old data than said" +
      (asked.guest.assumed.length > 0 ? `; not said: ${asked.guest.assumed.join(", ")}` : ""),
    ],
  ];
}
