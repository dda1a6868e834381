/**
 * What the guest's tasks have in common: taking a page, with the reclaim that it may need.
 * @module
 */
import { Gfp } from "../../../events/gfp.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, lockToAllocate } from "../../decide/allocator.ts";
import { write } from "../../decide/contents.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { reachOf, zoneFor } from "../../decide/watermark.ts";
import { Mark } from "../../state/views.ts";
import type { Sim } from "../sim.ts";
import { cachePages, lastResort, reclaimDirectly, shrinkable } from "./reclaim.ts";

export { giveBack, oldestOf, ownedBy } from "./owned.ts";
export const UNMOVABLE = 0, MOVABLE = 1;
export const PAGES_A_MIB = 256;

/** Takes a page and writes it; waits if the lock is held, reclaims if it must and may. */
export function takeAndWrite(
  sim: Sim,
  lane: number,
  order: number,
  type: number,
  gfp: number,
): void {
  const pfn = take(sim, lane, order, type, gfp);
  if (pfn !== NONE) write(sim.machine, lane, pfn, order);
}

/** The same without the write. Returns NONE if there is none, or the lane waits. */
export function take(sim: Sim, lane: number, order: number, type: number, gfp: number): number {
  const { machine, view } = sim;
  if (mustReclaim(sim, lane, order, type, gfp) && !reclaimDirectly(sim, lane)) return NONE;
  const lock = lockToAllocate(machine, lane, order, type, gfp);
  if (isHeld(view, lock)) {
    contend(machine, lane, lock);
    return NONE;
  }
  return allocate(machine, lane, order, type, gfp, true);
}

/** No zone is above its min mark, and there is something to reclaim. */
function mustReclaim(
  sim: Sim,
  lane: number,
  order: number,
  type: number,
  gfp: number,
): boolean {
  if ((gfp & Gfp.Direct) === 0) return false;
  if (shrinkable(sim) + cachePages(sim) + lastResort(sim) === 0) return false;
  const reach = reachOf(sim.view, sim.machine.cpus[lane], type);
  return zoneFor(sim.view, order, Mark.Low, gfp, null, reach) === NONE &&
    zoneFor(sim.view, order, Mark.Min, gfp, null, reach) === NONE;
}
