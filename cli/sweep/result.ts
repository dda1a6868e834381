/**
 * The result of a sweep as a Parquet file: a row a run, in the order of the plan. It holds no time of day
 * and nothing of how it came about, so the same sweep gives the same bytes.
 * @module
 */
import { constants, zstdCompressSync } from "node:zlib";
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { OutputFile } from "../files.ts";
import { figureColumns } from "./columns.ts";
import type { SweepResult } from "./engine.ts";
import type { Sweep } from "./load.ts";

const GROUP_ROWS = 1 << 12;
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };
const compressors = { ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes, OPTIONS) };

type Cell = string | number | boolean | null;
type Kind = "text" | "number" | "whole" | "long" | "flag";

const types: Readonly<Record<Kind, Omit<SchemaElement, "name">>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  number: { type: "DOUBLE" },
  whole: { type: "INT32" },
  long: { type: "INT64" },
  flag: { type: "BOOLEAN" },
};

const encodings = {
  text: undefined,
  number: undefined,
  whole: "DELTA_BINARY_PACKED",
  long: "DELTA_BINARY_PACKED",
  flag: undefined,
} as const;

/** A column of the result. */
interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly nullable: boolean;
}

function kindOfAxis(values: readonly unknown[]): Kind {
  if (values.every((value) => typeof value === "number")) return "number";
  return values.every((value) => typeof value === "boolean") ? "flag" : "text";
}

/** The columns: which run it is, what its axes are, what came of it. */
export function resultColumns({ plan }: Sweep): Column[] {
  const column = (name: string, kind: Kind, nullable = false): Column => ({ name, kind, nullable });
  return [
    column("run", "whole"),
    ...plan.combinations.axes.map(({ name, values }) => column(name, kindOfAxis(values))),
    column("design", "text"),
    column("seed", "whole"),
    ...figureColumns.map(({ name, isLong }) => column(name, isLong ? "long" : "whole", true)), // a run that failed has none
    column("digest", "text", true),
    column("failure", "text", true),
  ];
}

class Sink extends ByteWriter {
  constructor(private readonly write: (bytes: Uint8Array) => void) {
    super(1 << 20);
  }

  flush(): void {
    this.write(this.getBytes());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}

/**
 * Writes the result, whole or not at all.
 * @param resultOf a finished run's result; undefined for one that is not there
 * @returns the number of rows
 * @throws InputError if it cannot be written
 */
export function writeResult(
  path: string,
  sweep: Sweep,
  resultOf: (index: number) => SweepResult | undefined,
): number {
  const { plan } = sweep, columns = resultColumns(sweep);
  using out = new OutputFile(path);
  const sink = new Sink((bytes) => out.write(bytes));
  const schema: SchemaElement[] = [
    { name: "runs", num_children: columns.length },
    ...columns.map(({ name, kind, nullable }): SchemaElement => ({
      name,
      repetition_type: nullable ? "OPTIONAL" : "REQUIRED",
      ...types[kind],
    })),
  ];
  const file = new ParquetWriter({
    writer: sink,
    schema,
    codec: "ZSTD",
    compressors,
    createdBy: "hintlab",
    kvMetadata: [{ key: "hintlab", value: JSON.stringify(aboutOf(sweep)) }],
  });
  let rows = 0;
  let cells: Cell[][] = columns.map(() => []);
  const flush = (): void => {
    const columnData = columns.map(({ name }, at): ColumnSource => ({
      name,
      data: columns[at].kind === "long" ? longs(cells[at] as (number | null)[]) : cells[at],
      encoding: encodings[columns[at].kind],
      offsetIndex: false,
    }));
    if (cells[0].length > 0) file.write({ columnData, rowGroupSize: GROUP_ROWS });
    file.pendingIndexes = []; // there are none: nothing of a group need be held
    cells = columns.map(() => []);
    sink.flush();
  };
  for (const index of plan.indexes()) {
    const result = resultOf(index);
    if (result === undefined) continue;
    cellsOf(sweep, columns, result).forEach((cell, at) => cells[at].push(cell));
    if (++rows % GROUP_ROWS === 0) flush();
  }
  flush();
  file.finish();
  out.commit();
  return rows;
}

function cellsOf({ plan }: Sweep, columns: readonly Column[], result: SweepResult): Cell[] {
  const { index, figures, digest, failure } = result;
  const axes = plan.valuesOf(index).map((value, at) =>
    columns[at + 1].kind === "text" ? String(value) : value
  );
  return [
    index,
    ...axes,
    plan.designOf(index),
    plan.seedOf(index),
    ...figureColumns.map((_, at) => figures[at] ?? null),
    digest || null,
    failure || null,
  ];
}

/** Numbers as the library wants those of 64 bits; without an object for each where that can be. */
function longs(cells: readonly (number | null)[]): BigInt64Array | (bigint | null)[] {
  if (cells.includes(null)) return cells.map((cell) => cell === null ? null : BigInt(cell));
  const values = new BigInt64Array(cells.length);
  for (let at = 0; at < cells.length; at++) values[at] = BigInt(cells[at]!);
  return values;
}

/** What the file says of the sweep. */
function aboutOf({ name, title, spec, version }: Sweep): unknown {
  return { sweep: name, title, scenario: spec.scenario, set: spec.set, axes: spec.axes, version };
}
