/**
 * How sure it is that a design is worth it: in how many combinations of the axes' values it saves in all
 * seeds, in some, in none.
 * @module
 */
import { BASELINE, savingOf } from "./measures.ts";
import type { Runs } from "./runs.ts";

/** What must be saved, at least, of the bytes that the baseline sends. */
export const WORTH = 0.05;

/** Numbers of combinations; those without a run that can be compared are in none of them. */
export interface WorthOfDesign {
  all: number;
  some: number;
  none: number;
}

export interface Worth {
  readonly threshold: number;
  /** By design. */
  readonly designs: readonly Readonly<WorthOfDesign>[];
}

/** Runs of one design in one combination. */
class Tally {
  runs = 0;
  saves = 0;

  endInto(worth: WorthOfDesign): void {
    if (this.runs > 0) {
      worth[this.saves === this.runs ? "all" : this.saves === 0 ? "none" : "some"]++;
    }
    this.runs = this.saves = 0;
  }
}

/** Goes over the runs once; null if there is no baseline. */
export function worthOf(runs: Runs): Worth | null {
  const baseline = runs.designs.indexOf(BASELINE);
  if (baseline < 0) return null;
  const designs = runs.designs.map((): WorthOfDesign => ({ all: 0, some: 0, none: 0 }));
  const tallies = designs.map(() => new Tally());
  const end = (): void => tallies.forEach((tally, at) => tally.endInto(designs[at]));
  let last: string | undefined;
  for (const rivals of runs.rivals()) {
    const which = rivals.places.join();
    if (which !== last) end();
    last = which;
    tallies.forEach((tally, design) => {
      const saving = savingOf(rivals, design, baseline);
      if (saving === undefined) return;
      tally.runs++;
      if (saving >= WORTH) tally.saves++;
    });
  }
  end();
  return { threshold: WORTH, designs };
}
