/**
 * Events as a Parquet file: a row group at a time, so that memory stays flat however long the log is.
 *
 * Most columns have no value in a row group: there the chunk of the group before is written again, which
 * is what makes the export fast. For that the chunks are written here, the file around them by the library.
 * @module
 */
import { constants, zstdCompressSync } from "node:zlib";
import type { ColumnChunk } from "hyparquet";
import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { writeColumn } from "hyparquet-writer/src/column.js";
import type { LogHeader } from "../../events/file/header.ts";
import type { ColumnType, Stretch, Values } from "../../replay/export/column.ts";
import { columns } from "../../replay/export/columns.ts";

/** Rows of a group. Twice as many save 2 % of the file and take half as long again. */
export const GROUP_EVENTS = 1 << 16;
/** The library holds what the file's end says of every group, a kilobyte a column: there are so many at most. */
const GROUPS_MAX = 256;
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const compressors = { ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes, OPTIONS) };
/** Columns by whose least and greatest value a reader passes over whole groups. */
const TELLING = ["number", "time", "kind", "pfn"];

const types: Readonly<Record<ColumnType, Omit<SchemaElement, "name">>> = {
  int32: { type: "INT32" },
  uint32: { type: "INT32", converted_type: "UINT_32" },
  int64: { type: "INT64" },
  flag: { type: "BOOLEAN" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
};
const encodings = {
  int32: "DELTA_BINARY_PACKED",
  uint32: "DELTA_BINARY_PACKED",
  int64: "DELTA_BINARY_PACKED",
  flag: undefined,
  text: "RLE_DICTIONARY",
} as const;

const root: SchemaElement = { name: "events", num_children: columns.length };
const elements = columns.map(({ name, type, nullable }): SchemaElement => ({
  name,
  repetition_type: nullable ? "OPTIONAL" : "REQUIRED",
  ...types[type],
}));

/** Rows of a group of a log: more where there would be too many groups. */
export function groupEventsFor(events: number): number {
  return GROUP_EVENTS * Math.max(1, Math.ceil(events / (GROUP_EVENTS * GROUPS_MAX)));
}

/** A buffer that is handed on and used again. */
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

/** A chunk without a value, as it was written at byte 0. */
interface EmptyChunk {
  readonly events: number;
  readonly bytes: Uint8Array;
  readonly chunk: ColumnChunk;
}

/** Writes rows as they come. */
export class ParquetFile {
  private readonly sink: Sink;
  private readonly file: ParquetWriter;
  private readonly empty: (EmptyChunk | undefined)[] = [];

  /** @param header what the log says of itself: the file keeps it as JSON, under the key `hintlab` */
  constructor(header: LogHeader, write: (bytes: Uint8Array) => void) {
    this.sink = new Sink(write);
    this.file = new ParquetWriter({
      writer: this.sink,
      schema: [root, ...elements],
      kvMetadata: [{ key: "hintlab", value: JSON.stringify(header) }],
      createdBy: "hintlab",
    });
  }

  /** Writes a stretch as a row group. */
  add(stretch: Stretch): void {
    const { file, sink } = this, begin = sink.offset;
    const chunks = columns.map((column, at) =>
      column.isEmpty(stretch)
        ? this.addEmpty(at, stretch.events)
        : chunkOf(sink, at, column.valuesOf(stretch))
    );
    file.num_rows += BigInt(stretch.events);
    file.row_groups.push({
      columns: chunks,
      total_byte_size: chunks.reduce(
        (sum, { meta_data }) => sum + meta_data!.total_uncompressed_size,
        0n,
      ),
      num_rows: BigInt(stretch.events),
      total_compressed_size: BigInt(sink.offset - begin),
    });
    sink.flush();
  }

  finish(): void {
    this.file.finish();
  }

  private addEmpty(at: number, events: number): ColumnChunk {
    let empty = this.empty[at];
    if (empty?.events !== events) {
      const bytes = new ByteWriter();
      const chunk = chunkOf(bytes, at, new Array(events).fill(null));
      this.empty[at] = empty = { events, bytes: bytes.getBytes(), chunk };
    }
    const from = BigInt(this.sink.offset), { chunk, bytes } = empty;
    this.sink.appendBytes(bytes);
    const meta = chunk.meta_data!, dictionary = meta.dictionary_page_offset;
    return {
      ...chunk,
      file_offset: chunk.file_offset + from,
      meta_data: {
        ...meta,
        data_page_offset: meta.data_page_offset + from,
        ...(dictionary === undefined ? {} : { dictionary_page_offset: dictionary + from }),
      },
    };
  }
}

/** 1 where there is a value. */
function levelsOf(values: Values): number[] {
  const levels = new Array<number>(values.length);
  for (let index = 0; index < values.length; index++) {
    levels[index] = values[index] === null ? 0 : 1;
  }
  return levels;
}

/** Writes the values of a column as one page. */
function chunkOf(writer: ByteWriter, at: number, values: Values) {
  const { name, type, nullable } = columns[at];
  const { chunk } = writeColumn({
    writer,
    column: {
      columnName: name,
      element: elements[at],
      schemaPath: [root, elements[at]],
      codec: "ZSTD",
      compressors,
      stats: TELLING.includes(name),
      pageSize: 0,
      columnIndex: false,
      offsetIndex: false,
      encoding: encodings[type],
    },
    pageData: {
      values,
      definitionLevels: nullable ? levelsOf(values) : [],
      repetitionLevels: [],
      maxDefinitionLevel: nullable ? 1 : 0,
    },
  });
  return chunk;
}
