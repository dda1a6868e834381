/**
 * The header of a log file: geometry, actors, and what the log was made from. JSON with sorted keys,
 * so that equal headers are equal bytes.
 * @module
 */

import type { Geometry, Zone } from "../geometry.ts";

/** The form of the file that this program writes. It reads all from 1 on. */
export const FORMAT = 2;

export interface LogHeader {
  readonly format: typeof FORMAT;
  /** The unit of the gaps between events. */
  readonly clock: "ns" | "counter";
  readonly geometry: Geometry;
  /** Name and cpu of each lane. */
  readonly actors: readonly { readonly name: string; readonly cpu: number }[];
  /** The scenario, whole; null if the log was not simulated. */
  readonly scenario: unknown;
  readonly profile: string;
  readonly host: string;
  readonly design: string;
  readonly seed: number;
  /** Names of tasks, for imported logs. */
  readonly tasks: readonly string[];
  /** Of an imported log: the form of its text, and the time of its first event as written there. */
  readonly imported?: { readonly form: string; readonly begin: string };
  /** What the design says of its calls: the context they may come from, what they return. */
  readonly declares?: { readonly context: string; readonly returns: string };
}

const SIZES: readonly Exclude<
  keyof Geometry,
  "zones" | "timed" | "chunkOrder" | "ring" | "nodes"
>[] = [
  "frames",
  "orders",
  "pageblockOrder",
  "types",
  "cpus",
  "percpuLists",
  "lanes",
  "owners",
  "locks",
  "queue",
  "array",
];

/** The bytes of a header. */
export function encodeHeader(header: LogHeader): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(sorted(header)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(
    keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]),
  );
}

/**
 * Reads a header's bytes, of this form or an older one, as a header of this form.
 * @throws SyntaxError if it is no header
 */
export function decodeHeader(bytes: Uint8Array): LogHeader {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new SyntaxError("Cannot open log: its header is no JSON");
  }
  return checkHeader(value);
}

/**
 * Returns a value as a header of today's form, if it has the shape of one.
 * @throws SyntaxError that names what is missing
 */
export function checkHeader(value: unknown): LogHeader {
  const header = value as LogHeader;
  const isList = (list: unknown): boolean => Array.isArray(list);
  const wrong = typeof header !== "object" || header === null
    ? "it is no object"
    : !isFormat(header.format)
    ? `its format is ${JSON.stringify(header.format)}, not 1 to ${FORMAT}`
    : header.clock !== "ns" && header.clock !== "counter"
    ? "it names no clock"
    : !isList(header.actors) || !header.actors.every(isActor)
    ? "it lists no actors"
    : !isList(header.tasks) || header.tasks.some((name) => typeof name !== "string")
    ? "it lists no tasks"
    : header.declares !== undefined && typeof header.declares?.context !== "string"
    ? "what its design declares has no context"
    : !Number.isSafeInteger(header.seed)
    ? "it names no seed"
    : [header.profile, header.host, header.design].some((name) => typeof name !== "string")
    ? "it names no profile, host or design"
    : !isGeometry(header.geometry)
    ? "it has no geometry"
    : "";
  if (wrong) throw new SyntaxError(`Cannot open log: its header is not right: ${wrong}`);
  return { ...header, format: FORMAT };
}

function isFormat(format: number): boolean {
  return Number.isInteger(format) && format >= 1 && format <= FORMAT;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function isActor(actor: LogHeader["actors"][number]): boolean {
  return isObject(actor) && typeof actor.name === "string" && Number.isInteger(actor.cpu);
}

function isZone(zone: Zone): boolean {
  return isObject(zone) && typeof zone.name === "string" &&
    [zone.start, zone.frames, zone.node ?? 0].every(Number.isInteger);
}

// Only the shape: which sizes make a world is for `core/state/geometry.ts` to say.
function isGeometry(geometry: Geometry): boolean {
  if (!isObject(geometry)) return false;
  const { zones, timed, chunkOrder, ring, nodes, arraySpan, device } = geometry;
  const isSizeOrNone = (size?: number): boolean => size === undefined || Number.isInteger(size);
  return Array.isArray(zones) && zones.every(isZone) && typeof timed === "boolean" &&
    [chunkOrder, ring, nodes, arraySpan, device].every(isSizeOrNone) &&
    SIZES.every((size) => Number.isInteger(geometry[size]));
}
