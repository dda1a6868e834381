/**
 * The comparison that `simulate` prints: a row a figure, a column a design.
 * @module
 */
import type { Figures } from "../../replay/views/figures.ts";
import { bytes, count, many, span, WIDTH } from "../../replay/text.ts";

export interface Column {
  readonly design: string;
  /** False for a design that gives no hints: its hint rows are dashes. */
  readonly hints: boolean;
  readonly figures: Figures;
}

const LABEL = 24, CELL = 12, GAP = 2;
const NOTHING = "-";

/** Pages as MiB or GiB. */
const pages = (number: number): string => number === 0 ? "0" : bytes(number * 4096);

type Cell = (column: Column) => string;

const hinted = (cell: Cell): Cell => (column) => column.hints ? cell(column) : NOTHING;

/** Label, cell, and a word on what it means, printed behind the last column. */
const ROWS: readonly (readonly [string, Cell, string?])[] = [
  ["sent", ({ figures }) => bytes(figures.migration.bytes)],
  ["total time", ({ figures }) => span(figures.migration.totalNs)],
  ["rounds", ({ figures }) => count(figures.migration.rounds), "a sync is one"],
  ["downtime", ({ figures }) => span(figures.migration.downtimeNs)],
  ["blocks hinted", hinted(({ figures }) => count(figures.hints.read)), "all rounds"],
  [
    "  free, but not hinted",
    hinted(({ figures }) => pages(figures.hints.freeNotHinted)),
    "first report",
  ],
  [
    "  stale at use (pages)",
    hinted(({ figures }) =>
      `${figures.hints.staleBlocksAtUse} (${count(figures.hints.staleAtUse)})`
    ),
    "taken before used",
  ],
  [
    "  hinted, then written",
    hinted(({ figures }) => count(figures.hints.hintedThenWritten)),
    "pages",
  ],
  ["LOST PAGES", ({ figures }) => count(figures.migration.lostPages)],
  ["guest: lowest free", ({ figures }) => pages(figures.guest.freePagesMin), "`free -h`"],
  ["  allocations failed", ({ figures }) => count(figures.guest.allocationsFailed)],
  ["    of them atomic", ({ figures }) => count(figures.guest.atomicFailed), "in softirq"],
  ["  waited, or reclaimed", ({ figures }) => count(figures.guest.allocationsSlowed)],
  ["  longest zone lock *", ({ figures }) => span(figures.guest.lockHoldNsMax)],
  ["  interrupts off *", ({ figures }) => span(figures.guest.irqsOffNsMax)],
  [
    "  pageblocks converted",
    ({ figures }) => count(figures.guest.pageblocksConverted),
    "to unmovable",
  ],
];

/** Columns are as wide as their widest cell asks for. */
export function table(columns: readonly Column[]): string {
  const cells = ROWS.map(([, cell]) => columns.map(cell));
  const widths = columns.map(({ design }, at) =>
    Math.max(CELL, design.length + GAP, ...cells.map((row) => row[at].length + GAP))
  );
  const inColumns = (row: readonly string[]): string =>
    row.map((cell, at) => cell.padStart(widths[at])).join("");
  const lines = ROWS.map(([label, , word], row) => {
    const line = ` ${label.padEnd(LABEL - 1)}${inColumns(cells[row])}`;
    return word !== undefined && line.length + GAP + word.length <= WIDTH
      ? `${line}  ${word}`
      : line;
  });
  return [" ".repeat(LABEL) + inColumns(columns.map(({ design }) => design)), ...lines].join("\n");
}

/** A sentence or two that the figures bear out. */
export function conclusion(columns: readonly Column[]): string {
  const said: string[] = [];
  const base = columns.find(({ hints }) => !hints);
  for (const column of columns) {
    const { design, figures } = column;
    if (!column.hints) continue;
    if (base !== undefined && base.figures.migration.bytes > 0) {
      const saved = 1 - figures.migration.bytes / base.figures.migration.bytes;
      said.push(
        saved >= 0
          ? `${design} sends ${(100 * saved).toFixed(0)} % less than no hinting.`
          : `${design} sends ${(-100 * saved).toFixed(0)} % more than no hinting.`,
      );
    }
    const { staleAtUse } = figures.hints;
    if (figures.migration.lostPages > 0) {
      said.push(
        `${design} LOST ${
          many(figures.migration.lostPages, "page")
        }: a model finding, under the host rules below.`,
      );
    } else if (staleAtUse > 0) {
      said.push(
        `Its ${count(staleAtUse)} pages that were stale when the host skipped them did no harm: ` +
          `no page that the guest may rely on differs at the destination.`,
      );
    }
  }
  return said.join(" ");
}
