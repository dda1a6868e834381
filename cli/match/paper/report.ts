/**
 * Published and simulated figures side by side, for people and as one object.
 * @module
 */
import { count, many, table, wrapped } from "../../../replay/text.ts";
import type { Paper } from "./file.ts";
import type { Row } from "./rows.ts";
import { valueAtWords } from "./values.ts";

const INDENT = "  ";

function errorText(value: number | null): string {
  if (value === null) return "-";
  return `${value > 0 ? "+" : ""}${value.toFixed(1)}`;
}

/** What the last column says of a row. */
function standing({ simulated, withinPercent, isMet, published: { withinMs } }: Row): string {
  if (simulated === null) return "not simulated";
  if (withinPercent === null) return "shown";
  const within = withinMs === undefined ? `${withinPercent} %` : `${count(withinMs)} ms`;
  return isMet ? `within ${within}` : `NOT within ${within}`;
}

function rowCells(row: Row): string[] {
  const { published: { ms, mark }, simulated, errorPercent, fits } = row;
  return [
    `${INDENT}${row.row}`,
    `${count(Math.round(ms))} ${mark}`,
    simulated === null ? "-" : count(Math.round(simulated.ms)),
    errorText(errorPercent),
    `${standing(row)}${fits.length > 0 ? ", fitted" : ""}`,
  ];
}

const under = (text: string): string[] => wrapped(text, 78).map((line) => `${INDENT}${line}`);

function fitText(paper: Paper): string[] {
  if (paper.fits.length === 0) return [];
  const said = paper.fits.map(({ set, row }) =>
    `${set} = ${valueAtWords(paper.inputs, set)} on "${row}"`
  );
  return under(`Fitted: ${said.join(", ")}.`);
}

/** The tables for people. */
export function paperText(papers: readonly Paper[], rows: readonly Row[][]): string {
  const cells = table(
    [
      ["", "published", "simulated", "error %", ""],
      ...rows.flat().map(rowCells),
    ],
    1,
    2,
  );
  const [head, ...lines] = cells;
  let at = 0;
  const parts = papers.flatMap((paper, index) => {
    const own = lines.slice(at, at += rows[index].length);
    const whys = rows[index].filter(({ published }) => published.why !== "")
      .flatMap(({ row, published }) => under(`${row}: ${published.why}`));
    return [
      ...wrapped(`${paper.title} (${paper.source})`),
      ...own,
      ...fitText(paper),
      ...whys,
      ...paper.notes.flatMap(under),
      "",
    ];
  });
  return [head, ...parts, ...wrapped(summaryText(rows.flat()))].join("\n");
}

function summaryText(rows: readonly Row[]): string {
  const counted = rows.filter(({ withinPercent }) => withinPercent !== null);
  const missed = counted.filter(({ isMet }) => !isMet);
  const shown = rows.filter(({ withinPercent, simulated }) =>
    withinPercent === null && simulated !== null
  );
  const left = rows.length - counted.length - shown.length;
  return `${many(counted.length, "row")} counted, ${missed.length} too far off; ` +
    `${shown.length} shown only, ${left} not simulated. Times in ms; V: read in the source, ` +
    "D: derived from it.";
}

/** The object of `--json`. */
export function paperJson(
  papers: readonly Paper[],
  rows: readonly Row[][],
): Record<string, unknown> {
  return {
    papers: papers.map((paper, index) => ({
      paper: paper.name,
      title: paper.title,
      source: paper.source,
      notes: paper.notes,
      fits: paper.fits.map(({ set, row }) => ({
        set,
        row,
        value: valueAtWords(paper.inputs, set),
      })),
      rows: rows[index].map((row) => ({
        row: row.row,
        design: row.design ?? null,
        figure: row.figure,
        publishedMs: row.published.ms,
        mark: row.published.mark,
        simulatedMs: row.simulated?.ms ?? null,
        errorPercent: row.errorPercent,
        withinPercent: row.withinPercent,
        counted: row.withinPercent !== null,
        met: row.isMet,
        why: row.published.why,
        rounds: row.simulated?.rounds ?? null,
        hints: row.simulated?.hints ?? null,
        events: row.simulated?.events ?? null,
      })),
    })),
  };
}
