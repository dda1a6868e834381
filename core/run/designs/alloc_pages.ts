/**
 * Mails 7 and 8 of the thread: no interface at all. Blocks are asked for with alloc_pages() and exactly
 * these flags, one query says how many blocks of that order are left, so as not to take them all, and
 * what was got is hinted, since who owns a page knows that nobody else uses it.
 *
 * None of the flags lets a request reclaim, wake kswapd or reach the OOM killer: it simply gets nothing
 * once the min mark is near. `__GFP_THISNODE` keeps it on the node of the worker's cpu.
 * Blocks are hinted, held and returned as by the driver that was merged two months later.
 * @module
 */
import { Gfp, GFP_HINT } from "../../../events/gfp.ts";
import { mergedDriver } from "./_driver.ts";
import type { Design } from "./design.ts";

export const allocPages: Design = mergedDriver(
  "alloc-pages",
  "alloc_pages() and a count of what is left (June 2018, mails 7 and 8)",
  { idByReference: false },
  { gfp: GFP_HINT | Gfp.ThisNode, counts: true },
);
