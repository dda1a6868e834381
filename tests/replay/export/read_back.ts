/**
 * Reads exported events back with a reader that is not ours, and holds them against the words of the log.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { parquetRead } from "hyparquet";
import { zstdDecompressSync } from "node:zlib";
import { passed } from "../../../events/file/writer.ts";
import { CONTEXTS, type Field, Kind, kinds } from "../../../events/kinds.ts";
import { packHead, STRIDE, type Words } from "../../../events/log.ts";
import { kindTexts } from "../../../replay/export/columns.ts";
import type { Subject } from "../../support/exported.ts";

export type Row = Record<string, unknown>;

/** The rows of a Parquet file. */
export async function rowsOf(bytes: Uint8Array<ArrayBuffer>): Promise<Row[]> {
  let rows: Row[] = [];
  await parquetRead({
    file: bytes.buffer,
    compressors: {
      ZSTD: (input, size) => zstdDecompressSync(input, { maxOutputLength: Math.max(1, size) }),
    },
    rowFormat: "object",
    onComplete: (read) => rows = read,
  });
  return rows;
}

/** The column that a field is in: the slow twin of how columns are chosen. */
function columnOf(field: Field): string {
  const all = Object.values(kinds).flatMap(({ fields }) => fields);
  const isWord = ({ form }: Field): boolean => Array.isArray(form);
  const always = ["number", "time", "kind", "actor", "cpu", "context", "irqs_off", "preempt_off"];
  const base = always.includes(field.name) ? `field_${field.name}` : field.name;
  const alsoWord = all.some((other) => other.name === field.name && isWord(other));
  return !isWord(field) && alsoWord ? `${base}_number` : base;
}

/** By the text of a kind: its number, and the column of each field. */
export const places: ReadonlyMap<
  string,
  { kind: number; fields: readonly { field: Field; at: string }[] }
> = new Map(
  (Object.keys(Kind) as (keyof typeof Kind)[]).map((name) => [
    kindTexts[Kind[name]],
    {
      kind: Kind[name],
      fields: kinds[name].fields.map((field) => ({ field, at: columnOf(field) })),
    },
  ]),
);

/** The words that a row stands for. */
function wordsOf(row: Row, actors: readonly string[]): number[] {
  const { kind, fields } = places.get(row.kind as string)!;
  const words = {
    order: Number(row.raw0 ?? 0),
    pfn: Number(row.raw1 ?? 0),
    value: Number(row.raw2 ?? 0),
  };
  for (const { field, at } of fields) {
    const value = row[at];
    const number = value === null || value === undefined
      ? -1
      : Array.isArray(field.form)
      ? field.form.indexOf(value)
      : Number(value);
    assert(value !== null || field.form === "frame", `${row.kind} ${at} at ${row.number}`);
    words[field.word] |= number << field.shift;
  }
  const flags = CONTEXTS.indexOf(row.context as typeof CONTEXTS[number]) |
    (row.irqs_off ? 4 : 0) | (row.preempt_off ? 8 : 0);
  const lane = actors.indexOf(row.actor as string);
  return [packHead(kind, lane, row.cpu as number, flags, words.order), words.pfn, words.value];
}

/** Asserts that a Parquet file has every word of every event. */
export async function assertSame(log: Subject, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const rows = await rowsOf(bytes), actors = log.header.actors.map(({ name }) => name);
  assertEquals(rows.length, log.events);
  let at = 0, clock = 0;
  for (let block = 0; block < log.blocks; block++) {
    const words: Words = log.wordsOf(block);
    for (let index = 0; index * STRIDE < words.length; index++, at++) {
      const row = rows[at], [head, pfn, value] = wordsOf(row, actors);
      clock += passed(words, index);
      const base = index * STRIDE;
      const isSame = row.number === at + 1 && Number(row.time) === clock &&
        (head | 0) === words[base] && (pfn | 0) === words[base + 1] &&
        (value | 0) === words[base + 2];
      if (!isSame) {
        assertEquals([row.number, row.time, head | 0, pfn | 0, value | 0], [
          at + 1,
          BigInt(clock),
          ...Array.from({ length: 3 }, (_, word) => words[base + word]),
        ], `event ${at + 1}`);
      }
    }
  }
}
