/**
 * What designs are compared by, in the rows of a sweep: what is sent, how long it takes, and what the guest
 * notices of it.
 * @module
 */
import { columnAt } from "./columns.ts";
import type { SweepResult } from "./engine.ts";
import type { Plan } from "./plan.ts";

/** The figures of a row. */
export type Row = readonly (number | null)[];

const at = (name: string): (row: Row) => number => {
  const column = columnAt(name);
  return (row) => row[column] ?? 0;
};

/** Bytes on the wire. */
export const sentBytes = at("bytes");
/** From the begin of the migration to the switch-over. */
export const totalNs = at("totalNs");
export const lostPages = at("lostPages");
const freePagesMin = at("freePagesMin"), freePagesAtBegin = at("freePagesAtBegin");
const failed = at("allocationsFailed"), slowed = at("allocationsSlowed");

/** Memory that was left free at the lowest, as a share of what was free when the migration began. */
export function freeLeft(row: Row): number {
  const begin = freePagesAtBegin(row);
  return begin === 0 ? 1 : freePagesMin(row) / begin;
}

/** Allocations of the guest that failed or were slowed. */
export const allocationsHurt = (row: Row): number => failed(row) + slowed(row);

/** The guest is disturbed less by the first: fewer allocations hurt, or as many and more memory left. */
export function disturbsLess(a: Row, b: Row): number {
  return allocationsHurt(a) - allocationsHurt(b) || freeLeft(b) - freeLeft(a);
}

/** The design that others are held against. */
export const BASELINE = "none";

/** The runs that differ in nothing but the design: by design, its row; null for one that failed. */
export interface Rivals {
  readonly combination: number;
  readonly seed: number;
  readonly rows: readonly (Row | null)[];
}

/** Goes over a finished sweep: of each combination and seed the rows of all designs. */
export function* rivalsOf(
  plan: Plan,
  resultOf: (index: number) => SweepResult,
): Generator<Rivals> {
  let rows: (Row | null)[] = [];
  for (const index of plan.indexes()) {
    const { failure, figures } = resultOf(index);
    rows.push(failure === "" ? figures : null);
    if (rows.length < plan.designs.length) continue;
    yield { combination: plan.combinationOf(index), seed: plan.seedOf(index), rows };
    rows = [];
  }
}

/** What a design saves of what the baseline sends; undefined if either is not known. */
export function savingOf({ rows }: Rivals, design: number, baseline: number): number | undefined {
  const own = rows[design], other = rows[baseline];
  if (!own || !other || sentBytes(other) === 0) return undefined;
  return 1 - sentBytes(own) / sentBytes(other);
}
