/**
 * The summary as it is printed: a table of the designs, then one for each axis.
 * @module
 */
import { bytes, count, many, span, WIDTH, wrapped } from "../../replay/text.ts";
import { spreadText } from "../simulate/cells.ts";
import { sensitivityTable, worthTable } from "./explained_text.ts";
import type { Sweep } from "./load.ts";
import { BASELINE } from "./measures.ts";
import { inPages, percent } from "./pages.ts";
import type { RunAxis } from "./runs.ts";
import type { Sensitivity } from "./sensitivity.ts";
import type { OfAxis, OfDesign, Spread, Summary } from "./summary.ts";

const NOTHING = "-";

const threeDigits = (text: string): string =>
  text.replace(/\d+\.\d+/, (digits) => {
    const whole = digits.indexOf(".");
    return Number(digits).toFixed(Math.min(digits.length - whole - 1, Math.max(0, 3 - whole)));
  });

/** The middle over how far it spreads. */
function cellOf(spread: Spread | null, text: (value: number) => string): [string, string] {
  if (spread === null) return [NOTHING, ""];
  const short = (value: number): string => threeDigits(text(value));
  return [short(spread.median), spreadText(short(spread.low), short(spread.high))];
}

type Column = readonly [head: string, of: (one: OfDesign) => [string, string]];

/** The columns of the tables of designs: of the migration, and of the guest and who is best. */
function columnsOf(summary: Summary): Column[][] {
  const wins = (key: keyof OfDesign["wins"]) => ({ design, wins }: OfDesign): [string, string] => [
    design === BASELINE ? NOTHING : count(wins[key]),
    "",
  ];
  const saved: Column = [
    "saved",
    ({ design, saving }) => design === BASELINE ? [NOTHING, ""] : cellOf(saving, percent),
  ];
  return [
    [
      ["sent", ({ sent }) => cellOf(sent, bytes)],
      ...(summary.hasBaseline ? [saved] : []),
      ["time", ({ time }) => cellOf(time, span)],
      ["LOST", ({ lost }) => [count(lost), ""]],
      ...(summary.designs.some(({ failed }) => failed > 0)
        ? [["failed", ({ failed }) => [count(failed), ""]] satisfies Column]
        : []),
    ],
    [
      ["free left", ({ freeLeft }) => cellOf(freeLeft, percent)],
      ["hurt", ({ allocationsHurt }) => cellOf(allocationsHurt, count)],
      ["least", wins("sent")],
      ["fastest", wins("time")],
      ["kindest", wins("guest")],
    ],
  ];
}

function designTables(summary: Summary): string[] {
  return columnsOf(summary).flatMap((columns, at) => {
    const rows = summary.designs.flatMap((one) => {
      const cells = columns.map(([, of]) => of(one));
      return [[one.design, ...cells.map(([middle]) => middle)], [
        "",
        ...cells.map(([, low]) => low),
      ]];
    });
    const lines = inPages([["", ...columns.map(([head]) => head)], ...rows]);
    return at === 0 ? lines : ["", ...lines];
  });
}

function axisTable({ name, values, cells }: OfAxis, summary: Summary): string[] {
  const text = summary.hasBaseline ? percent : bytes;
  const shown = summary.designs.map(({ design }, at) => ({ design, row: cells[at] }))
    .filter(({ design }) => !summary.hasBaseline || design !== BASELINE);
  const rows = shown.map(({ design, row }) => [
    design,
    ...row.map((cell) => {
      const [middle, spread] = cellOf(cell, text);
      return spread === "" ? middle : `${middle} (${spread.replace(/ %$/, "")})`;
    }),
  ]);
  return ["", ...inPages([[name, ...values], ...rows])];
}

/** What the columns mean. */
function legend({ hasBaseline, contests }: Summary): string {
  return `Middle of all runs, below it where the lowest and highest tenth end. ` +
    (hasBaseline ? `saved: of what ${BASELINE} sends in the same configuration; ` : "") +
    `free left: of the memory that was free, at the lowest; hurt: allocations failed or slowed; LOST: ` +
    `runs that lost pages. least, fastest, kindest: in how many of ${
      count(contests)
    } configurations a ` +
    `design sends least, is over first, disturbs the guest least (allocations hurt, then free left)` +
    (hasBaseline ? `, ${BASELINE} aside.` : `.`);
}

/** A title with a full stop. */
export const sentence = (title: string): string => `${title}${/[.!?]$/.test(title) ? "" : "."}`;

/** How many runs there are, and of what. */
export function countsText(
  runs: number,
  combinations: number | null,
  of: {
    readonly axes: readonly Pick<RunAxis, "name" | "values">[];
    readonly designs: number;
    readonly seeds: number;
  },
): string {
  const axes = of.axes.map(({ name, values }) => `${name} (${values.length})`).join(", ");
  return [
    `${many(runs, "run")}: ` +
    (combinations === null ? axes : many(combinations, "combination") + (axes && ` of ${axes}`)),
    many(of.designs, "design"),
    many(of.seeds, "seed"),
  ].join(", ");
}

/** The same of a plan, and what is left out. */
export function planText({ plan }: Sweep): string {
  const { combinations: { axes, count: combinations }, designs, seeds, leftOut } = plan;
  const left = [...leftOut.values()];
  const misfits = left.filter((why) => why === "misfit").length;
  const counts = { axes, designs: designs.length, seeds: seeds.length };
  const notes = [
    ...(misfits > 0 ? [`${count(misfits)} that would make no guest`] : []),
    ...(left.length > misfits
      ? [`${count(left.length - misfits)} that are others once rounded`]
      : []),
  ];
  const leftText = notes.length === 0 ? "" : ` Left out: ${many(left.length, "combination")}, ` +
    `${notes.join(", ")}.`;
  return `${countsText(plan.runs, combinations, counts)}.${leftText}`;
}

/** All of it, 80 columns wide where the names allow. */
export function summaryText(title: string, summary: Summary, sensitivity: Sensitivity): string {
  return [
    ...wrapped(title),
    "",
    ...designTables(summary),
    "",
    ...wrapped(legend(summary), WIDTH - 1).map((line) => ` ${line}`.trimEnd()),
    ...(summary.axes.length === 0 ? [] : [
      "",
      summary.hasBaseline ? " saved, by axis" : " sent, by axis",
      ...summary.axes.flatMap((axis) => axisTable(axis, summary)),
      ...worthTable(summary),
      ...sensitivityTable(sensitivity, summary),
    ]),
  ].join("\n");
}
