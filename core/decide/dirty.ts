/**
 * What the sender looks at: the next page to send, and how many like it follow.
 * @module
 */
import { NONE } from "../../events/log.ts";
import { Bit, type MemoryView } from "../state/memory.ts";
import { Status } from "../state/views.ts";

/** The first page from `cursor` on whose bit is set, going round once; NONE if there is none. */
export function nextDirty(view: MemoryView, cursor: number): number {
  if (view.status[Status.Dirty] <= 0) return NONE;
  const { bits } = view;
  const frames = view.geometry.frames;
  for (let page = cursor; page < frames; page++) if (bits[page] & Bit.Migrate) return page;
  for (let page = 0; page < cursor; page++) if (bits[page] & Bit.Migrate) return page;
  return NONE;
}

/** Pages from `pfn` on that are all to be sent, and are all zero or all not; at most `limit`. */
export function runOf(view: MemoryView, pfn: number, limit: number): number {
  const { bits, content } = view;
  const zero = content[pfn] === 0;
  const end = Math.min(view.geometry.frames, pfn + limit);
  let page = pfn + 1;
  while (page < end && bits[page] & Bit.Migrate && (content[page] === 0) === zero) page++;
  return page - pfn;
}
