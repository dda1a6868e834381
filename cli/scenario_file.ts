/**
 * Scenario files: found by name or path, read as JSONC, checked by a schema, told apart by line and column.
 * @module
 */
import {
  type Node as JsonNode,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { z } from "zod";
import { COSTS } from "../core/decide/costs.ts";
import type { Scenario } from "../core/run/scenario.ts";
import { didYouMean, InputError } from "./command.ts";
import { nameOf, readBytes } from "./files.ts";
import { nearest } from "../events/nearest.ts";

const positive = z.number().positive();
const count = z.number().int().nonnegative();
const cpu = z.number().int().min(0).max(239).default(0);
const mib = z.number().int().min(0).max(1 << 20);

const task = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("idle"), cpu }),
  z.strictObject({ kind: z.literal("writer"), cpu, mib, mibPerSecond: positive }),
  z.strictObject({
    kind: z.literal("network-receive"),
    cpu,
    packetsPerSecond: positive,
    largeEvery: z.number().int().min(1).default(8),
    window: z.number().int().min(1).default(256),
  }),
  z.strictObject({ kind: z.literal("fill-and-free"), cpu, mib, mibPerSecond: positive }),
  z.strictObject({ kind: z.literal("churn"), cpu, mib: mib.min(1), pagesPerSecond: positive }),
  z.strictObject({ kind: z.literal("page-cache"), cpu, mib, mibPerSecond: positive }),
  z.strictObject({
    kind: z.literal("trace"),
    trace: z.string().min(1),
    atMs: z.number().nonnegative().default(0),
    writes: z.number().int().min(1).max(1000).default(1),
    countNs: positive.default(1000),
  }),
]);

const costs = z.strictObject(
  Object.fromEntries(Object.keys(COSTS).map((name) => [name, count.optional()])),
);

/** The schema of a scenario file. */
export const scenarioSchema = z.strictObject({
  $schema: z.string().optional(),
  title: z.string().default(""),
  seed: z.number().int().min(0).max(0x7fffffff).default(1),
  designs: z.array(z.string()).min(1).default(["none", "v33"]),
  guest: z.strictObject({
    mib: z.number().int().min(16).max(1 << 20),
    cpus: z.number().int().min(1).max(240).default(1),
    profile: z.string().default("linux-4.17"),
    hugePages: z.boolean().default(true),
    usedMib: mib,
    unmovableMib: mib.default(0),
    oldDataMib: mib.default(0),
    mixedMib: mib.default(0),
  }),
  host: z.strictObject({
    name: z.string().default("qemu-3.0"),
    linkMbit: positive.default(10_000),
    downtimeMs: z.number().nonnegative().default(300),
    startMs: z.number().nonnegative().default(10),
    roundsMax: z.number().int().min(1).max(1000).default(30),
    afterMs: z.number().nonnegative().default(10),
  }),
  hints: z.strictObject({
    order: z.number().int().min(0).max(15).default(10),
    arrayOrder: z.number().int().min(0).max(10).default(10),
    queue: z.number().int().min(4).max(32768).default(128),
  }).default({ order: 10, arrayOrder: 10, queue: 128 }),
  tasks: z.array(task).max(30).default([]),
  costs: costs.default({}),
});

/** Line and column of an offset, both from 1. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${before[before.length - 1].length + 1}`;
}

function nodeAt(root: JsonNode, path: readonly PropertyKey[]): JsonNode {
  let node = root;
  for (const key of path) {
    const child = typeof key === "number"
      ? node.children?.[key]
      : node.children?.find((property) => property.children?.[0].value === key)?.children?.[1];
    if (child === undefined) break;
    node = child;
  }
  return node;
}

/**
 * Reads a scenario's text.
 * @param file the name that errors show
 * @throws InputError with file, line and column
 */
