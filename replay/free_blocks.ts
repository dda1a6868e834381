/**
 * Free memory as the kernel counts it: by its own counters, which a faulty log may make wrong.
 * @module
 */
import { zoneList } from "../core/state/lists.ts";
import type { MemoryView } from "../core/state/memory.ts";

/** Free blocks of each order in a zone, all migratetypes (nr_free). */
export function freeByOrder(view: MemoryView, zone: number): number[] {
  const { orders, types } = view.geometry;
  return Array.from({ length: orders }, (_, order) => {
    let blocks = 0;
    for (let type = 0; type < types; type++) {
      blocks += view.listCount[zoneList(view, zone, order, type)];
    }
    return blocks;
  });
}

/** Pages on the per-cpu lists of a zone, all cpus. */
export function percpuPagesOf(view: MemoryView, zone: number): number {
  const { cpus } = view.geometry;
  let pages = 0;
  for (let cpu = 0; cpu < cpus; cpu++) pages += view.percpuPages[zone * cpus + cpu];
  return pages;
}
