/**
 * The figures of a run as one row of numbers: their names, in the order of `Figures`.
 *
 * A name is the one that `simulate --json` has; of a figure inside another, both in one word
 * (`notHintedPercpu`, `slowedNsP99`).
 * @module
 */
import { emptyFigures, type Figures } from "../../replay/views/figures.ts";

type Path = readonly string[];

/** Not a figure but a page to look at. */
const LEFT_OUT = ["example"];

/** The numbers of a tree by their paths. */
function* leavesOf(tree: object, path: Path): Generator<Path> {
  for (const [key, value] of Object.entries(tree)) {
    if (LEFT_OUT.includes(key)) continue;
    if (typeof value === "object" && value !== null) yield* leavesOf(value, [...path, key]);
    else yield [...path, key];
  }
}

const { migration, hints, guest } = emptyFigures();
const paths: readonly Path[] = [...leavesOf({ migration, hints, guest }, [])];

const nameOf = ([, first, ...inner]: Path): string =>
  first + inner.map((key) => key[0].toUpperCase() + key.slice(1)).join("");

/** A column of the result that holds a figure. */
export interface FigureColumn {
  readonly name: string;
  /** It may outgrow 32 bits: bytes, ns, events. Pages and what is counted a page do not. */
  readonly isLong: boolean;
}

const EVENTS = "events";

const LONG = /^(bytes|events)$|Ns(P\d+|Max)?$/;

/** The columns, in their order; last the number of events of the run's log. */
export const figureColumns: readonly FigureColumn[] = [...paths.map(nameOf), EVENTS]
  .map((name) => ({ name, isLong: LONG.test(name) }));

/** Where a figure stands in a row. */
export function columnAt(name: string): number {
  const at = figureColumns.findIndex((column) => column.name === name);
  if (at < 0) throw new RangeError(`Cannot find figure ${name}: there is no such column`);
  return at;
}

/** A run's figures as a row. */
export function rowOf(figures: Figures, events: number): (number | null)[] {
  const row = paths.map((path) => {
    let at: unknown = figures;
    for (const key of path) at = (at as Record<string, unknown>)[key];
    return at as number | null;
  });
  row.push(events);
  return row;
}