export function parseScenario(text: string, file: string, name: string): Scenario {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || root === undefined) {
    const why = errors.length > 0 ? printParseErrorCode(errors[0].error) : "it is empty";
    throw new InputError(`${file}:${placeOf(text, errors[0]?.offset ?? 0)}: not JSON: ${why}`);
  }
  const result = scenarioSchema.safeParse(valueOf(root));
  if (result.success) {
    const { $schema: _, ...scenario } = result.data;
    const checked = { name, ...scenario } as Scenario;
    checkTogether(checked, file);
    return checked;
  }
  // A misspelt key is told before the missing one that it was meant to be.
  const { issues } = result.error;
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  const node = nodeAt(root, issue.path);
  const where = `${file}:${placeOf(text, node.offset)}`;
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(scenarioSchema, issue.path);
    const key = issue.keys[0];
    const guess = nearest(key, known);
    const at = node.children?.find((property) => property.children?.[0].value === key);
    throw new InputError(
      `${file}:${placeOf(text, at?.offset ?? node.offset)}: unknown key "${key}"` +
        (guess ? `; did you mean "${guess}"?` : ""),
    );
  }
  throw new InputError(`${where}: ${issue.path.join(".") || "scenario"}: ${issue.message}`);
}

function valueOf(node: JsonNode): unknown {
  if (node.type === "array") return (node.children ?? []).map(valueOf);
  if (node.type !== "object") return node.value;
  return Object.fromEntries(
    (node.children ?? []).map(({ children }) => [children![0].value, valueOf(children![1])]),
  );
}

/** Keys that the schema knows at a path; enough for a guess. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const json = z.toJSONSchema(schema, { io: "input" }) as JsonSchema;
  let at: JsonSchema = json;
  for (const key of path) {
    at = typeof key === "number" ? at.items ?? {} : at.properties?.[String(key)] ?? {};
  }
  const options = at.anyOf ?? at.oneOf ?? [at];
  return options.flatMap((option) => Object.keys(option.properties ?? {}));
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** What one key alone cannot say. */
function checkTogether(scenario: Scenario, file: string): void {
  const { guest, tasks } = scenario;
  const bad = (why: string): never => {
    throw new InputError(`${file}: ${why}`);
  };
  tasks.forEach((task, index) => {
    if ("cpu" in task && task.cpu >= guest.cpus) {
      bad(
        `tasks[${index}].cpu is ${task.cpu}, but the guest has ${guest.cpus} cpus (0 to ${
          guest.cpus - 1
        })`,
      );
    }
  });
  const sets = tasks.reduce((sum, task) => sum + (task.kind === "writer" ? task.mib : 0), 0);
  if (guest.unmovableMib + guest.mixedMib + sets > guest.usedMib) {
    bad(
      `guest.usedMib is ${guest.usedMib}, but unmovableMib, mixedMib and the writers' working sets ` +
        `need ${guest.unmovableMib + guest.mixedMib + sets}`,
    );
  }
  if (guest.usedMib + guest.oldDataMib >= guest.mib) {
    bad(`guest.usedMib + guest.oldDataMib must be below guest.mib (${guest.mib})`);
  }
}

const bundled = new URL("../fixtures/scenarios/", import.meta.url);
const EXTENSION = /\.jsonc?$/;

/** Names of the bundled scenarios. */
export function scenarioNames(): string[] {
  return [...Deno.readDirSync(bundled)]
    .filter(({ name }) => EXTENSION.test(name))
    .map(({ name }) => name.replace(EXTENSION, ""))
    .sort();
}

/**
 * A scenario by the name of a bundled one, or by path; `-` reads standard input.
 * @throws InputError if there is none, or it is not right
 */
export async function loadScenario(word: string): Promise<Scenario> {
  const names = scenarioNames();
  const isPath = word === "-" || word.includes("/") || EXTENSION.test(word);
  if (!isPath && !names.includes(word)) {
    throw new InputError(
      `unknown scenario "${word}"${didYouMean(word, names)} (there are: ${names.join(", ")}; ` +
        `or give a path to a .json file)`,
    );
  }
  const path = isPath ? word : fromFileUrl(new URL(`${word}.json`, bundled));
  const bytes = await readBytes(path);
  const name = path.replace(/^.*\//, "").replace(EXTENSION, "");
  return parseScenario(textOf(bytes, path), isPath ? nameOf(path) : word, name);
}

/** The folder from which a scenario's paths begin; empty for the one we are in. */
export function scenarioFolder(word: string): string {
  const isPath = word === "-" || word.includes("/") || EXTENSION.test(word);
  return isPath ? word.replace(/[^/]*$/, "") : fromFileUrl(bundled);
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${nameOf(path)}: not UTF-8 text`);
  }
}

const fromFileUrl = (url: URL): string => decodeURIComponent(url.pathname);
