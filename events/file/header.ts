/**
 * The header of a log file: geometry, actors, and what the log was made from. JSON with sorted keys,
 * so that equal headers are equal bytes.
 * @module
 */

import type { Geometry } from "../geometry.ts";

/** The version of the file form that this program writes. */
export const FORMAT = 1;

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
}

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
 * Reads a header's bytes.
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
 * Returns a value if it has the shape of a header.
 * @throws SyntaxError that names what is missing
 */
export function checkHeader(value: unknown): LogHeader {
  const header = value as LogHeader;
  const isList = (list: unknown): boolean => Array.isArray(list);
  const wrong = typeof header !== "object" || header === null
    ? "it is no object"
    : header.format !== FORMAT
    ? `its format is ${JSON.stringify(header.format)}, not ${FORMAT}`
    : header.clock !== "ns" && header.clock !== "counter"
    ? "it names no clock"
    : !isList(header.actors) ||
        header.actors.some(({ name, cpu }) => typeof name !== "string" || !Number.isInteger(cpu))
    ? "it lists no actors"
    : !isList(header.tasks)
    ? "it lists no tasks"
    : [header.profile, header.host, header.design].some((name) => typeof name !== "string")
    ? "it names no profile, host or design"
    : !isGeometry(header.geometry)
    ? "it has no geometry"
    : "";
  if (wrong) throw new SyntaxError(`Cannot open log: its header is not right: ${wrong}`);
  return header;
}

function isGeometry(geometry: Geometry): boolean {
  if (typeof geometry !== "object" || geometry === null) return false;
  const { zones, timed, ...numbers } = geometry;
  return Array.isArray(zones) && typeof timed === "boolean" &&
    Object.values(numbers).every((number) => Number.isInteger(number));
}
