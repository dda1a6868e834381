/**
 * Tables as CSV (RFC 4180, lines end in a newline): the events of a log, and the lists of a view.
 *
 * What a view shows as JSON becomes rows: a list of objects is a table; what an object holds is `outer.inner`;
 * a list of numbers is a column an element, `free.0`, `free.1`; a list of objects within a row makes a row of
 * each, with the place in the list under its name. What is no list is the table `totals`, of one row.
 * @module
 */
import type { Stretch } from "./column.ts";
import { columns } from "./columns.ts";

/** A value of a cell: null and undefined are empty. */
type Cell = string | number | bigint | boolean | null | undefined;
/** Cells by column. */
type Row = Readonly<Record<string, Cell>>;

/** A view's table. */
export interface Table {
  readonly name: string;
  readonly rows: readonly Row[];
}

const TOTALS = "totals";

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const lineOf = (cells: readonly Cell[]): string => cells.map(cellText).join(",");

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) && value.every(isObject);

/** The rows of an object: one, or one for each object of a list within. */
function rowsOf(object: Readonly<Record<string, unknown>>, prefix = ""): Row[] {
  let rows: Row[] = [{}];
  for (const [key, value] of Object.entries(object)) {
    const name = prefix + key;
    const inner = isObject(value)
      ? rowsOf(value, `${name}.`)
      : Array.isArray(value)
      ? elementRows(name, value)
      : [{ [name]: value as Cell }];
    rows = rows.flatMap((row) => inner.map((more) => ({ ...row, ...more })));
  }
  return rows;
}

function elementRows(name: string, list: readonly unknown[]): Row[] {
  if (list.length === 0) return [{}];
  if (!isList(list)) {
    return [Object.fromEntries(list.map((value, at) => [`${name}.${at}`, value as Cell]))];
  }
  return list.flatMap((element, at) =>
    rowsOf(element, `${name}.`).map((row) => ({ [name]: at, ...row }))
  );
}

/** The tables of what a view shows: its lists, then the rest. */
export function tablesOf(json: Readonly<Record<string, unknown>>): Table[] {
  const lists = Object.entries(json).filter(([, value]) => isList(value));
  const rest = Object.fromEntries(Object.entries(json).filter(([, value]) => !isList(value)));
  return [
    ...lists.map(([name, list]) => ({
      name,
      rows: (list as Record<string, unknown>[]).flatMap((element) => rowsOf(element)),
    })),
    ...(Object.keys(rest).length > 0 ? [{ name: TOTALS, rows: rowsOf(rest) }] : []),
  ];
}

/** A table's text: a line of names, then a line a row. */
export function tableCsv({ rows }: Table): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))].map(lineOf);
  return `${lines.join("\n")}\n`;
}

/** The line of names above events. */
export const eventNames = `${lineOf(columns.map(({ name }) => name))}\n`;

/** The lines of a stretch of events, in the columns that a Parquet file has. */
export function eventsCsv(stretch: Stretch): string {
  const filled = columns.map((column) => column.isEmpty(stretch) ? null : column.valuesOf(stretch));
  const lines: string[] = [];
  for (let index = 0; index < stretch.events; index++) {
    lines.push(lineOf(filled.map((values) => values === null ? null : values[index])));
  }
  return `${lines.join("\n")}\n`;
}
