/**
 * An axis in words: what it sets, in which unit, and its values, or stretches of them where there are many.
 * @module
 */
import type { RunAxis } from "./runs.ts";

/** Units by how a key of a scenario ends, or by what it contains. */
const UNITS: readonly (readonly [key: RegExp, unit: string])[] = [
  [/mibPerSecond$/i, "MiB/s"],
  [/pagesPerSecond$/i, "pages/s"],
  [/packetsPerSecond$/i, "packets/s"],
  [/Mbit$/, "Mbit/s"],
  [/mib$/i, "MiB"],
  [/Ms$/, "ms"],
  [/Us$/, "us"],
  [/Ns$/, "ns"],
  [/Pages$/, "pages"],
  [/^costs\./, "ns"],
];

/** The unit of a key's values; empty if they have none. */
export function unitOf(key: string): string {
  return UNITS.find(([ending]) => ending.test(key))?.[1] ?? "";
}

/** `old: guest.oldDataMib, as a share of guest.mib - guest.usedMib` */
export function labelOf({ name, keys, of }: RunAxis): string {
  const what = keys.join(", ");
  if (of !== undefined) return `${name}: ${what}, as a share of ${of}`;
  const unit = unitOf(keys[0]);
  return `${name}: ${what}${unit === "" ? "" : ` (${unit})`}`;
}

/** `old (share)`, `link (Mbit/s)` */
export function shortLabelOf({ name, keys, of }: RunAxis): string {
  const unit = of === undefined ? unitOf(keys[0]) : "share";
  return unit === "" ? name : `${name} (${unit})`;
}

const STRETCHES = 5;

/** An axis's values as columns of a table or a picture. */
export interface Columns {
  readonly labels: readonly string[];
  /** By number of the value. */
  readonly columnOf: readonly number[];
}

/** Sorts an axis's values into a few columns. */
export function columnsOf({ values }: Pick<RunAxis, "values">): Columns {
  const isNumeric = values.every((value) => typeof value === "number");
  if (values.length <= STRETCHES || !isNumeric) {
    return { labels: values.map(String), columnOf: values.map((_, at) => at) };
  }
  const sorted = (values as number[]).map((value, at) => ({ value, at }))
    .sort((a, b) => a.value - b.value || a.at - b.at);
  const columnOf = new Array<number>(values.length);
  const labels = Array.from({ length: STRETCHES }, (_, column) => {
    const begin = Math.floor((column * sorted.length) / STRETCHES);
    const end = Math.floor(((column + 1) * sorted.length) / STRETCHES);
    for (const { at } of sorted.slice(begin, end)) columnOf[at] = column;
    return `${brief(sorted[begin].value)}..${brief(sorted[end - 1].value)}`;
  });
  return { labels, columnOf };
}

const brief = (value: number): string => String(Number(value.toPrecision(3)));
