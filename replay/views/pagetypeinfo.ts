/**
 * The view `pagetypeinfo`: free blocks by zone, migratetype and order, and pageblocks by type, as the
 * kernel's /proc/pagetypeinfo prints them (mm/vmstat.c; format: domain facts, D10).
 *
 * JSON: `zones[]`: `name`, `node`, `types[]` (`type`, `free[]`: blocks by order), `pageblocks[]` by type.
 * @module
 */
import type { MemoryView } from "../../core/state/memory.ts";
import { zoneList } from "../../core/state/lists.ts";
import { tellsNoLists } from "../known_pages.ts";
import type { View } from "./view.ts";

const NAMES = ["Unmovable", "Movable", "Reclaimable", "HighAtomic"];

/** The kernel's names; one built without CMA has no type for it. */
function typeNames(types: number): readonly string[] {
  const names = types > 5 ? [...NAMES, "CMA", "Isolate"] : [...NAMES, "Isolate"];
  return Array.from({ length: types }, (_, type) => names[type] ?? `type ${type}`);
}

function zonesOf(view: MemoryView) {
  const { zones, orders, types, pageblockOrder } = view.geometry;
  const names = typeNames(types);
  return zones.map(({ name, node = 0, start, frames }, zone) => {
    const pageblocks = new Array<number>(types).fill(0);
    const last = (start + frames - 1) >> pageblockOrder;
    for (let at = start >> pageblockOrder; at <= last; at++) pageblocks[view.blockType[at]]++;
    return {
      name,
      node,
      types: names.map((type, number) => ({
        type,
        free: Array.from(
          { length: orders },
          (_, order) => view.listCount[zoneList(view, zone, order, number)],
        ),
      })),
      pageblocks,
    };
  });
}

function textOf(view: MemoryView, zones: ReturnType<typeof zonesOf>): string {
  const { orders, pageblockOrder, types } = view.geometry;
  const numbers = Array.from({ length: orders }, (_, order) => `${String(order).padStart(6)} `);
  return [
    `Page block order: ${pageblockOrder}`,
    `Pages per block:  ${1 << pageblockOrder}`,
    "",
    `${"Free pages count per migrate type at order".padEnd(43)} ${numbers.join("")}`,
    ...zones.flatMap(({ name, node, types }) =>
      types.map(({ type, free }) =>
        `Node ${String(node).padStart(4)}, zone ${name.padStart(8)}, type ${type.padStart(12)} ` +
        free.map((blocks) => `${String(blocks).padStart(6)} `).join("")
      )
    ),
    "",
    `${"Number of blocks type".padEnd(23)}` +
    typeNames(types).map((type) => `${type.padStart(12)} `).join(""),
    ...zones.map(({ name, node, pageblocks }) =>
      `Node ${node}, zone ${name.padStart(8)} ` +
      pageblocks.map((blocks) => `${String(blocks).padStart(12)} `).join("")
    ),
  ].join("\n");
}

export const pagetypeinfo: View = {
  name: "pagetypeinfo",
  sentence: "free blocks by type, pageblocks by type, as /proc/pagetypeinfo prints them",
  begin: ({ memory }) => ({
    show() {
      const zones = zonesOf(memory);
      const text = textOf(memory, zones);
      const why = "\n(the log tells no lists: see --show summary)";
      return { json: { zones }, text: tellsNoLists(memory) ? text + why : text };
    },
  }),
};
