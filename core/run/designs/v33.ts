/**
 * The patch of June 2018 (v33): free blocks of one order, read off the lists into the caller's array.
 *
 * As posted: the walk of `_walk.ts`; the address of each block stored in the array, little-endian;
 * when the array is full the call ends without a word; the count is returned. Nothing is taken off a
 * list. With the review's two demands (`hints.reviewed`): the order is checked before anything else
 * happens, and the call belongs in process context. Without them the call goes ahead: from an
 * interrupt's handler, or with an order for which there are no lists, and then it finds none.
 *
 * A call has no cursor: called again (`hints.calls`), with another array once the host has read the last, it
 * begins anew, so blocks are told twice, and what the array had no room for is left out again.
 *
 * ```text
 * phase 1 array   2 call   3 walk   4 send   5 called again when the host is done
 *       6 the pages behind the hints are touched (`hints.touches`; first word: entry)
 *       7 a walk of lists that do not exist (first word: zone)
 * ```
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, lockToAllocate } from "../../decide/allocator.ts";
import { configId, isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { contend, isHeld, lockIrqsave, unlockIrqrestore } from "../../decide/lock.ts";
import { ownerList, tailOf } from "../../state/lists.ts";
import { Status } from "../../state/views.ts";
import { canReleaseArrays, EINVAL, ENTRIES_A_PAGE, mustWait, releaseArrays } from "./_arrays.ts";
import { beginCall, endCall, irqsaveOf } from "./_call.ts";
import { touchHinted } from "./_touch.ts";
import { beginWalk, IRQSAVE, walk, type Walker } from "./_walk.ts";
import { type Design, type Driver, note, PLAIN, Worker } from "./design.ts";

const UNMOVABLE = 0;
const TASK = 0;
const SWAPPED = 1 << 31; // of HintRead: the address was stored big-endian
const Call = 2, Walk = 3, Send = 4, Again = 5, Touch = 6, Nowhere = 7;

/** Addresses that the array holds. */
const capacityOf = ({ machine }: Driver): number => machine.memory.geometry.array;

function getArray({ machine, settings }: Driver, lane: number): void {
  if (settings.arrayOrder < 0) return note(machine, lane, Call);
  const lock = lockToAllocate(machine, lane, settings.arrayOrder, UNMOVABLE, GFP_KERNEL);
  if (isHeld(machine.memory, lock)) return contend(machine, lane, lock);
  const array = allocate(machine, lane, settings.arrayOrder, UNMOVABLE, GFP_KERNEL, true);
  note(machine, lane, array === NONE ? Worker.Stop : Call);
}

/** An order that does not exist, or another context than a task's, is refused before any lock. */
function begin(driver: Driver, lane: number): void {
  const { machine, settings } = driver;
  const view = machine.memory;
  const array = tailOf(view, ownerList(view, lane));
  beginCall(driver, lane, array, capacityOf(driver));
  const isOrder = settings.hintOrder < view.geometry.orders;
  if (!settings.reviewed && !isOrder) return note(machine, lane, Nowhere);
  if (!settings.reviewed || (isOrder && view.cpuContext[machine.cpus[lane]] === TASK)) {
    return beginWalk(machine, lane, Walk);
  }
  endCall(driver, lane, EINVAL);
  note(machine, lane, Worker.Stop);
}

/**
 * An order behind the last, unchecked: each zone's lock is taken, and what lies behind its lists is
 * taken for one. What would be read there is not modelled: the call finds nothing.
 */
function walkNowhere(driver: Driver, lane: number): void {
  const { machine } = driver, { memory } = machine;
  const zone = memory.laneFirst[lane];
  if (isHeld(memory, zone)) return contend(machine, lane, zone);
  unlockIrqrestore(machine, lane, zone, lockIrqsave(machine, lane, zone));
  if (zone + 1 < memory.geometry.zones.length) return note(machine, lane, Nowhere, zone + 1);
  endCall(driver, lane, 0);
  note(machine, lane, Worker.Stop);
}

const walker: Walker = {
  lock: IRQSAVE,
  lockOf: ({ settings }) => irqsaveOf(settings),
  phase: Walk,
  visit(driver, lane, pfn, index) {
    const { machine, settings } = driver;
    if (index >= capacityOf(driver)) return false;
    const entry = settings.swapsAddresses ? index | SWAPPED : index;
    machine.record(Kind.HintRead, lane, pfn, entry, settings.hintOrder);
    return true;
  },
  end(driver, lane, index) {
    endCall(driver, lane, index);
    const next = driver.settings.touches === "nothing" ? Send : Touch;
    note(driver.machine, lane, next, 0, index);
  },
};
/** The driver looks at the page behind the next entry of its array. */
function touch(driver: Driver, lane: number): void {
  const { machine } = driver, view = machine.memory;
  const entry = view.laneFirst[lane], entries = view.laneSecond[lane];
  if (entry >= entries) return note(machine, lane, Send, 0, entries);
  if (view.array[entry] !== NONE) touchHinted(driver, lane, view.array[entry]);
  note(machine, lane, Touch, entry + 1, entries);
}

/** The array goes to the host; then it is STOP's turn, or another call's. */
function sendArray(driver: Driver, lane: number): void {
  const { machine, settings } = driver;
  const view = machine.memory, entries = view.laneSecond[lane];
  reclaim(machine, lane);
  const list = ownerList(view, lane);
  if (entries > 0) send(machine, lane, Message.Array, tailOf(view, list), entries);
  const isLast = settings.arrayOrder < 0 || view.listCount[list] >= settings.calls;
  note(machine, lane, isLast ? Worker.Stop : Again);
}

/** The host is done with the last array, or wants no more hints. */
function callAgain(driver: Driver, lane: number): void {
  const { machine } = driver, { status } = machine.memory;
  if (status[Status.ConfigPending] !== 0) machine.record(Kind.IdRead, lane, 0, configId(machine));
  const isWanted = status[Status.Received] === status[Status.Active];
  note(machine, lane, isWanted ? Worker.Collect : Worker.Stop);
}

export const v33: Design = {
  ...PLAIN,
  name: "v33",
  title: "get_from_free_page_list, v33 (June 2018)",
  returns: "the number of free blocks whose addresses it stored, or -EINVAL",
  array: ({ frames }, { order, arrayOrder }) => ({
    array: Math.min(ENTRIES_A_PAGE << arrayOrder, frames >> order),
  }),
  collectNs(driver, lane) {
    const { machine } = driver;
    switch (machine.memory.lanePhase[lane]) {
      case Walk:
        return machine.costs.listEntry;
      case Send:
        return mustWait(driver) ? Infinity : 0;
      case Again:
        return isIdle(machine.memory) || machine.memory.status[Status.ConfigPending] !== 0
          ? 0
          : Infinity;
      default:
        return machine.costs.allocate;
    }
  },
  collect(driver, lane) {
    switch (driver.machine.memory.lanePhase[lane]) {
      case Worker.Collect:
        return getArray(driver, lane);
      case Call:
        return begin(driver, lane);
      case Walk:
        return walk(driver, lane, walker);
      case Touch:
        return touch(driver, lane);
      case Nowhere:
        return walkNowhere(driver, lane);
      case Send:
        return sendArray(driver, lane);
      default:
        return callAgain(driver, lane);
    }
  },
  canRelease: canReleaseArrays,
  release: releaseArrays,
};
