/**
 * What the guest's tasks have in common: taking a page and giving one back, or waiting for the lock.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, free, lockToAllocate, lockToFree } from "../../decide/allocator.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { headOf, ownerList } from "../../state/lists.ts";
import { orderOfBlock } from "../../state/memory.ts";
import type { Sim } from "../sim.ts";

export const UNMOVABLE = 0, MOVABLE = 1;
export const PAGES_A_MIB = 256;

/** Blocks that the lane owns. */
export function ownedBy({ view }: Sim, lane: number): number {
  return view.listCount[ownerList(view, lane)];
}

/** The block that the lane has owned longest; NONE if it owns none. */
export function oldestOf({ view }: Sim, lane: number): number {
  return headOf(view, ownerList(view, lane));
}

/** Takes a page and writes it; waits if the lock is held. */
export function takeAndWrite(
  sim: Sim,
  lane: number,
  order: number,
  type: number,
  gfp: number,
): void {
  const lock = lockToAllocate(sim.machine, lane, order, type, gfp);
  if (isHeld(sim.view, lock)) return contend(sim.machine, lane, lock);
  const pfn = allocate(sim.machine, lane, order, type, gfp, true);
  if (pfn !== NONE) sim.machine.record(Kind.PageWritten, lane, pfn, 0, order);
}

/** Gives a block back; waits if the lock is held. */
export function giveBack(sim: Sim, lane: number, pfn: number): void {
  const order = orderOfBlock(sim.view.block[pfn]);
  const lock = lockToFree(sim.machine, lane, pfn, order);
  if (isHeld(sim.view, lock)) return contend(sim.machine, lane, lock);
  free(sim.machine, lane, pfn, order);
}
