/**
 * What a source says that hints save, beside what its own rows and the simulated ones say.
 * @module
 */
import type { Paper } from "./file.ts";
import type { Row } from "./rows.ts";

/** In percent of the row without hints. */
export interface Saved {
  readonly from: string;
  readonly to: string;
  /** As the source says it. */
  readonly stated: number;
  /** By its published rows. */
  readonly ofRows: number;
  /** By the runs; null if one was not simulated. */
  readonly simulated: number | null;
  /** False if the source disagrees with its own rows by more than rounding does. */
  readonly agrees: boolean;
}

const saving = (from: number, to: number): number => 100 * (1 - to / from);

/** How far two figures lie apart that one rounding makes: half of the last digit that is stated. */
const roundingOf = (stated: number): number => Number.isInteger(stated) ? 0.5 : 0.05;

/** The savings of a file. */
export function savedOf({ savings }: Paper, rows: readonly Row[]): Saved[] {
  return savings.map(({ from, to, percent: stated }) => {
    const [off, on] = [from, to].map((name) => rows.find(({ row }) => row === name)!);
    const ofRows = saving(off.published.ms, on.published.ms);
    return {
      from,
      to,
      stated,
      ofRows,
      simulated: off.ms === null || on.ms === null ? null : saving(off.ms, on.ms),
      agrees: Math.abs(stated - ofRows) <= roundingOf(stated),
    };
  });
}
