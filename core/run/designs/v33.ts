/**
 * The patch of June 2018 (v33): free blocks of one order, read off the lists into the caller's array.
 *
 * As posted: the walk of `_walk.ts`; the address of each block stored in the array, little-endian;
 * when the array is full the call ends without a word; the count is returned. Nothing is taken off a
 * list. With the review's two demands: the order is checked before anything else happens, and the
 * call belongs in process context.
 *
 * A call has no cursor: called again (`hints.calls`), with another array once the host has read the last, it
 * begins anew, so blocks are told twice, and what the array had no room for is left out again.
 *
 * ```text
 * phase 1 array   2 call   3 walk   4 send   5 called again when the host is done
 * ```
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, lockToAllocate } from "../../decide/allocator.ts";
import { configId, isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { ownerList, tailOf } from "../../state/lists.ts";
import { Status } from "../../state/views.ts";
import { canReleaseArrays, EINVAL, ENTRIES_A_PAGE, mustWait, releaseArrays } from "./_arrays.ts";
import { beginWalk, IRQSAVE, walk, type Walker } from "./_walk.ts";
import { type Design, type Driver, note, PLAIN, Worker } from "./design.ts";

const UNMOVABLE = 0;
const Call = 2, Walk = 3, Send = 4, Again = 5;

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
  machine.record(Kind.HintCallBegun, lane, array, capacityOf(driver), settings.hintOrder);
  const valid = settings.hintOrder < view.geometry.orders;
  if (valid && view.cpuContext[machine.cpus[lane]] === 0) return beginWalk(machine, lane, Walk);
  machine.record(Kind.HintCallEnded, lane, 0, EINVAL, settings.hintOrder);
  note(machine, lane, Worker.Stop);
}

const walker: Walker = {
  lock: IRQSAVE,
  phase: Walk,
  visit(driver, lane, pfn, index) {
    if (index >= capacityOf(driver)) return false;
    driver.machine.record(Kind.HintRead, lane, pfn, index, driver.settings.hintOrder);
    return true;
  },
  end({ machine, settings }, lane, index) {
    machine.record(Kind.HintCallEnded, lane, 0, index, settings.hintOrder);
    note(machine, lane, Send, 0, index);
  },
};

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
      case Send:
        return sendArray(driver, lane);
      default:
        return callAgain(driver, lane);
    }
  },
  canRelease: canReleaseArrays,
  release: releaseArrays,
};
