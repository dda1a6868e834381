/**
 * The patch of June 2018 (v33): free blocks of one order, read off the lists into the caller's array.
 *
 * As posted: the walk of `_walk.ts`; the address of each block stored in the array, little-endian;
 * when the array is full the call ends without a word; the count is returned. Nothing is taken off a
 * list. With the review's two demands: the order is checked before anything else happens, and the
 * call belongs in process context.
 *
 * ```text
 * phase 1 array   2 call   3 walk   4 send
 * ```
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, lockToAllocate } from "../../decide/allocator.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { headOf, ownerList } from "../../state/lists.ts";
import {
  canReleaseArrays,
  EINVAL,
  ENTRIES_A_PAGE,
  mustWait,
  releaseArrays,
  sendArrays,
} from "./_arrays.ts";
import { beginWalk, IRQSAVE, walk, type Walker } from "./_walk.ts";
import { type Design, type Driver, note, PLAIN, Worker } from "./design.ts";

const UNMOVABLE = 0;
const Call = 2, Walk = 3, Send = 4;

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
  const array = headOf(view, ownerList(view, lane));
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
      default:
        return sendArrays(driver, lane, Send);
    }
  },
  canRelease: canReleaseArrays,
  release: releaseArrays,
};
