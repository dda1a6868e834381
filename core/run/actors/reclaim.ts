/**
 * Reclaim under memory pressure: how many pages the balloon's shrinker is asked for, and one such call.
 *
 * Linux, mm/vmscan.c, do_shrink_slab (6.1): at priority p a shrinker with the default seeks is asked for
 * twice its pages >> p; calls are made while that is 128 pages or more, or all that it has,
 * each for 128. The balloon's shrinker rounds up to whole blocks and gives back those held last
 * (drivers/virtio/virtio_balloon.c, virtio_balloon_shrinker_scan).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { listLock, returnNewest } from "../../decide/held.ts";
import { contend, isHeld, unlockIrqrestore } from "../../decide/lock.ts";
import { headOf, ownerList } from "../../state/lists.ts";
import { orderOfBlock } from "../../state/memory.ts";
import type { Sim } from "../sim.ts";
import { giveBack, oldestOf } from "./owned.ts";

export const PRIORITY_FIRST = 12; // DEF_PRIORITY
export const CALL_PAGES = 128; // SHRINK_BATCH
export const OOM_PAGES = 256;
const RECLAIM_PAGES = 32; // SWAP_CLUSTER_MAX

/** Blocks that the balloon driver holds. */
const held = ({ view, settings }: Sim): number =>
  settings.balloonLane === 0 ? 0 : view.listCount[ownerList(view, settings.balloonLane)];

/** The order of what the balloon driver holds: all its blocks are alike. */
function heldOrder({ view, settings }: Sim): number {
  const head = headOf(view, ownerList(view, settings.balloonLane));
  return head === NONE ? 0 : orderOfBlock(view.block[head]);
}

const isShrunk = ({ design }: Sim): boolean =>
  design.pressure === "shrinker" || design.deflatesInShrinker;

/** Pages that the shrinker could give back, by its count. */
export function shrinkable(sim: Sim): number {
  if (!isShrunk(sim)) return 0;
  const blocks = held(sim), order = heldOrder(sim);
  return sim.design.miscountsBlocks ? blocks >> order : blocks << order;
}

/** Pages that come back when memory is out. */
export const lastResort = (sim: Sim): number =>
  sim.design.pressure === "out of memory" && !isShrunk(sim) ? held(sim) << heldOrder(sim) : 0;

/** Pages to scan at a priority. What earlier turns deferred counts for nothing at high priorities. */
export function scanOf(pages: number, priority: number): number {
  return 2 * (pages >> priority);
}

/**
 * One call of the shrinker: whole blocks go back, as many as make the pages that it is asked for.
 * @returns false if the list's lock is held: the lane waits
 */
export function shrink(sim: Sim, lane: number): boolean {
  const { machine, view, settings } = sim;
  const list = listLock(machine);
  if (view.lockHolder[list] !== lane + 1) {
    if (isHeld(view, list)) {
      contend(machine, lane, list);
      return false;
    }
    machine.record(Kind.ShrinkerCalled, lane, 0, CALL_PAGES);
  }
  for (let pages = 0; pages < CALL_PAGES && held(sim) > 0; pages += 1 << heldOrder(sim)) {
    if (!returnNewest(machine, lane, settings.balloonLane)) return false;
  }
  unlockIrqrestore(machine, lane, list);
  return true;
}

/**
 * A request that finds no zone above its min mark, and may reclaim, does so itself: from priority 12
 * down until 32 pages of the cache have gone. Blocks of the balloon do not count as reclaimed, so
 * without cache it goes to the end, and all of them have gone by then (measured: 96 of 96 at once).
 * @returns false if a lock is held: the lane waits, and begins again
 */
export function reclaimDirectly(sim: Sim, lane: number): boolean {
  const { machine, view } = sim;
  const list = listLock(machine);
  if (isHeld(view, list)) {
    contend(machine, lane, list);
    return false;
  }
  for (let zone = 0; zone < view.geometry.zones.length; zone++) {
    if (!isHeld(view, zone)) continue;
    contend(machine, lane, zone);
    return false;
  }
  machine.record(Kind.DirectReclaimBegan, lane, 0, 0);
  let reclaimed = 0;
  for (let priority = PRIORITY_FIRST; priority >= 0 && reclaimed < RECLAIM_PAGES; priority--) {
    machine.spend(machine.costs.reclaim);
    for (let left = Math.min(RECLAIM_PAGES, cachePages(sim) >> priority); left > 0; left--) {
      giveBack(sim, lane, oldestOf(sim, cacheLane(sim)));
      reclaimed++;
    }
    const pages = shrinkable(sim);
    let scan = scanOf(pages, priority);
    while (shrinkable(sim) > 0 && (scan >= CALL_PAGES || scan >= pages) && shrink(sim, lane)) {
      scan -= CALL_PAGES;
    }
  }
  machine.record(Kind.DirectReclaimEnded, lane, 0, 0);
  if (reclaimed === 0 && lastResort(sim) > 0) return askLast(sim, lane);
  return true;
}

/**
 * Out of memory: the balloon's notifier gives back 256 pages (drivers/virtio/virtio_balloon.c,
 * virtio_balloon_oom_notify; oom_pages), and nothing is killed.
 */
function askLast(sim: Sim, lane: number): boolean {
  const { machine, settings } = sim;
  machine.record(Kind.OutOfMemory, lane, 0, 0);
  for (let pages = 0; pages < OOM_PAGES && held(sim) > 0; pages += 1 << heldOrder(sim)) {
    if (!returnNewest(machine, lane, settings.balloonLane)) return false;
  }
  unlockIrqrestore(machine, lane, listLock(machine));
  return true;
}

/** The lane with most of the page cache; NONE if there is none. */
export function cacheLane({ view, settings }: Sim): number {
  let most = NONE;
  for (const lane of settings.cacheLanes) {
    const pages = view.listCount[ownerList(view, lane)];
    if (pages > 0 && (most === NONE || pages > view.listCount[ownerList(view, most)])) most = lane;
  }
  return most;
}

/** Pages of the page cache. */
export function cachePages({ view, settings }: Sim): number {
  let pages = 0;
  for (const lane of settings.cacheLanes) pages += view.listCount[ownerList(view, lane)];
  return pages;
}
