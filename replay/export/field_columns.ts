/**
 * Columns of the fields that kinds have, by name. A name that stands for a word in one kind and for a number
 * in another makes two columns: `from` and `from_number`. One that every event has already is told apart from
 * that: `field_context`.
 * @module
 */
import { type Field, kindNames, kinds } from "../../events/kinds.ts";
import { kindOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../events/log.ts";
import type { Column, ColumnType, Stretch, Values } from "./column.ts";

const KINDS = 256;
const readers = { order: orderOf, pfn: pfnOf, value: valueOf } as const;
const WORDS = ["order", "pfn", "value"] as const;

const isWord = ({ form }: Field): boolean => Array.isArray(form);
const isFlag = ({ form, bits, unit }: Field): boolean =>
  form === "count" && bits === 1 && unit === "";
const isUnsigned = ({ form, bits }: Field): boolean =>
  bits === 32 && (form === "count" || form === "id");

/** A type that holds the numbers of all these fields. */
function typeOf(fields: readonly Field[]): ColumnType {
  if (fields.every(isWord)) return "text";
  if (fields.every(isFlag)) return "flag";
  if (!fields.some(isUnsigned)) return "int32";
  return fields.every((field) => isUnsigned(field) || field.bits < 32) ? "uint32" : "int64";
}

/** The fields of a name by kind; undefined where a kind has none. */
type ByKind = (Field | undefined)[];

/** The number of a field in its word: as the kinds table says, with or without a sign. */
function numberIn(field: Field, word: number): number {
  if (field.bits === 32) return isUnsigned(field) ? word >>> 0 : word;
  return (word >>> field.shift) & (2 ** field.bits - 1);
}

/** What a field's number is in a column. */
function valueFor(type: ColumnType, field: Field): (number: number) => Values[number] {
  const { form } = field;
  if (Array.isArray(form)) return (number) => form[number] ?? String(number);
  if (type === "flag") return (number) => number === 1;
  if (type === "int64") return (number) => BigInt(number);
  return form === "frame" ? (number) => number === NONE ? null : number : (number) => number;
}

/** How a kind's events give their value. */
interface Reader {
  readonly field: Field;
  readonly word: (words: Words, index: number) => number;
  readonly value: (number: number) => Values[number];
}

class FieldColumn implements Column {
  readonly nullable = true;
  readonly type: ColumnType;
  readonly unit: string;
  private readonly readers: (Reader | undefined)[];

  constructor(readonly name: string, byKind: ByKind) {
    const fields = byKind.filter((field) => field !== undefined);
    const units = new Set(fields.map(({ unit }) => unit));
    this.type = typeOf(fields);
    this.unit = units.size === 1 ? fields[0].unit : "";
    this.readers = byKind.map((field) =>
      field && { field, word: readers[field.word], value: valueFor(this.type, field) }
    );
  }

  isEmpty({ kinds }: Stretch): boolean {
    for (let kind = 0; kind < KINDS; kind++) {
      if (kinds[kind] === 1 && this.readers[kind] !== undefined) return false;
    }
    return true;
  }

  valuesOf({ words, events }: Stretch): Values {
    const values: Values[number][] = new Array(events);
    for (let index = 0; index < events; index++) {
      const reader = this.readers[kindOf(words, index)];
      values[index] = reader === undefined
        ? null
        : reader.value(numberIn(reader.field, reader.word(words, index)));
    }
    return values as Values;
  }
}

/**
 * A column for each name of a field.
 * @param taken names that other columns have
 */
export function fieldColumns(taken: readonly string[]): Column[] {
  const words = new Map<string, ByKind>(), numbers = new Map<string, ByKind>();
  kindNames.forEach((name, kind) => {
    for (const field of name === undefined ? [] : kinds[name].fields) {
      const byName = isWord(field) ? words : numbers;
      const byKind = byName.get(field.name) ?? new Array(KINDS).fill(undefined);
      byKind[kind] = field;
      byName.set(field.name, byKind);
    }
  });
  const names = [...new Set([...numbers.keys(), ...words.keys()])];
  return names.flatMap((name) => {
    const ofWords = words.get(name), ofNumbers = numbers.get(name);
    const column = taken.includes(name) ? `field_${name}` : name;
    return [
      ...(ofWords ? [new FieldColumn(column, ofWords)] : []),
      ...(ofNumbers ? [new FieldColumn(ofWords ? `${column}_number` : column, ofNumbers)] : []),
    ];
  });
}

/** Bits of a word that no field of the kind covers. */
export function uncovered(kind: number, word: Field["word"], bits: number): number {
  const name = kindNames[kind];
  let left = bits;
  for (const field of name === undefined ? [] : kinds[name].fields) {
    if (field.word !== word) continue;
    left &= ~(field.bits === 32 ? -1 : (2 ** field.bits - 1) << field.shift);
  }
  return left;
}

/** By word: what is left of it where no field covers it; null where nothing is. */
export const rawColumns: readonly Column[] = WORDS.map((word, at): Column => {
  const masks = Int32Array.from({ length: KINDS }, (_, kind) => uncovered(kind, word, -1));
  const read = readers[word];
  const leftOf = (words: Words, index: number): number =>
    read(words, index) & masks[kindOf(words, index)];
  return {
    name: `raw${at}`,
    type: "int32",
    unit: "",
    nullable: true,
    isEmpty({ words, events }) {
      for (let index = 0; index < events; index++) if (leftOf(words, index) !== 0) return false;
      return true;
    },
    valuesOf({ words, events }) {
      const values = new Array<number | null>(events);
      for (let index = 0; index < events; index++) values[index] = leftOf(words, index) || null;
      return values;
    },
  };
});
