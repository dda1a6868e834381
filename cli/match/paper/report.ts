/**
 * Published and simulated figures side by side, for people: the table, what was fitted, what there is to say of
 * the sources.
 * @module
 */
import { count, many, table, WIDTH, wrapped } from "../../../replay/text.ts";
import type { Paper } from "./file.ts";
import type { Row } from "./rows.ts";
import { type Saved, savedOf } from "./savings.ts";
import { valueAtWords } from "./values.ts";

function signed(value: number | null): string {
  if (value === null) return "-";
  const text = value.toFixed(1);
  return Number(text) === 0 ? "0.0" : value > 0 ? `+${text}` : text;
}
const percentText = (value: number | null): string =>
  value === null ? "-" : `${value.toFixed(1)} %`;

/** What the last column says of a row. */
function standing({ run, ms, withinPercent, isMet, fits, published }: Row): string {
  if (run === null) return "not simulated";
  if (ms === null) return "NO SUCH TIME";
  const fitted = fits.length > 0 ? ", fitted" : "";
  if (withinPercent === null) return `shown${fitted}`;
  const within = published.withinMs === undefined
    ? `${withinPercent} %`
    : `${count(published.withinMs)} ms`;
  return `${isMet ? "within" : "NOT IN"} ${within}${fitted}`;
}

const rowCells = (row: Row): string[] => [
  `  ${row.row}`,
  `${count(Math.round(row.published.ms))} ${row.published.mark}`,
  row.ms === null ? "-" : count(Math.round(row.ms)),
  signed(row.errorPercent),
  standing(row),
];

const savedCells = (
  { to, stated, ofRows, simulated, agrees }: Saved,
  _: number,
  { length }: readonly Saved[],
): string[] => [
  length === 1 ? "  saved" : `  saved: ${to}`,
  `${stated} %  `,
  percentText(simulated),
  "",
  agrees ? "" : `ITS ROWS: ${ofRows.toFixed(1)} %`,
];

/** Lines under a head, the further ones indented. */
const entry = (text: string): string[] =>
  wrapped(text, WIDTH - 2).map((line, at) => `${at === 0 ? " " : "  "}${line}`);

function fitLines({ title, inputs, fits }: Paper): string[] {
  if (fits.length === 0) return [];
  const said = fits.map(({ set, row }) => `${set} ${valueAtWords(inputs, set)} on "${row}"`);
  return entry(`${title}: ${said.join(", ")}`);
}

/** The source, and what there is to say of a file's rows and inputs; what several say is said once. */
function noteLines(papers: readonly Paper[], rows: readonly Row[][]): string[] {
  const by = new Map<string, string[]>();
  papers.forEach(({ title, source, notes }, at) => {
    const whys = rows[at].filter(({ published }) => published.why !== "")
      .map(({ row, published }) => `${row}: ${published.why}.`);
    const text = [`${source}.`, ...notes, ...whys].join(" ");
    by.set(text, [...by.get(text) ?? [], title]);
  });
  return [...by].flatMap(([text, titles]) => entry(`${titles.join("; ")}: ${text}`));
}

/** The whole view. */
export function paperText(papers: readonly Paper[], rows: readonly Row[][]): string {
  const body = papers.flatMap((paper, at) => [
    [paper.title],
    ...rows[at].map(rowCells),
    ...savedOf(paper, rows[at]).map(savedCells),
  ]);
  const fitted = papers.flatMap(fitLines);
  return [
    ...aligned([["ms", "published", "simulated", "error %", ""], ...body]),
    "",
    ...wrapped(summaryText(rows.flat())),
    ...(fitted.length > 0 ? ["", "fitted", ...fitted] : []),
    "",
    "sources and inputs",
    ...noteLines(papers, rows),
  ].join("\n");
}

/** A table whose last column stands to the left, and whose titles take no room of the columns. */
function aligned(rows: readonly string[][]): string[] {
  const width = Math.max(...rows.map((row) => row[4]?.length ?? 0));
  const cells = rows.map((row) =>
    row.length === 1 ? [] : [...row.slice(0, 4), row[4].padEnd(width)]
  );
  return table(cells).map((line, at) => rows[at].length === 1 ? rows[at][0] : line);
}

function summaryText(rows: readonly Row[]): string {
  const counted = rows.filter(({ withinPercent }) => withinPercent !== null);
  const missed = counted.filter(({ isMet }) => !isMet).length;
  const left = rows.filter(({ run }) => run === null).length;
  const shown = rows.length - counted.length - left;
  return `${many(counted.length, "row")} counted, ${missed === 0 ? "none" : missed} too far off; ` +
    `${shown} shown only, ${left} not simulated. V: read in the source, D: derived from it.`;
}
