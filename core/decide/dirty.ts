/**
 * What the sender looks at: the next page to send, and how many like it follow.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { NONE } from "../../events/log.ts";
import { Bit, DISCARDED, type MemoryView, ZEROS } from "../state/memory.ts";
import type { Machine } from "./machine.ts";
import { Status } from "../state/views.ts";

/**
 * The first page from `cursor` on whose bit is set, going round once; NONE if there is none.
 * @param counts false where the counter of set bits may be wrong: only the bits tell
 */
export function nextDirty(view: MemoryView, cursor: number, counts = true): number {
  if (counts && view.status[Status.Dirty] <= 0) return NONE;
  const { bits } = view;
  const frames = view.geometry.frames;
  for (let page = cursor; page < frames; page++) if (bits[page] & Bit.Migrate) return page;
  for (let page = 0; page < cursor; page++) if (bits[page] & Bit.Migrate) return page;
  return NONE;
}

/** True if a page so filled is sent as a zero page. */
export const isZero = (content: number): boolean => content === ZEROS || content === DISCARDED;

/** True if the page's chunk of the log has to be cleared before the page is sent, or skipped. */
export function chunkDueAt({ chunkDue, geometry }: MemoryView, pfn: number): boolean {
  return chunkDue.length > 0 && chunkDue[pfn >> geometry.chunkOrder!] !== 0;
}

/** Clears the log of a page's whole chunk. */
export function clearChunk(machine: Machine, lane: number, pfn: number): void {
  const { geometry, frames } = machine.memory;
  const order = geometry.chunkOrder!, first = (pfn >> order) << order;
  const spilt = machine.host.clearsInRange ? 0 : 1;
  machine.record(Kind.ChunkCleared, lane, first, Math.min(1 << order, frames - first), spilt);
}

/** Pages from `pfn` on that are all to be sent, and are all zero or all not; at most `limit`. */
export function runOf(view: MemoryView, pfn: number, limit: number): number {
  const { bits, content } = view;
  const zero = isZero(content[pfn]);
  const end = Math.min(view.geometry.frames, pfn + limit);
  let page = pfn + 1;
  while (page < end && bits[page] & Bit.Migrate && isZero(content[page]) === zero) page++;
  return page - pfn;
}
