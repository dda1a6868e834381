/**
 * From the runs of a sweep to what is drawn of them: the middle and its spread of each point.
 * @module
 */
import { count } from "../../replay/text.ts";
import type {
  AxisWords,
  HeatSheet,
  SavingSheet,
  Spot,
  SweepSheet,
  TradeSheet,
} from "../plot/sweep/drawing.ts";
import { type Columns, columnsOf, labelOf, shortLabelOf } from "./axis_words.ts";
import {
  allocationsHurt,
  BASELINE,
  freeLeft,
  lockHoldNs,
  type Row,
  savingOf,
  timeSavingOf,
} from "./measures.ts";
import type { Runs } from "./runs.ts";
import { spreadOf } from "./summary.ts";

const NS_A_US = 1000;
const SPREAD = `Middle of all runs of a point, and where their lowest and highest tenth end. `;
const SAVED =
  `Saved: of what ${BASELINE} sends (and takes) in the same configuration with the same seed. `;

/** Values, and their spread once all have come in. */
type Bag = number[];
const bags = (length: number): Bag[] => Array.from({ length }, () => []);
const grid = (rows: number, columns: number): Bag[][] =>
  Array.from({ length: rows }, () => bags(columns));
const spot = (bag: Bag): Spot | null => spreadOf(bag);

/** What one design's runs come to. */
class Gathered {
  readonly saving: Bag = [];
  /** By axis, then column. */
  readonly bytes: Bag[][];
  readonly time: Bag[][];
  /** By column of the one axis, then of the other. */
  readonly heat: Bag[][];
  readonly guest: Bag[] = bags(NOTICED.length);

  constructor(columns: readonly Columns[], heat: readonly [number, number] | null) {
    const [x, y] = heat ?? [];
    this.bytes = columns.map(({ labels }) => bags(labels.length));
    this.time = columns.map(({ labels }) => bags(labels.length));
    this.heat = x === undefined || y === undefined
      ? []
      : grid(columns[y].labels.length, columns[x].labels.length);
  }
}

/** What a guest notices, and how it is drawn. */
const NOTICED: readonly {
  readonly label: string;
  readonly scale: TradeSheet["panels"][number]["scale"];
  readonly unit: string;
  readonly of: (row: Row) => number;
}[] = [
  {
    label: "lowest free memory, of what was free when the migration began",
    scale: "linear",
    unit: "%",
    of: freeLeft,
  },
  {
    label: "allocations of the guest that failed or were slowed, in a run",
    scale: "symlog",
    unit: "",
    of: allocationsHurt,
  },
  {
    label: "longest hold of a lock of the allocator (us, model time)",
    scale: "log",
    unit: "us",
    of: (row) => Math.max(1, lockHoldNs(row)) / NS_A_US,
  },
];

/**
 * The pictures of a sweep: saving by axis, saving over two axes, and what the guest notices.
 * @param heat numbers of the two axes: the one to the right, the one upwards; null if there are no two
 * @throws RangeError if the baseline is not among the designs: nothing can be saved then
 */
export function sheetsOf(
  runs: Runs,
  title: string,
  heat: readonly [number, number] | null,
): SweepSheet[] {
  const { designs, axes } = runs;
  const baseline = designs.indexOf(BASELINE);
  if (baseline < 0) throw new RangeError(`Cannot draw savings: ${BASELINE} was not run`);
  const columns = axes.map(columnsOf);
  const all = designs.map(() => new Gathered(columns, heat));
  let total = 0;
  for (const rivals of runs.rivals()) {
    const places = rivals.places.map((place, axis) => columns[axis].columnOf[place]);
    all.forEach((one, design) => {
      const row = rivals.rows[design];
      if (row === null) return;
      total++;
      const saving = savingOf(rivals, design, baseline);
      const timeSaving = timeSavingOf(rivals, design, baseline);
      if (saving === undefined || timeSaving === undefined) return;
      one.saving.push(saving);
      NOTICED.forEach(({ of }, at) => one.guest[at].push(of(row)));
      places.forEach((column, axis) => {
        one.bytes[axis][column].push(saving);
        one.time[axis][column].push(timeSaving);
      });
      if (heat !== null) one.heat[places[heat[1]]][places[heat[0]]].push(saving);
    });
  }
  const head = `${title} ${count(total)} runs.`;
  const words = axes.map((axis, at): AxisWords => ({
    name: axis.name,
    label: shortLabelOf(axis),
    values: columns[at].labels,
  }));
  const keys = `${axes.map(labelOf).join("; ")}.`;
  const rivals = designs.map((name, at) => ({ name, one: all[at] }))
    .filter(({ name }) => name !== BASELINE);
  const sheets: SweepSheet[] = [];
  if (axes.length > 0) sheets.push(savingSheet(head, keys, words, rivals));
  if (heat !== null) sheets.push(heatSheet(head, axes.map(labelOf), words, heat, rivals));
  const whole = designs.map((name, at) => ({ name, one: all[at] }))
    .filter(({ one }) => one.saving.length > 0);
  if (whole.length > 0) sheets.push(tradeSheet(head, whole));
  return sheets;
}

type Named = { readonly name: string; readonly one: Gathered };

function savingSheet(
  head: string,
  keys: string,
  axes: readonly AxisWords[],
  rivals: readonly Named[],
): SavingSheet {
  return {
    kind: "saving",
    title: `${head} What each design saves, by each axis.`,
    note: SPREAD + SAVED + keys,
    axes,
    designs: rivals.map(({ name, one }) => ({
      name,
      bytes: one.bytes.map((row) => row.map(spot)),
      time: one.time.map((row) => row.map(spot)),
    })),
  };
}

function heatSheet(
  head: string,
  labels: readonly string[],
  words: readonly AxisWords[],
  [x, y]: readonly [number, number],
  rivals: readonly Named[],
): HeatSheet {
  return {
    kind: "heat",
    title: `${head} Bytes saved, by ${words[x].name} and ${words[y].name}.`,
    note: `${SPREAD}The darker, the more is saved. ${SAVED}${labels[x]}; ${labels[y]}.`,
    x: words[x],
    y: words[y],
    panels: rivals.map(({ name, one }) => ({
      name,
      cells: one.heat.map((row) => row.map(spot)),
    })),
  };
}

function tradeSheet(head: string, all: readonly Named[]): TradeSheet {
  return {
    kind: "trade",
    title: `${head} What the guest notices, against what is saved.`,
    note:
      `${SPREAD}${SAVED}The thin lines lie over all configurations, so they are long where much depends ` +
      `on the guest.`,
    xLabel: `bytes saved, of what ${BASELINE} sends`,
    designs: all.map(({ name, one }) => ({ name, saving: spreadOf(one.saving)! })),
    panels: NOTICED.map(({ label, scale, unit }, at) => ({
      label,
      scale,
      unit,
      spots: all.map(({ one }) => spreadOf(one.guest[at])!),
    })),
  };
}
