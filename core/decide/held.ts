/**
 * Blocks that the balloon driver holds while a migration lasts: its list, and the list's lock.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { ownerList, tailOf } from "../state/lists.ts";
import { orderOfBlock } from "../state/memory.ts";
import { free, lockToFree } from "./allocator.ts";
import { contend, isHeld, lockIrqsave, unlockIrqrestore } from "./lock.ts";
import type { Machine } from "./machine.ts";

/** `free_page_list_lock` stands behind the zones' locks and the host's two. */
export const listLock = (machine: Machine): number => machine.memory.geometry.zones.length + 2;

/**
 * Gives back the block that `holder` put on its list last, under the list's lock, which stays taken.
 * @returns false if a lock was held: the lane waits
 */
export function returnNewest(machine: Machine, lane: number, holder: number): boolean {
  const view = machine.memory;
  const list = listLock(machine);
  if (view.lockHolder[list] !== lane + 1) {
    if (isHeld(view, list)) {
      contend(machine, lane, list);
      return false;
    }
    lockIrqsave(machine, lane, list);
  }
  const pfn = tailOf(view, ownerList(view, holder));
  const order = orderOfBlock(view.block[pfn]);
  const lock = lockToFree(machine, lane, pfn, order);
  if (isHeld(view, lock)) {
    contend(machine, lane, lock);
    return false;
  }
  machine.record(Kind.BlockReturned, lane, pfn, 0, order);
  free(machine, lane, pfn, order);
  return true;
}

/** Puts a block on the list of what is held. False if the list's lock is held: the lane waits. */
export function hold(machine: Machine, lane: number, pfn: number, order: number): boolean {
  const list = listLock(machine);
  if (isHeld(machine.memory, list)) {
    contend(machine, lane, list);
    return false;
  }
  const wereOn = lockIrqsave(machine, lane, list);
  machine.record(Kind.BlockHeld, lane, pfn, 0, order);
  unlockIrqrestore(machine, lane, list, wereOn);
  return true;
}
