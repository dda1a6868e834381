/**
 * What stands in a cell of the comparison: a figure of one run, or its median over seeds and, below, how
 * far it spreads.
 * @module
 */
import type { Figures } from "../../replay/views/figures.ts";
import type { Row } from "./rows.ts";

/** The runs of one design, a seed each. */
export interface Column {
  readonly design: string;
  /** False for a design that gives no hints. */
  readonly hints: boolean;
  readonly runs: readonly Figures[];
}

export const NOTHING = "-";

/** The middle value; of two in the middle the lower one, so that it is one that a run had. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1];
}

/** The figures of a row, a run each; none where there is no such figure. */
export function valuesOf(row: Row, { hints, runs }: Column): number[] {
  if (row.isOfHints && !hints) return [];
  return runs.map(row.value).filter((value) => value !== undefined);
}

/** Three digits say enough of a figure that spreads: `436.675 ms` is `437 ms`. */
function brief(text: string): string {
  return text.replace(/\d+\.\d+/, (digits) => {
    const whole = digits.indexOf(".");
    return Number(digits).toFixed(Math.min(digits.length - whole - 1, Math.max(0, 3 - whole)));
  });
}

/** `2.61..2.70 GiB`, `980 us..1.20 ms`; empty if there is no spread. */
export function spreadText(low: string, high: string): string {
  if (low === high) return "";
  const [lowUnit, highUnit] = [low, high].map((text) => text.match(/ [^ ]+$/)?.[0] ?? "");
  return lowUnit === highUnit
    ? `${low.slice(0, low.length - lowUnit.length)}..${high}`
    : `${low}..${high}`;
}

/** The lines of a cell. */
export function cellOf(row: Row, column: Column): [figure: string, spread: string] {
  const values = valuesOf(row, column);
  if (values.length === 0) return [NOTHING, ""];
  if (values.length === 1) return [row.text(values[0]), ""];
  const [low, high] = [Math.min(...values), Math.max(...values)].map((one) => brief(row.text(one)));
  return [brief(row.text(median(values))), spreadText(low, high)];
}

/** True if a row is a detail and no design has anything to show in it. */
export function isIdle(row: Row, columns: readonly Column[]): boolean {
  return row.isDetail && columns.every((column) => valuesOf(row, column).every((one) => one === 0));
}
