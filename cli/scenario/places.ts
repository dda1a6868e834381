/**
 * Places: of an offset in a text, of a value in a tree, of a key in the schema.
 * @module
 */
import type { Node as JsonNode } from "jsonc-parser";
import type { JsonSchema } from "./schema.ts";

/** The keys and indexes that lead to a value. */
export type Path = readonly PropertyKey[];

const QUOTED_CHARS_MAX = 40;

/** Line and column of an offset, both from 1. */
export function lineColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${before[before.length - 1].length + 1}`;
}

/** A path as messages write it: `tasks[0].cpu`. */
export function pathText(path: Path): string {
  return path.map((key, at) => typeof key === "number" ? `[${key}]` : at ? `.${String(key)}` : key)
    .join("");
}

/** Words of the user in quotes, on one line and not long. */
export function quoted(text: string): string {
  const short = text.length > QUOTED_CHARS_MAX ? `${text.slice(0, QUOTED_CHARS_MAX)}...` : text;
  // deno-lint-ignore no-control-regex
  return `"${short.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "?")}"`;
}

/** The property of an object's node that has a key. */
export function propertyOf(node: JsonNode, key: PropertyKey): JsonNode | undefined {
  return node.type === "object"
    ? node.children?.find(({ children }) => children![0].value === key)
    : undefined;
}

/** The value at a path, or the innermost one on the way there. */
export function nodeAt(root: JsonNode, path: Path): JsonNode {
  let node = root;
  for (const key of path) {
    const child = typeof key === "number"
      ? node.type === "array" ? node.children?.[key] : undefined
      : propertyOf(node, key)?.children?.[1];
    if (child === undefined) break;
    node = child;
  }
  return node;
}

/** A tree as plain values. */
export function valueOf(node: JsonNode): unknown {
  if (node.type === "array") return (node.children ?? []).map(valueOf);
  if (node.type !== "object") return node.value;
  return Object.fromEntries(
    (node.children ?? []).map(({ children }) => [children![0].value, valueOf(children![1])]),
  );
}

/** True of what has keys: an object, no list. */
export function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined if there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (!(Array.isArray(at) || isObject(at)) || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}

/** What the schema says of the value at a path; undefined for a key that it does not know. */
export function schemaAt(schema: JsonSchema, value: unknown, path: Path): JsonSchema | undefined {
  let at: JsonSchema | undefined = branchOf(schema, value);
  path.forEach((key, depth) => {
    const inner = typeof key === "number"
      ? at?.items
      : propertiesOf(at)[String(key)] ?? othersOf(at);
    at = inner && branchOf(inner, valueAt(value, path.slice(0, depth + 1)));
  });
  return at;
}

/** The keys that the schema knows for an object, but for the one that is no scenario's. */
export function keysOf(schema: JsonSchema | undefined): string[] {
  return Object.keys(propertiesOf(schema)).filter((name) => name !== "$schema");
}

/** What the schema says of an object's keys. */
export function propertiesOf(schema: JsonSchema | undefined): Record<string, JsonSchema> {
  return Object.assign(Object.create(null), schema?.properties);
}

/** What it says of keys that it does not name. */
function othersOf(schema: JsonSchema | undefined): JsonSchema | undefined {
  const others = schema?.additionalProperties;
  return typeof others === "object" ? others : undefined;
}

/** The key by which shapes are told apart: a constant in each of them. */
export function tellingKey({ oneOf = [] }: JsonSchema): string {
  const first = Object.entries(propertiesOf(oneOf[0]));
  return first.find(([, { const: only }]) => only !== undefined)?.[0] ?? "kind";
}

/** Of several shapes the one whose kind the value has; else what all of them have: a kind. */
function branchOf(schema: JsonSchema, value: unknown): JsonSchema {
  if (schema.oneOf === undefined) return schema;
  const key = tellingKey(schema);
  const kind = isObject(value) ? value[key] : undefined;
  const kinds = schema.oneOf.map((branch) => branch.properties?.[key]?.const ?? "");
  return schema.oneOf.find((_, index) => kinds[index] === kind) ?? {
    type: "object",
    properties: {
      [key]: { type: "string", title: key === "kind" ? "kind of task" : key, enum: kinds },
    },
  };
}
