/**
 * Tables that are wider than the page, in as many parts as it asks for.
 * @module
 */
import { table, WIDTH } from "../../replay/text.ts";

/** `47 %` */
export const percent = (share: number): string => `${Math.round(share * 100) + 0} %`; // no -0

const GAP = 2;

/** Rows in as many tables as the page asks for; the first column stands in each. */
export function inPages(rows: readonly (readonly string[])[]): string[] {
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
