/**
 * Invariants of pages and of the migration: bits, contents, pageblocks, the host's counter.
 * @module
 */
import { Bit, DISCARDED, type MemoryView } from "../memory.ts";
import { Phase, Status } from "../views.ts";
import { NONE } from "../../../events/log.ts";
import type { Say } from "./lists.ts";

export function checkPages(view: MemoryView, say: Say): void {
  const { bits, content, arrived, frames, geometry, status } = view;
  // Without times the numbers of events are ranks, and have no end.
  const last = geometry.timed ? status[Status.Events] : Infinity;
  const isContent = (value: number): boolean =>
    value >= 0 ? value <= last : value >= DISCARDED && value !== NONE;
  let dirty = 0;
  for (let page = 0; page < frames; page++) {
    const set = bits[page];
    dirty += set & Bit.Migrate; // the bit is 1
    if ((set & (Bit.Hinted | Bit.Stale)) === Bit.Stale) {
      say(`Pfn ${page} is stale and not hinted`);
    }
    // With rings it stands for a page that was left unprotected.
    if ((set & (Bit.Seen | Bit.Log)) === Bit.Seen && !view.geometry.ring) {
      say(`Pfn ${page} was seen in the dirty log and is not in it`);
    }
    if (!isContent(content[page])) {
      say(`Pfn ${page} holds ${content[page]}: no event of ${last} wrote it`);
    }
    if (!isContent(arrived[page])) {
      say(`Pfn ${page} holds ${arrived[page]} at the destination: no event of ${last} wrote it`);
    }
  }
  for (let page = frames; page < bits.length; page++) {
    if (bits[page] !== 0) say(`Behind the last page ${bits[page]} stands in the bits of ${page}`);
  }
  const { blockType } = view;
  for (let at = 0; at < blockType.length; at++) {
    if (blockType[at] >= geometry.types) {
      say(`The pageblock at pfn ${at << geometry.pageblockOrder} has type ${blockType[at]}`);
    }
  }
  const phase = status[Status.Phase];
  if (phase < Phase.None || phase > Phase.Postcopy) say(`The migration is in phase ${phase}`);
  if (phase !== Phase.None && status[Status.Dirty] !== dirty) {
    say(`The host counts ${status[Status.Dirty]} pages to be sent: ${dirty} bits are set`);
  }
  const cursor = status[Status.Cursor];
  if (cursor < 0 || cursor > frames) say(`The sender looks at pfn ${cursor} of ${frames}`);
}
