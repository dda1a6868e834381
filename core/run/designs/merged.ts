/**
 * The design that was merged (Linux 4.20, commit 86a559787e6f), in outline: free blocks are
 * allocated, hinted one descriptor each, held, and given back when the migration is done.
 *
 * Order of steps and flags are the driver's; what it does when its queue is full (give the block
 * straight back, over and over) is simplified to waiting for a descriptor.
 * @module
 */
import { GFP_HINT } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, free, lockToAllocate, lockToFree } from "../../decide/allocator.ts";
import { configId, freeSlots, Message, reclaim, send } from "../../decide/channel.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { ownerList, tailOf } from "../../state/lists.ts";
import { orderOfBlock } from "../../state/memory.ts";
import { Status } from "../../state/views.ts";
import { type Design, type Driver, note, Worker } from "./design.ts";

const UNMOVABLE = 0;
const HELD = 0x40000000; // the hint was allocated, not read off a list

/** Gives back the block held last, as shrinker and DONE do; the caller knows that there is one. */
export function returnNewest({ machine }: Driver, lane: number, holder: number): void {
  const view = machine.memory;
  const pfn = tailOf(view, ownerList(view, holder));
  const order = orderOfBlock(view.block[pfn]);
  const lock = lockToFree(machine, lane, pfn, order);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  machine.record(Kind.BlockReturned, lane, pfn, 0, order);
  free(machine, lane, pfn, order);
}

export const merged: Design = {
  name: "merged",
  title: "VIRTIO_BALLOON_F_FREE_PAGE_HINT as merged in Linux 4.20 (in outline)",
  hints: true,
  returns: "nothing: blocks are held until the migration is done",
  context: "task",
  holdsUntilDone: true,
  collectNs: ({ machine }, lane) =>
    freeSlots(machine.memory) <= 1 && !hasUsed(machine.memory.status)
      ? Infinity
      : machine.memory.laneKind[lane] === Kind.LaneNoted
      ? machine.costs.allocate
      : machine.costs.queueHint,
  collect({ machine, settings }, lane) {
    const view = machine.memory;
    if (view.status[Status.ConfigPending] !== 0) {
      machine.record(Kind.IdRead, lane, 0, configId(view));
    }
    if (view.status[Status.Received] !== view.status[Status.Active]) {
      return note(machine, lane, Worker.Stop);
    }
    const lock = lockToAllocate(machine, lane, settings.hintOrder, UNMOVABLE, GFP_HINT);
    if (isHeld(view, lock)) return contend(machine, lane, lock);
    reclaim(machine, lane);
    const pfn = allocate(machine, lane, settings.hintOrder, UNMOVABLE, GFP_HINT, false);
    if (pfn === NONE) return note(machine, lane, Worker.Stop);
    const held = view.listCount[ownerList(view, lane)];
    machine.record(Kind.HintRead, lane, pfn, held | HELD, settings.hintOrder);
    send(machine, lane, Message.Hint, pfn, settings.hintOrder);
    machine.record(Kind.BlockHeld, lane, pfn, 0, settings.hintOrder);
  },
  canRelease: ({ machine }, lane) => machine.memory.listCount[ownerList(machine.memory, lane)] > 0,
  release(driver, lane) {
    const { machine } = driver;
    if (tailOf(machine.memory, ownerList(machine.memory, lane)) === NONE) {
      return note(machine, lane, Worker.Idle);
    }
    returnNewest(driver, lane, lane);
  },
};

function hasUsed(status: { readonly [index: number]: number }): boolean {
  return status[Status.Used] > status[Status.Reclaimed];
}
