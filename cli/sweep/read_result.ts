/**
 * A result that was written before (`result.ts`), read again: to be summed up and drawn without a run.
 * @module
 */
import { createHash } from "node:crypto";
import { zstdDecompressSync } from "node:zlib";
import { parquetMetadata, parquetRead } from "hyparquet";
import { InputError } from "../errors.ts";
import { readBytes } from "../files.ts";
import { figureColumns } from "./columns.ts";
import { figuresUsed, type Row } from "./measures.ts";
import { ABOUT, DATA } from "./result.ts";
import type { RunAxis, Runs } from "./runs.ts";
import type { AxisSpec, Scalar } from "./schema.ts";

/** What a result says of its sweep, and its runs. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly scenario: string;
  readonly version: string;
  readonly rows: number;
  readonly seeds: number;
  readonly failures: readonly { readonly run: number; readonly failure: string }[];
  readonly runs: Runs;
}

/** The part of `result.ts`'s note that is read here. */
interface About {
  readonly sweep: string;
  readonly title: string;
  readonly scenario: string;
  readonly version: string;
  readonly axes: readonly Pick<AxisSpec, "name" | "key" | "keys" | "of" | "along">[];
}

type Columns = ReadonlyMap<string, readonly unknown[]>;
const compressors = { ZSTD: (bytes: Uint8Array) => zstdDecompressSync(bytes) };

/** True of a word that names a result and not a sweep. */
export const isResult = (word: string): boolean => /\.parquet$/i.test(word);

/**
 * Reads a result.
 * @throws InputError if it is none, or is damaged
 */
export async function readResult(path: string): Promise<Result> {
  const bytes = await readBytes(path);
  const file = bytes.slice().buffer;
  let about: About, columns: Columns;
  try {
    const notes = new Map(
      parquetMetadata(file).key_value_metadata?.map(({ key, value }) => [key, value]),
    );
    about = JSON.parse(notes.get(ABOUT) ?? "{}") as About;
    if (about.sweep === undefined) throw noResult(path);
    checkData(bytes, notes.get(DATA));
    const wanted = [...about.axes.map(({ name }) => name), "run", "design", "seed", "failure"];
    columns = await columnsOf(file, [...wanted, ...figuresUsed]);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new InputError(`${path} is no Parquet file, or is damaged: ${why}`);
  }
  const rows = columns.get("design")!.length;
  return { ...about, ...runsOf(path, about, columns, rows), name: about.sweep, rows };
}

/** @throws Error if the data is not what was written: who reads it could be led astray, or for ever */
function checkData(bytes: Uint8Array, said = ""): void {
  const [length, sum] = said.split(" ");
  const data = bytes.subarray(0, Number(length));
  if (createHash("sha256").update(data).digest("hex") !== sum) {
    throw new Error("its checksum is another");
  }
}

function noResult(path: string): InputError {
  return new InputError(
    `${path} is no result of a sweep (deno task sweep SWEEP --out ${path} makes one)`,
  );
}

async function columnsOf(file: ArrayBuffer, names: readonly string[]): Promise<Columns> {
  const columns = new Map<string, unknown[]>(names.map((name) => [name, []]));
  await parquetRead({
    file: { byteLength: file.byteLength, slice: (from, to) => file.slice(from, to) },
    columns: [...names],
    compressors,
    onChunk: ({ columnName, columnData, rowStart }) => {
      const column = columns.get(columnName)!;
      for (let at = 0; at < columnData.length; at++) {
        const value: unknown = columnData[at];
        column[rowStart + at] = typeof value === "bigint" ? Number(value) : value;
      }
    },
  });
  return columns;
}

/** Values in their order: numbers by size, others as they come. */
function valuesIn(column: readonly unknown[]): Scalar[] {
  const values = [...new Set(column)] as Scalar[];
  return values.every((value) => typeof value === "number") ? values.sort((a, b) => a - b) : values;
}

function axesOf(about: About, columns: Columns): RunAxis[] {
  const axes: RunAxis[] = [];
  about.axes.forEach(({ name, key, keys, of, along }, at) => {
    const other = axes.find((one) => one.name === along);
    axes.push({
      name,
      keys: keys ?? [key!],
      of,
      values: valuesIn(columns.get(name)!),
      along: other?.along ?? at,
    });
  });
  return axes;
}

function runsOf(
  path: string,
  about: About,
  columns: Columns,
  rows: number,
): Pick<Result, "runs" | "seeds" | "failures"> {
  const axes = axesOf(about, columns);
  const design = columns.get("design")! as string[], failure = columns.get("failure")!;
  const designs = [...new Set(design)];
  if (rows === 0) throw new InputError(`${path} holds no runs`);
  const isWhole = rows % designs.length === 0 &&
    design.every((name, at) => name === designs[at % designs.length]);
  if (!isWhole) {
    throw new InputError(`${path}: rows are missing, or in another order than a sweep's`);
  }
  const placeOf = axes.map(({ values }) => new Map(values.map((value, at) => [value, at])));
  const values = axes.map(({ name }) => columns.get(name)! as Scalar[]);
  const at = figureColumns.flatMap(({ name }, column) =>
    figuresUsed.includes(name) ? [{ column, data: columns.get(name)! as (number | null)[] }] : []
  );
  const rowAt = (index: number): Row | null => {
    if (typeof failure[index] === "string") return null;
    const row: (number | null)[] = [];
    for (const { column, data } of at) row[column] = data[index];
    return row;
  };
  const runs: Runs = {
    designs,
    axes,
    *rivals() {
      for (let first = 0; first < rows; first += designs.length) {
        yield {
          places: values.map((column, axis) => placeOf[axis].get(column[first])!),
          rows: designs.map((_, design) => rowAt(first + design)),
        };
      }
    },
  };
  const failures = failure.flatMap((why, at) =>
    typeof why === "string" ? [{ run: columns.get("run")![at] as number, failure: why }] : []
  );
  return { runs, seeds: new Set(columns.get("seed")!).size, failures };
}
