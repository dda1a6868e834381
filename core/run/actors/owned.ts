/**
 * Blocks that a lane owns, and giving one back.
 * @module
 */
import { free, lockToFree } from "../../decide/allocator.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { headOf, ownerList } from "../../state/lists.ts";
import { orderOfBlock } from "../../state/memory.ts";
import type { Sim } from "../sim.ts";

/** Blocks that the lane owns. */
export function ownedBy({ view }: Sim, lane: number): number {
  return view.listCount[ownerList(view, lane)];
}

/** The block that the lane has owned longest; NONE if it owns none. */
export function oldestOf({ view }: Sim, lane: number): number {
  return headOf(view, ownerList(view, lane));
}

/**
 * Gives a block back, its own or another lane's.
 * @returns false if the lock is held: the lane waits
 */
export function giveBack(sim: Sim, lane: number, pfn: number): boolean {
  const order = orderOfBlock(sim.view.block[pfn]);
  const lock = lockToFree(sim.machine, lane, pfn, order);
  if (isHeld(sim.view, lock)) {
    contend(sim.machine, lane, lock);
    return false;
  }
  free(sim.machine, lane, pfn, order);
  return true;
}
