/**
 * What a sweep says: by design, and by each axis's values, the middle and how far it spreads; and in how
 * many configurations a design is best.
 * @module
 */
import { type Columns, columnsOf } from "./axis_words.ts";
import {
  allocationsHurt,
  BASELINE,
  disturbsLess,
  freeLeft,
  lostPages,
  type Row,
  savingOf,
  sentBytes,
  totalNs,
} from "./measures.ts";
import type { Rivals, Runs } from "./runs.ts";
import { type Worth, worthOf } from "./worth.ts";

/** The middle of values, and where the lowest and the highest tenth end; each is one of the values. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

const LOW = 0.1, HIGH = 0.9;

/** Null if there are no values; sorts them. */
export function spreadOf(values: number[]): Spread | null {
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const at = (share: number): number => values[Math.floor(share * (values.length - 1))];
  return { median: at(0.5), low: at(LOW), high: at(HIGH) };
}

/** In how many configurations a design is best; who ties is best, too. */
export interface Wins {
  sent: number;
  time: number;
  guest: number;
}

/** One design, over all configurations. */
export interface OfDesign {
  readonly design: string;
  readonly runs: number;
  readonly failed: number;
  /** Runs that lost pages. */
  readonly lost: number;
  /** Bytes. */
  readonly sent: Spread | null;
  /** Of what the baseline sends, 0 to 1; null if it was not run. */
  readonly saving: Spread | null;
  /** ns */
  readonly time: Spread | null;
  /** Share of the free memory that was left at the lowest. */
  readonly freeLeft: Spread | null;
  readonly allocationsHurt: Spread | null;
  readonly wins: Wins;
}

/** One axis: its values (or stretches of them), and a cell for each design and each of those. */
export interface OfAxis {
  readonly name: string;
  readonly values: readonly string[];
  /** By design, then value: the saving, or the bytes sent where there is no baseline. */
  readonly cells: readonly (readonly (Spread | null)[])[];
}

export interface Summary {
  /** Configurations (combinations of axes and seeds) in which designs compete: the baseline does not. */
  readonly contests: number;
  readonly hasBaseline: boolean;
  readonly designs: readonly OfDesign[];
  readonly axes: readonly OfAxis[];
  /** Null without a baseline. */
  readonly worth: Worth | null;
}

/** One design's values as they come in. */
class Gathered {
  readonly sent: number[] = [];
  readonly saving: number[] = [];
  readonly time: number[] = [];
  readonly freeLeft: number[] = [];
  readonly hurt: number[] = [];
  readonly wins: Wins = { sent: 0, time: 0, guest: 0 };
  failed = 0;
  lost = 0;
  /** By axis, then column. */
  readonly cells: number[][][];

  constructor(columns: readonly number[]) {
    this.cells = columns.map((count) => Array.from({ length: count }, () => []));
  }

  finish(design: string): OfDesign {
    return {
      design,
      runs: this.sent.length + this.failed,
      failed: this.failed,
      lost: this.lost,
      sent: spreadOf(this.sent),
      saving: spreadOf(this.saving),
      time: spreadOf(this.time),
      freeLeft: spreadOf(this.freeLeft),
      allocationsHurt: spreadOf(this.hurt),
      wins: this.wins,
    };
  }
}

/** Goes over a finished sweep once. */
export function summaryOf(runs: Runs): Summary {
  const { designs, axes } = runs;
  const baseline = designs.indexOf(BASELINE);
  const columns = axes.map(columnsOf);
  const all = designs.map(() => new Gathered(columns.map(({ labels }) => labels.length)));
  let contests = 0;
  for (const rivals of runs.rivals()) {
    all.forEach((one, at) => gather(one, rivals, at, baseline, columns));
    if (award(all, rivals.rows, baseline)) contests++;
  }
  return {
    contests,
    hasBaseline: baseline >= 0,
    designs: all.map((one, at) => one.finish(designs[at])),
    axes: axes.map(({ name }, axis) => ({
      name,
      values: columns[axis].labels,
      cells: all.map(({ cells }) => cells[axis].map(spreadOf)),
    })),
    worth: worthOf(runs),
  };
}

function gather(
  one: Gathered,
  rivals: Rivals,
  design: number,
  baseline: number,
  columns: readonly Columns[],
): void {
  const row = rivals.rows[design];
  if (row === null) {
    one.failed++;
    return;
  }
  one.sent.push(sentBytes(row));
  one.time.push(totalNs(row));
  one.freeLeft.push(freeLeft(row));
  one.hurt.push(allocationsHurt(row));
  if (lostPages(row) > 0) one.lost++;
  const saving = baseline < 0 ? undefined : savingOf(rivals, design, baseline);
  if (saving !== undefined) one.saving.push(saving);
  const told = baseline < 0 ? sentBytes(row) : saving;
  if (told === undefined) return;
  rivals.places.forEach((place, axis) => one.cells[axis][columns[axis].columnOf[place]].push(told));
}

/** Gives the best their points. Who failed or lost a page is no rival, nor is the baseline. */
function award(all: readonly Gathered[], rows: readonly (Row | null)[], baseline: number): boolean {
  const rivals: { one: Gathered; row: Row }[] = [];
  rows.forEach((row, at) => {
    if (row !== null && at !== baseline && lostPages(row) === 0) rivals.push({ one: all[at], row });
  });
  const give = (key: keyof Wins, compare: (a: Row, b: Row) => number): void => {
    for (const { one, row } of rivals) {
      if (rivals.every((other) => compare(row, other.row) <= 0)) one.wins[key]++;
    }
  };
  give("sent", (a, b) => sentBytes(a) - sentBytes(b));
  give("time", (a, b) => totalNs(a) - totalNs(b));
  give("guest", disturbsLess);
  return rivals.length > 0;
}
