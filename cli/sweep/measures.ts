/**
 * What designs are compared by, in the rows of a sweep: what is sent, how long it takes, and what the guest
 * notices of it.
 * @module
 */
import { columnAt } from "./columns.ts";
import type { Rivals } from "./runs.ts";

/** The figures of a row. */
export type Row = readonly (number | null)[];

const used: string[] = [];
/** Names of the figures that are looked at here. */
export const figuresUsed: readonly string[] = used;

const at = (name: string): (row: Row) => number => {
  const column = columnAt(name);
  used.push(name);
  return (row) => row[column] ?? 0;
};

/** Bytes on the wire. */
export const sentBytes = at("bytes");
/** From the begin of the migration to the switch-over. */
export const totalNs = at("totalNs");
export const lostPages = at("lostPages");
const freePagesMin = at("freePagesMin"), freePagesAtBegin = at("freePagesAtBegin");
const failed = at("allocationsFailed"), slowed = at("allocationsSlowed");
/** The longest that a lock of the allocator was held, in ns of model time. */
export const lockHoldNs = at("lockHoldNsMax");

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

/** What two runs differ in, as a share of the baseline's; undefined if either is not known. */
const lessBy = (figure: (row: Row) => number) =>
(
  { rows }: Rivals,
  design: number,
  baseline: number,
): number | undefined => {
  const own = rows[design], other = rows[baseline];
  if (!own || !other || figure(other) === 0) return undefined;
  return 1 - figure(own) / figure(other);
};

/** What a design saves of the bytes that the baseline sends; undefined if either is not known. */
export const savingOf = lessBy(sentBytes);
/** The same of the time. */
export const timeSavingOf = lessBy(totalNs);
