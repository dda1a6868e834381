/**
 * What the schema objects to, in one sentence.
 * @module
 */
import type { z } from "zod";
import { nearest } from "../../events/nearest.ts";
import { didYouMean } from "../command.ts";
import {
  isObject,
  keysOf,
  type Path,
  pathText,
  propertiesOf,
  quoted,
  schemaAt,
  valueAt,
} from "./places.ts";
import { type JsonSchema, jsonSchema } from "./schema.ts";

/** What is wrong with a scenario, and where. */
export interface Problem {
  /** The value that is wrong, or the object that lacks a key. */
  readonly path: Path;
  /** A key of that object that nobody knows: the place is the key's. */
  readonly key?: string;
  readonly text: string;
  /** Values that have a part in it, if it is more than one. */
  readonly about?: readonly Path[];
}

const number = (value: number): string => value.toLocaleString("en-US");

/** A value's type as messages call it. */
function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return "a number";
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" ? value === "" ? "empty text" : "text" : "an object";
}

/** What the schema wants, as messages call it. */
function wanted(schema: JsonSchema): string {
  if (schema.enum) return `one of ${schema.enum.join(", ")}`;
  if (schema.anyOf && !schema.type) return schema.anyOf.map(wanted).join(", or ");
  switch (schema.type) {
    case "integer":
      return "a whole number";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "array":
      return "a list, [ ... ]";
    case "object":
      return "an object, { ... }";
    default:
      return "text";
  }
}

function hasType(schema: JsonSchema, value: unknown): boolean {
  if (schema.anyOf && !schema.type) return schema.anyOf.some((one) => hasType(one, value));
  switch (schema.type) {
    case "integer":
    case "number":
      return typeof value === "number";
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "boolean":
      return typeof value === "boolean";
    default:
      return typeof value === "string";
  }
}

/** Why a value that is there is not what the schema wants. */
function objection(schema: JsonSchema, value: unknown): string {
  if (!hasType(schema, value)) return `expected ${wanted(schema)}, got ${typeOf(value)}`;
  if (typeof value === "number") return numberObjection(schema, value);
  if (schema.enum) {
    const word = String(value);
    const names = schema.enum.join(", ");
    return `unknown ${schema.title ?? "word"} ${quoted(word)}${didYouMean(word, schema.enum)}` +
      ` (there are: ${names})`;
  }
  return sizeObjection(schema, Array.isArray(value) ? value.length : String(value).length);
}

/** A list or a text is too long, or empty. */
function sizeObjection(schema: JsonSchema, size: number): string {
  const what = schema.type === "array" ? "entries" : "characters";
  const most = schema.maxItems ?? schema.maxLength ?? Infinity;
  return size > most
    ? `${number(size)} ${what} are too many; at most ${number(most)}`
    : "it is empty";
}

function numberObjection(schema: JsonSchema, value: number): string {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  const range = `must be ${number(minimum)} to ${number(maximum)}`;
  if (!Number.isFinite(value)) return `the number is too large; ${range}`;
  if (value < minimum || value > maximum) return `${value} is out of range; ${range}`;
  return `expected ${wanted(schema)}, got ${value}; ${range}`;
}

/** What a key that is missing would hold: its type, and its range if it has one. */
function holding(schema: JsonSchema): string {
  const { minimum, maximum } = schema;
  const range = minimum === undefined || maximum === undefined
    ? ""
    : ` from ${number(minimum)} to ${number(maximum)}`;
  return `${wanted(schema)}${range}`;
}

/** The place of a key outside of lists, if there is just one in the whole schema. */
function elsewhere(whole: JsonSchema, key: string): string | undefined {
  const found: string[] = [];
  const search = (schema: JsonSchema, path: Path): void => {
    for (const name of keysOf(schema)) {
      if (name === key) found.push(pathText([...path, name]));
      search(propertiesOf(schema)[name], [...path, name]);
    }
  };
  search(whole, []);
  return found.length === 1 ? found[0] : undefined;
}

const KEY_CHARS_MIN = 2; // one letter is near to everything

/**
 * What was meant by a key that the object at a path does not know, or which keys it knows.
 * @param rest keys that follow it where a whole path was given
 */
export function guessKey(
  path: Path,
  key: string,
  known: readonly string[],
  rest: readonly string[] | null = null,
  schema: JsonSchema = jsonSchema,
): string {
  const near = key.length < KEY_CHARS_MIN ? undefined : nearest(key, known);
  const whole = near === undefined || rest === null ? near : [...path, near, ...rest].join(".");
  const isInList = path.some((step) => typeof step === "number");
  const meant = whole ?? (isInList ? undefined : elsewhere(schema, rest?.[rest.length - 1] ?? key));
  return meant ? `; did you mean ${meant}?` : ` (there are: ${known.join(", ")})`;
}

/** Of several objections to a scenario the one to tell. */
export function problemOf(
  issues: readonly z.core.$ZodIssue[],
  raw: unknown,
  whole: JsonSchema = jsonSchema,
): Problem {
  // A misspelt key is told before the missing one that it was meant to be.
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  const { path } = issue;
  const schema = schemaAt(whole, raw, path) ?? {};
  if (issue.code === "unrecognized_keys") return unknownKey(path, issue.keys[0], schema, whole);
  const value = valueAt(raw, path);
  if (value !== undefined && issue.code === "custom") {
    return { path, text: "the lists of guest.start say that: leave it out" };
  }
  if (value !== undefined) return { path, text: objection(schema, value) };
  const outer = path.slice(0, -1), key = String(path[path.length - 1]);
  const misspelt = misspeltAs(key, valueAt(raw, outer));
  if (misspelt !== undefined) {
    return unknownKey(outer, misspelt, { properties: { [key]: {} } }, whole);
  }
  return { path: outer, text: `the key "${key}" is missing: ${holding(schema)}` };
}

function unknownKey(path: Path, key: string, schema: JsonSchema, whole: JsonSchema): Problem {
  const guess = guessKey(path, key, keysOf(schema), null, whole);
  return { path, key, text: `unknown key ${quoted(key)}${guess}` };
}

/** The key that a task has in place of its kind: without one nobody knows its other keys. */
function misspeltAs(key: string, holder: unknown): string | undefined {
  if ((key !== "kind" && key !== "distribution") || !isObject(holder)) return undefined;
  return Object.keys(holder).find((name) => nearest(name, [key]) !== undefined);
}
