/**
 * The lists of free blocks as they stand, as the kernel counts them: by zone, and by zone and cpu.
 * @module
 */
import { TYPES } from "../../../events/kinds.ts";
import { zoneName } from "../../../core/state/geometry.ts";
import { percpuOrder, zoneList } from "../../../core/state/lists.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { FreeList } from "../protocol.ts";

/** Types that have per-cpu lists of their own: the others share the movable one. */
const PERCPU_TYPES = 3;

/** All lists: the zones', then each cpu's. */
export function freeLists(view: MemoryView): FreeList[] {
  const zones = view.geometry.zones.map((_, zone) => zone);
  const cpus = Array.from({ length: view.percpuLists > 0 ? view.cpus : 0 }, (_, cpu) => cpu);
  return [
    ...zones.map((zone) => zoneLists(view, zone)),
    ...zones.flatMap((zone) => cpus.map((cpu) => cpuLists(view, zone, cpu))),
  ];
}

function zoneLists(view: MemoryView, zone: number): FreeList {
  const { orders, types } = view;
  const columns = Array.from({ length: types }, (_, type) => TYPES[type] ?? `type ${type}`);
  return {
    where: zoneName(view.geometry, zone),
    columns,
    rows: Array.from({ length: orders }, (_, order) => ({
      name: `order ${order}`,
      blocks: columns.map((_, type) => view.listCount[zoneList(view, zone, order, type)]),
    })),
  };
}

function cpuLists(view: MemoryView, zone: number, cpu: number): FreeList {
  const { percpuLists } = view;
  const first = view.percpuBase + (zone * view.cpus + cpu) * percpuLists;
  const rows: { name: string; blocks: number[] }[] = [];
  for (let index = 0; index < percpuLists; index++) {
    const name = `order ${percpuOrder(index)}`;
    const last = rows[rows.length - 1];
    if (last?.name === name) last.blocks.push(view.listCount[first + index]);
    else rows.push({ name, blocks: [view.listCount[first + index]] });
  }
  const columns = TYPES.slice(0, PERCPU_TYPES);
  for (const { blocks } of rows) while (blocks.length < columns.length) blocks.push(0);
  return { where: `${zoneName(view.geometry, zone)} cpu ${cpu}`, columns: [...columns], rows };
}
