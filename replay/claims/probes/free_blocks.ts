/**
 * How many free blocks of an order stand on the lists of all zones and types.
 * @module
 */
import { zoneList } from "../../../core/state/lists.ts";
import type { MemoryView } from "../../../core/state/memory.ts";

export function freeBlocks(view: MemoryView, order: number): number {
  const { zones, types, orders } = view.geometry;
  let blocks = 0;
  for (let zone = 0; order < orders && zone < zones.length; zone++) {
    for (let type = 0; type < types; type++) {
      blocks += view.listCount[zoneList(view, zone, order, type)];
    }
  }
  return blocks;
}
