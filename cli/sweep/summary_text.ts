/**
 * The summary as it is printed: a table of the designs, then one for each axis.
 * @module
 */
import { bytes, count, many, span, table, WIDTH, wrapped } from "../../replay/text.ts";
import { spreadText } from "../simulate/cells.ts";
import type { Sweep } from "./load.ts";
import { BASELINE } from "./measures.ts";
import type { RunAxis } from "./runs.ts";
import type { Sensitivity } from "./sensitivity.ts";
import type { OfAxis, OfDesign, Spread, Summary } from "./summary.ts";

const NOTHING = "-";

const percent = (share: number): string => `${Math.round(share * 100)} %`;
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

const pair = (of: (one: OfDesign) => [string, string]) => of;
const single =
  (of: (one: OfDesign) => string) => (one: OfDesign): [string, string] => [of(one), ""];

/** The columns of the table of designs. */
function columnsOf(summary: Summary): [head: string, (one: OfDesign) => [string, string]][] {
  const wins = (key: keyof OfDesign["wins"]) =>
    single(({ design, wins }) => design === BASELINE ? NOTHING : count(wins[key]));
  return [
    ["sent", pair(({ sent }) => cellOf(sent, bytes))],
    ...(summary.hasBaseline
      ? [
        [
          "saved",
          pair(({ design, saving }) =>
            design === BASELINE ? [NOTHING, ""] : cellOf(saving, percent)
          ),
        ] as [string, (one: OfDesign) => [string, string]],
      ]
      : []),
    ["time", pair(({ time }) => cellOf(time, span))],
    ["free left", pair(({ freeLeft }) => cellOf(freeLeft, percent))],
    ["hurt", pair(({ allocationsHurt }) => cellOf(allocationsHurt, count))],
    ["LOST", single(({ lost }) => count(lost))],
    ["least", wins("sent")],
    ["fastest", wins("time")],
    ["kindest", wins("guest")],
  ];
}

const GAP = 2;

/** Rows in as many tables as the page asks for; the first column stands in each. */
function inPages(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const lines: string[] = [];
  for (let from = 1; from < widths.length;) {
    let until = from, wide = widths[0];
    while (until < widths.length && (until === from || wide + GAP + widths[until] <= WIDTH)) {
      wide += GAP + widths[until++];
    }
    const some = rows.map((row) => [row[0], ...row.slice(from, until)]);
    if (from > 1) lines.push("");
    lines.push(...table(some, 1, GAP).filter((line) => line.trim() !== ""));
    from = until;
  }
  return lines;
}

function designTable(summary: Summary): string[] {
  const columns = columnsOf(summary);
  const rows = summary.designs.flatMap((one) => {
    const cells = columns.map(([, of]) => of(one));
    return [[one.design, ...cells.map(([middle]) => middle)], ["", ...cells.map(([, low]) => low)]];
  });
  return inPages([["", ...columns.map(([head]) => head)], ...rows]);
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
    ...(misfits > 0 ? [`${many(misfits, "combination")} that make no guest left out`] : []),
    ...(left.length > misfits
      ? [
        `${
          many(left.length - misfits, "combination")
        } left out that rounding makes equal to others`,
      ]
      : []),
  ];
  return `${countsText(plan.runs, combinations, counts)}.${
    notes.map((note) => ` ${note}.`).join("")
  }`;
}

function worthTable({ worth, designs }: Summary): string[] {
  if (worth === null) return [];
  const rows = designs.flatMap(({ design }, at) => {
    const { all, some, none } = worth.designs[at];
    return design === BASELINE ? [] : [[design, ...[all, some, none].map(count)]];
  });
  return [
    "",
    ` at least ${percent(worth.threshold)} saved, in how many combinations`,
    "",
    ...inPages([["", "in all seeds", "in some", "in none"], ...rows]),
  ];
}

/** Whose variance is explained, in words. */
const EXPLAINED: Readonly<Record<string, string>> = {
  saving: "what is saved",
  sent: "what is sent",
};

function sensitivityTable({ axes, figures }: Sensitivity, { designs }: Summary): string[] {
  const { figure, designs: shares } = figures[0];
  const rows = designs.flatMap(({ design }, at) => {
    const own = shares[at];
    return own === null ? [] : [[design, ...[...own.axes, own.together, own.seed].map(percent)]];
  });
  if (rows.length === 0 || axes.length === 0) return [];
  return [
    "",
    ` how much of the spread of ${EXPLAINED[figure]} each axis explains by itself`,
    "",
    ...inPages([["", ...axes, "together", "seed"], ...rows]),
    "",
    ...wrapped(
      "Shares of its variance over all runs: between the means of an axis's values; together: by axes " +
        "together only; seed: within a configuration.",
      WIDTH - 1,
    ).map((line) => ` ${line}`),
  ];
}

/** All of it, 80 columns wide where the names allow. */
export function summaryText(title: string, summary: Summary, sensitivity: Sensitivity): string {
  return [
    ...wrapped(title),
    "",
    ...designTable(summary),
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
