/**
 * Watermarks: may this request take from this zone? (Linux, __zone_watermark_ok)
 * @module
 */
import { Gfp } from "../../events/gfp.ts";
import { NONE } from "../../events/log.ts";
import { headOf, zoneList } from "../state/lists.ts";
import type { MemoryView } from "../state/memory.ts";
import { Mark } from "../state/views.ts";

const TAKEN_TYPES = 3; // unmovable, movable, reclaimable

/**
 * True if the zone keeps more than its mark, and the reserve against this request, after giving a
 * block; and, above order 0, if it has a block at all.
 * @param mark `Mark.Low` or `Mark.Min`; only below low do urgent requests get their rebate
 * @param late free pages that the counter which is read does not count yet
 */
export function isAbove(
  view: MemoryView,
  zone: number,
  order: number,
  mark: number,
  gfp: number,
  late = 0,
): boolean {
  if (roomAbove(view, zone, order, mark, gfp) - late <= 0) return false;
  if (order === 0) return true;
  const types = Math.min(TAKEN_TYPES, view.geometry.types);
  for (let at = order; at < view.geometry.orders; at++) {
    for (let type = 0; type < types; type++) {
      if (headOf(view, zoneList(view, zone, at, type)) !== NONE) return true;
    }
  }
  return false;
}

/** The highest zone that a request may use: zones are DMA, DMA32, Normal, as far as there are any. */
function highestZone(view: MemoryView, gfp: number): number {
  const last = view.geometry.zones.length - 1;
  if (gfp & Gfp.Dma) return 0;
  return gfp & Gfp.Dma32 ? Math.min(1, last) : last;
}

/** Pages that a zone has above a mark and the reserve against this request, after giving a block. */
export function roomAbove(
  view: MemoryView,
  zone: number,
  order: number,
  mark: number,
  gfp: number,
): number {
  const zones = view.geometry.zones.length, request = highestZone(view, gfp);
  let pages = view.zoneMarks[zone * 4 + mark] + view.zoneMarks[zone * 4 + Mark.Boost];
  if (mark === Mark.Min) {
    if (gfp & Gfp.High) pages -= Math.trunc(pages / 2);
    // NoMemalloc takes the rebate for urgency away (Linux 4.17, gfp_to_alloc_flags).
    if ((gfp & (Gfp.Atomic | Gfp.NoMemalloc)) === Gfp.Atomic) pages -= Math.trunc(pages / 4);
  }
  const free = view.zoneFree[zone] - ((1 << order) - 1);
  return free - pages - view.zoneReserve[zone * zones + request];
}

/**
 * The zone that serves a request at a mark, highest zone first; NONE if none is above it.
 * @param late by zone, free pages that its counter does not count yet
 */
export function zoneFor(
  view: MemoryView,
  order: number,
  mark: number,
  gfp: number,
  late: Int32Array | null = null,
): number {
  for (let zone = highestZone(view, gfp); zone >= 0; zone--) {
    const pages = late === null ? 0 : late[zone];
    if (view.zoneManaged[zone] > 0 && isAbove(view, zone, order, mark, gfp, pages)) return zone;
  }
  return NONE;
}
