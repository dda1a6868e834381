/**
 * The view `buddyinfo`: free blocks by zone and order, as the kernel's /proc/buddyinfo prints them.
 *
 * JSON: `zones[]`: `name`, `node`, `free[]`: blocks by order.
 * @module
 */
import { freeByOrder } from "../free_blocks.ts";
import { tellsNoLists } from "../known_pages.ts";
import type { View } from "./view.ts";

export const buddyinfo: View = {
  name: "buddyinfo",
  sentence: "free blocks by zone and order, as /proc/buddyinfo prints them",
  begin: ({ memory }) => ({
    show() {
      const zones = memory.geometry.zones.map(({ name, node = 0 }, zone) => ({
        name,
        node,
        free: freeByOrder(memory, zone),
      }));
      // mm/vmstat.c, frag_show_print: "Node %d, zone %8s " and "%6lu " an order
      const lines = zones.map(({ name, node, free }) =>
        `Node ${node}, zone ${name.padStart(8)} ` +
        free.map((blocks) => `${String(blocks).padStart(6)} `).join("")
      );
      if (tellsNoLists(memory)) lines.push("(the log tells no lists: see --show summary)");
      return { json: { zones }, text: lines.join("\n") };
    },
  }),
};
