/**
 * Checks of what an event names. Numbers first; words are made only when a check fails.
 * @module
 */
import { NONE } from "../../../events/log.ts";
import { zoneOf } from "../lists.ts";
import type { Memory } from "../memory.ts";

/** Throws unless the block of `2 ** order` pages exists and is aligned. */
export function checkBlock(memory: Memory, pfn: number, order: number, event: number): void {
  const pages = 1 << order;
  if (
    pfn < 0 || pfn + pages > memory.frames || (pfn & (pages - 1)) !== 0 ||
    order >= memory.orders
  ) failBlock(memory, pfn, order, event);
}

/** Throws unless all pages of the run exist. */
export function checkRun(memory: Memory, pfn: number, count: number, event: number): void {
  if (pfn < 0 || count < 1 || pfn + count > memory.frames) {
    failRun(memory, pfn, count, event);
  }
}

/** Throws unless `value` is in 0 to `limit` - 1. */
export function checkNumber(what: string, value: number, limit: number, event: number): void {
  if (value < 0 || value >= limit) failNumber(what, value, limit, event);
}

/** The zone that a page lies in; throws if it lies in none. */
export function zoneAt(memory: Memory, pfn: number, event: number): number {
  const zone = zoneOf(memory, pfn);
  if (zone === NONE) failHole(pfn, event);
  return zone;
}

function failHole(pfn: number, event: number): never {
  throw new RangeError(`Cannot apply event ${event}: pfn ${pfn} lies in no zone`);
}

function failBlock(memory: Memory, pfn: number, order: number, event: number): never {
  throw new RangeError(
    `Cannot apply event ${event}: there is no block of order ${order} at pfn ${pfn} ` +
      `(${memory.geometry.frames} page frames, ${memory.geometry.orders} orders)`,
  );
}

function failRun(memory: Memory, pfn: number, count: number, event: number): never {
  throw new RangeError(
    `Cannot apply event ${event}: pages ${pfn} to ${pfn + count - 1} are not all within ` +
      `${memory.geometry.frames} page frames`,
  );
}

function failNumber(what: string, value: number, limit: number, event: number): never {
  throw new RangeError(`Cannot apply event ${event}: ${what} ${value} is not below ${limit}`);
}
