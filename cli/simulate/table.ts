/**
 * The comparison that `simulate` prints: a column a design while that fits the page, else a row a design
 * and a small table for each theme.
 * @module
 */
import { WIDTH } from "../../replay/text.ts";
import { cellOf, type Column, isIdle } from "./cells.ts";
import { type Row, type Theme, THEMES } from "./rows.ts";

export type { Column };

const LABEL = 24, CELL = 12, GAP = 2;
const LOST = "LOST PAGES"; // stands between what was sent and what the guest noticed

export function table(columns: readonly Column[]): string {
  const tall = columnADesign(columns);
  const isWide = tall.some((line) => line.length > WIDTH);
  return (isWide ? rowADesign(columns) : tall).join("\n");
}

/** The rows in the order of a table that has them all. */
function rowsInOrder(): Row[] {
  const rows = THEMES.flatMap((theme) => theme.rows);
  const lost = rows.find(({ label }) => label === LOST)!;
  const guest = rows.findIndex(({ label }) => label.startsWith("guest"));
  return [...rows.slice(0, guest).filter((row) => row !== lost), lost, ...rows.slice(guest)];
}

/** Columns are as wide as their widest cell asks for. */
function columnADesign(columns: readonly Column[]): string[] {
  const rows = rowsInOrder().filter((row) => !isIdle(row, columns));
  const cells = rows.map((row) => columns.map((column) => cellOf(row, column)));
  const widths = columns.map(({ design }, at) =>
    Math.max(CELL, ...[design, ...cells.flatMap((row) => row[at])].map((text) => text.length + GAP))
  );
  const inColumns = (texts: readonly string[]): string =>
    texts.map((text, at) => text.padStart(widths[at])).join("").trimEnd();
  const lines = rows.flatMap(({ label, word }, at) => {
    const line = ` ${label.padEnd(LABEL - 1)}${inColumns(cells[at].map(([figure]) => figure))}`;
    const fits = word !== undefined && line.length + GAP + word.length <= WIDTH;
    const spread = inColumns(cells[at].map(([, spread]) => spread));
    return [
      fits ? `${line}${" ".repeat(GAP)}${word}` : line,
      ...(spread === "" ? [] : [" ".repeat(LABEL) + spread]),
    ];
  });
  return [" ".repeat(LABEL) + inColumns(columns.map(({ design }) => design)), ...lines];
}

/** One table after the other, each as wide as the page allows. */
function rowADesign(columns: readonly Column[]): string[] {
  const label = Math.max(...columns.map(({ design }) => design.length)) + 1;
  return THEMES.flatMap((theme) => {
    const rows = theme.rows.filter((row) => !isIdle(row, columns));
    return inPages(rows, columns, WIDTH - label).flatMap((some, page) => [
      ...(page === 0 && theme === THEMES[0] ? [] : [""]),
      ...themeTable({ title: theme.title, rows: some }, columns, label),
    ]);
  });
}

const widthOf = (row: Row, columns: readonly Column[]): number =>
  GAP + Math.max(
    ...row.head.map((line) => line.length),
    ...columns.flatMap((column) => cellOf(row, column)).map((text) => text.length),
  );

/** Rows in as many parts as are needed for each to fit a width. */
function inPages(rows: readonly Row[], columns: readonly Column[], width: number): Row[][] {
  const pages: Row[][] = [];
  let left = 0;
  for (const row of rows) {
    const asked = widthOf(row, columns);
    if (pages.length === 0 || asked > left) {
      pages.push([]);
      left = width;
    }
    pages[pages.length - 1].push(row);
    left -= asked;
  }
  return pages;
}

function themeTable({ title, rows }: Theme, columns: readonly Column[], label: number): string[] {
  const widths = rows.map((row) => widthOf(row, columns));
  const line = (name: string, texts: readonly string[]): string =>
    ` ${name}`.padEnd(label) + texts.map((text, at) => text.padStart(widths[at])).join("");
  const headLines = Math.max(...rows.map(({ head }) => head.length));
  const heads = Array.from({ length: headLines }, (_, at) => {
    const isLast = at === headLines - 1;
    const texts = rows.map(({ head }) => head[at - headLines + head.length] ?? "");
    return line(isLast ? title.toUpperCase() : "", texts);
  });
  const body = columns.flatMap((column) => {
    const cells = rows.map((row) => cellOf(row, column));
    const spread = cells.map(([, spread]) => spread);
    return [
      line(column.design, cells.map(([figure]) => figure)),
      ...(spread.every((text) => text === "") ? [] : [line("", spread)]),
    ];
  });
  return [...heads, ...body].map((text) => text.trimEnd());
}
