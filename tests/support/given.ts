/**
 * A small `Memory` from lines of events, so that a test reads as given, when, then:
 *
 * ```text
 * block-on-list    pfn=0 order=3 list=movable
 * page-allocated   actor=1 cpu=1 pfn=4 order=1 type=movable owned=1
 * ```
 * @module
 */
import { TYPES } from "../../events/kinds.ts";
import { EventLog } from "../../events/log.ts";
import { parseEvent } from "../../events/text.ts";
import { apply } from "../../core/state/apply.ts";
import type { Geometry } from "../../core/state/geometry.ts";
import { after, headOf, zoneList } from "../../core/state/lists.ts";
import { Memory } from "../../core/state/memory.ts";
import { Status } from "../../core/state/views.ts";

/** Two zones of 16 and 24 pages, orders 0 to 3, pageblocks of 4 pages, 2 cpus, 3 lanes that own. */
export const GEOMETRY: Geometry = {
  frames: 40,
  zones: [{ name: "DMA", start: 0, frames: 16 }, { name: "Normal", start: 16, frames: 24 }],
  orders: 4,
  pageblockOrder: 2,
  types: 6,
  cpus: 2,
  percpuLists: 3,
  lanes: 4,
  owners: 3,
  locks: 1,
  queue: 4,
  array: 8,
  timed: true,
};

/** Appends one event, written as text; lanes go by their numbers. */
export function append(log: EventLog, line: string): void {
  const event = parseEvent(line, []);
  if (event !== null) log.append(event.head, event.pfn, event.value, event.gap);
}

/** Applies lines of events to a memory, numbered after those it has seen. */
export function when(memory: Memory, text: string): Memory {
  const log = new EventLog();
  for (const line of text.split("\n")) append(log, line);
  const seen = memory.status[Status.Events];
  for (let index = 0; index < log.length; index++) {
    apply(memory, log.words, index, seen + index + 1);
  }
  return memory;
}

/** A memory of the small geometry, or a change of it, after lines of events. */
export function given(text: string, change: Partial<Geometry> = {}): Memory {
  return when(new Memory({ ...GEOMETRY, ...change }), text);
}

/** The blocks of a list, from its head. */
export function blocksOf(memory: Memory, list: number): number[] {
  const pfns: number[] = [];
  for (let pfn = headOf(memory, list); pfn >= 0; pfn = after(memory, pfn)) pfns.push(pfn);
  return pfns;
}

/** Every zone list that is not empty: `DMA 3 movable: 0 8; Normal 2 unmovable: 16`. */
export function freeLists(memory: Memory): string {
  const { zones, orders, types } = memory.geometry;
  const found: string[] = [];
  zones.forEach(({ name }, zone) => {
    for (let order = 0; order < orders; order++) {
      for (let type = 0; type < types; type++) {
        const pfns = blocksOf(memory, zoneList(memory, zone, order, type));
        if (pfns.length > 0) found.push(`${name} ${order} ${TYPES[type]}: ${pfns.join(" ")}`);
      }
    }
  });
  return found.join("; ");
}
