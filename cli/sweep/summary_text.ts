/**
 * The summary as it is printed: a table of the designs, then one for each axis.
 * @module
 */
import { bytes, count, many, span, table, WIDTH, wrapped } from "../../replay/text.ts";
import { spreadText } from "../simulate/cells.ts";
import type { Sweep } from "./load.ts";
import { BASELINE } from "./measures.ts";
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

/** How many runs there are, and of what. */
export function planText({ plan }: Sweep): string {
  const { combinations: { axes }, designs, seeds, leftOut } = plan;
  const left = [...leftOut.values()];
  const misfits = left.filter((why) => why === "misfit").length;
  const parts = [
    `${many(plan.runs, "run")}: ${many(plan.combinations.count, "combination")}` +
    (axes.length === 0
      ? ""
      : ` of ${axes.map(({ name, values }) => `${name} (${values.length})`).join(", ")}`),
    many(designs.length, "design"),
    many(seeds.length, "seed"),
  ];
  const notes = [
    ...(misfits > 0 ? [`${count(misfits)} that would make no guest`] : []),
    ...(left.length > misfits
      ? [`${count(left.length - misfits)} that are others once rounded`]
      : []),
  ];
  const leftText = notes.length === 0 ? "" : ` Left out: ${many(left.length, "combination")}, ` +
    `${notes.join(", ")}.`;
  return `${parts.join(", ")}.${leftText}`;
}

/** All of it, 80 columns wide where the names allow. */
export function summaryText(sweep: Sweep, summary: Summary): string {
  const title = `${sweep.title}${/[.!?]$/.test(sweep.title) ? "" : "."} ${planText(sweep)}`;
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
    ]),
  ].join("\n");
}
