/**
 * Watermarks: may this request take from this zone? (Linux, __zone_watermark_ok)
 *
 * A request reaches from its cpu's node: that node's zones from the highest down, then the other nodes'
 * (Linux since 4.14, the zonelists are ordered by node). The Movable zone is for movable pages only.
 * @module
 */
import { Gfp } from "../../events/gfp.ts";
import { NONE } from "../../events/log.ts";
import { headOf, zoneList } from "../state/lists.ts";
import type { MemoryView } from "../state/memory.ts";
import { Mark } from "../state/views.ts";

const TAKEN_TYPES = 3; // unmovable, movable, reclaimable
const MOVABLE = 1;

/** Whence a request reaches: the node of its cpu, and whether its pages are movable. */
export const REACH_MOVABLE = 16;
const NODE = REACH_MOVABLE - 1;

/** The reach of a request for pages of a type, made on a cpu; cpus are shared out among nodes in runs. */
export function reachOf(view: MemoryView, cpu: number, type: number): number {
  const node = view.memoryNodes === 1 || cpu >= view.cpus
    ? 0
    : Math.trunc((cpu * view.memoryNodes) / view.cpus);
  return type === MOVABLE ? node | REACH_MOVABLE : node;
}

/** The node that a reach begins from. */
export const nodeOfReach = (reach: number): number => reach & NODE;

/**
 * True if the zone keeps more than its mark, and the reserve against this request, after giving a
 * block; and, above order 0, if it has a block at all.
 * @param mark `Mark.Low` or `Mark.Min`; only below low do urgent requests get their rebate
 * @param late free pages that the counter which is read does not count yet
 * @param reach whence the request reaches: see `reachOf`
 */
export function isAbove(
  view: MemoryView,
  zone: number,
  order: number,
  mark: number,
  gfp: number,
  late = 0,
  reach = 0,
): boolean {
  if (roomAbove(view, zone, order, mark, gfp, reach) - late <= 0) return false;
  if (order === 0) return true;
  const types = Math.min(TAKEN_TYPES, view.geometry.types);
  for (let at = order; at < view.geometry.orders; at++) {
    for (let type = 0; type < types; type++) {
      if (headOf(view, zoneList(view, zone, at, type)) !== NONE) return true;
    }
  }
  return false;
}

/** The highest zone that a request may use: zones are DMA, DMA32, Normal, Movable, as far as there are any. */
function highestZone(view: MemoryView, gfp: number, reach: number): number {
  let last = view.geometry.zones.length - 1;
  if (gfp & Gfp.Dma) return 0;
  if (gfp & Gfp.Dma32) return Math.min(1, last);
  if ((reach & REACH_MOVABLE) === 0) { while (isMovable(view, last)) last--; }
  return last;
}

const isMovable = (view: MemoryView, zone: number): boolean =>
  zone >= 0 && ((view.movableZones >>> zone) & 1) !== 0;

/** Pages that a zone has above a mark and the reserve against this request, after giving a block. */
export function roomAbove(
  view: MemoryView,
  zone: number,
  order: number,
  mark: number,
  gfp: number,
  reach = 0,
): number {
  const zones = view.geometry.zones.length, request = highestZone(view, gfp, reach);
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
 * The zone that serves a request at a mark: the nearest node's highest zone that is above it; NONE if
 * none is.
 * @param late by zone, free pages that its counter does not count yet
 * @param reach whence the request reaches: see `reachOf`
 */
export function zoneFor(
  view: MemoryView,
  order: number,
  mark: number,
  gfp: number,
  late: Int32Array | null = null,
  reach = 0,
): number {
  const highest = highestZone(view, gfp, reach), nodes = view.memoryNodes;
  const far = gfp & Gfp.ThisNode ? 1 : nodes;
  for (let step = 0; step < far; step++) {
    const node = (nodeOfReach(reach) + step) % nodes;
    for (let zone = highest; zone >= 0; zone--) {
      if (view.zoneNode[zone] !== node || view.zoneManaged[zone] === 0) continue;
      if ((reach & REACH_MOVABLE) === 0 && isMovable(view, zone)) continue;
      const pages = late === null ? 0 : late[zone];
      if (isAbove(view, zone, order, mark, gfp, pages, reach)) return zone;
    }
  }
  return NONE;
}
