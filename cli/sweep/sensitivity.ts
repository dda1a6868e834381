/**
 * Which axis explains how much of the spread of a figure: shares of its variance, by design.
 *
 * An axis's share is the variance between the means of its values, over the whole variance: what would be
 * gone if one knew that axis and nothing else (Sobol's first-order index). The spread within a combination
 * is the seed's share; what is left is explained by axes together only.
 *
 *   whole = axis + axis + ... + together + seed
 *
 * That holds where each value meets each value equally often. Where combinations are left out, or runs
 * failed, axes overlap, and what is left may fall below 0.
 * @module
 */
import { BASELINE } from "./measures.ts";
import {
  allocationsHurt,
  freeLeft,
  lockHoldNs,
  savingOf,
  sentBytes,
  timeSavingOf,
} from "./measures.ts";
import type { Rivals, Runs } from "./runs.ts";

/** Shares of one figure's variance, of one design. */
export interface Shares {
  /** By axis, in the order of `Sensitivity.axes`. */
  readonly axes: readonly number[];
  readonly together: number;
  readonly seed: number;
}

/** A figure whose spread is to be explained. */
interface Explained {
  readonly figure: string;
  readonly of: (rivals: Rivals, design: number, baseline: number) => number | undefined;
}

export interface Sensitivity {
  /** Names of axes; those that go along with each other are one: `used + writer`. */
  readonly axes: readonly string[];
  readonly figures: readonly {
    readonly figure: string;
    /** By design; null where nothing spreads. */
    readonly designs: readonly (Shares | null)[];
  }[];
}

const ofRow = (figure: (row: readonly (number | null)[]) => number): Explained["of"] =>
(
  { rows },
  design,
) => {
  const row = rows[design];
  return row === null ? undefined : figure(row);
};

const savings: readonly Explained[] = [
  { figure: "saving", of: savingOf },
  { figure: "timeSaving", of: timeSavingOf },
];
const sent: readonly Explained[] = [{ figure: "sent", of: ofRow(sentBytes) }];
const guest: readonly Explained[] = [
  { figure: "freeLeft", of: ofRow(freeLeft) },
  { figure: "allocationsHurt", of: ofRow(allocationsHurt) },
  { figure: "lockHold", of: ofRow(lockHoldNs) },
];

/** Sums of numbers, each less the first of all: so that large numbers that differ little keep their digits. */
class Sums {
  count = 0;
  sum = 0;

  add(value: number): void {
    this.count++;
    this.sum += value;
  }

  /** What it adds to the squares between means. */
  get square(): number {
    return this.count === 0 ? 0 : (this.sum * this.sum) / this.count;
  }
}

/** The sums of squares of one figure, gathered as values come in, a combination after the other. */
export class Variance {
  private origin: number | undefined;
  private readonly all = new Sums();
  private squares = 0;
  private readonly byPlace: Sums[][];
  private combination: Sums | undefined;
  private combinations = 0;
  private last = "";

  /** @param counts by axis: how many values it has */
  constructor(counts: readonly number[]) {
    this.byPlace = counts.map((count) => Array.from({ length: count }, () => new Sums()));
  }

  /** @param places by axis; those of a combination come in a row */
  add(value: number, places: readonly number[]): void {
    const off = value - (this.origin ??= value);
    const which = places.join();
    if (this.combination === undefined || which !== this.last) {
      this.combinations += this.combination?.square ?? 0;
      this.combination = new Sums();
      this.last = which;
    }
    this.all.add(off);
    this.squares += off * off;
    this.combination.add(off);
    places.forEach((place, axis) => this.byPlace[axis][place].add(off));
  }

  /** Null if nothing spreads. */
  get shares(): Shares | null {
    const mean = this.all.square, whole = this.squares - mean;
    if (!(whole > NOISE * this.squares)) return null;
    const axes = this.byPlace.map((sums) =>
      clean((sums.reduce((total, { square }) => total + square, 0) - mean) / whole)
    );
    const between = this.combinations + (this.combination?.square ?? 0);
    const seed = clean((this.squares - between) / whole);
    const together = clean(1 - seed - axes.reduce((total, share) => total + share, 0));
    return { axes, together, seed };
  }
}

const NOISE = 1e-12; // of sums of squares, the last digits are not to be trusted
const clean = (share: number): number => Math.abs(share) < 1e-9 ? 0 : share;

/** Goes over the runs once. */
export function sensitivityOf(runs: Runs): Sensitivity {
  const { designs, axes } = runs;
  const baseline = designs.indexOf(BASELINE);
  const explained = [...(baseline < 0 ? sent : savings), ...guest];
  const leading = axes.map((_, at) => at).filter((at) => axes[at].along === at);
  const counts = leading.map((at) => axes[at].values.length);
  const all = explained.map(() => designs.map(() => new Variance(counts)));
  for (const rivals of runs.rivals()) {
    const places = leading.map((at) => rivals.places[at]);
    explained.forEach(({ of }, figure) =>
      designs.forEach((_, design) => {
        const value = of(rivals, design, baseline);
        if (value !== undefined) all[figure][design].add(value, places);
      })
    );
  }
  return {
    axes: leading.map((at) =>
      axes.filter(({ along }) => along === at).map(({ name }) => name).join(" + ")
    ),
    figures: explained.map(({ figure }, at) => ({
      figure,
      designs: all[at].map(({ shares }) => shares),
    })),
  };
}
