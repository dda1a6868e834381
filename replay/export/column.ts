/**
 * What a column of exported events is: a name, a type, and its values for a stretch of events.
 * @module
 */
import type { Words } from "../../events/log.ts";

/** What a column's values are: whole numbers of so many bits, yes or no, or one of a few words. */
export type ColumnType = "int32" | "uint32" | "int64" | "flag" | "text";

/** Values of a column, one an event. Null: the event's kind does not have the column, or it names no page. */
export type Values =
  | Int32Array
  | BigInt64Array
  | (number | null)[]
  | (bigint | null)[]
  | (boolean | null)[]
  | (string | null)[];

/** Events that follow each other in a log: words from index 0 on. */
export interface Stretch {
  readonly words: Words;
  readonly events: number;
  /** Events of the log before these, and the clock there. */
  readonly base: number;
  readonly clock: number;
  /** By kind: 1 if one of these events is of it. */
  readonly kinds: Uint8Array;
  /** Names of the lanes. */
  readonly actors: readonly string[];
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** False if every event has a value. */
  readonly nullable: boolean;
  /** What one unit of its numbers is; empty for words and flags. */
  readonly unit: string;
  /** True if none of these events has a value. */
  isEmpty(stretch: Stretch): boolean;
  /** The values of these events, in an array of their own. */
  valuesOf(stretch: Stretch): Values;
}
