/**
 * Published and simulated figures as the object of `--json`.
 * @module
 */
import type { Paper } from "./file.ts";
import type { Row } from "./rows.ts";
import { savedOf } from "./savings.ts";
import { valueAtWords } from "./values.ts";

/** Its keys, for help. */
export const PAPER_KEYS: readonly string[] = [
  "of published numbers: papers[]: paper, title, source, notes, fits[]: set, row, value; rows[]; savings[]",
  "rows[]: row, design, figure, publishedMs, mark, simulatedMs, errorPercent, withinPercent, counted, met,",
  "why, rounds, hints, events (null: not simulated); savings[]: from, to, stated, ofRows, simulated, agrees",
  "with --fit: fits[]: paper, set, row, kept, found, errorPercent, runs",
];

/** The object. */
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
        simulatedMs: row.ms,
        errorPercent: row.errorPercent,
        withinPercent: row.withinPercent,
        counted: row.withinPercent !== null,
        met: row.isMet,
        why: row.published.why,
        rounds: row.run?.rounds ?? null,
        hints: row.run?.hints ?? null,
        events: row.run?.events ?? null,
      })),
      savings: savedOf(paper, rows[index]),
    })),
  };
}
