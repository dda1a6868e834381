/**
 * The series of June and July 2018 (v34, v35): as many arrays of the largest blocks as all of memory
 * could need, allocated atomically; then the walk of v33 over a list of arrays.
 *
 * As posted: the number of blocks is estimated as if every page of the guest were on that list
 * (max_free_page_blocks); if one array cannot be had, all go back and nothing is reported; the call
 * returns -ENOSPC when memory was onlined meanwhile, and the driver estimates again; each array is one
 * buffer of the queue, freed when the host has used it.
 *
 * ```text
 * phase 1 arrays   2 call   3 walk   4 send   5 give back and try again   6 give back and give up
 * ```
 * @module
 */
import { Gfp } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, lockToAllocate } from "../../decide/allocator.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import {
  arrayOf,
  arraysOf,
  canReleaseArrays,
  EINVAL,
  ENOSPC,
  ENTRIES_A_PAGE,
  mustWait,
  releaseArrays,
  sendArrays,
  spanOf,
} from "./_arrays.ts";
import { beginWalk, IRQSAVE, walk, type Walker } from "./_walk.ts";
import { type Design, type Driver, note, PLAIN, Worker } from "./design.ts";

const UNMOVABLE = 0;
const GFP_ARRAY = Gfp.Atomic | Gfp.NoMemalloc | Gfp.NoWarn; // __GFP_ATOMIC, not GFP_ATOMIC: no reserve, no kswapd
const Call = 2, Walk = 3, Send = 4, Retry = 5, GiveUp = 6;

/** Blocks that the list may hold at most: every page of the guest on it (max_free_page_blocks). */
function estimate({ machine, settings }: Driver): number {
  let pages = 0;
  for (const managed of machine.memory.zoneManaged) pages += managed;
  return pages >> settings.hintOrder;
}

function getArray(driver: Driver, lane: number): void {
  const { machine } = driver;
  const wanted = Math.ceil(estimate(driver) / spanOf(driver));
  if (arraysOf(driver, lane) >= wanted) return note(machine, lane, Call);
  const order = machine.memory.geometry.orders - 1;
  const lock = lockToAllocate(machine, lane, order, UNMOVABLE, GFP_ARRAY);
  if (isHeld(machine.memory, lock)) return contend(machine, lane, lock);
  const array = allocate(machine, lane, order, UNMOVABLE, GFP_ARRAY, true);
  if (array === NONE) note(machine, lane, GiveUp);
}

const capacityOf = (driver: Driver, lane: number): number =>
  Math.min(driver.machine.memory.geometry.array, arraysOf(driver, lane) * spanOf(driver));

function begin(driver: Driver, lane: number): void {
  const { machine, settings } = driver;
  const { hintOrder } = settings;
  const array = arrayOf(driver, lane, 0);
  machine.record(Kind.HintCallBegun, lane, array, capacityOf(driver, lane), hintOrder);
  if (hintOrder < machine.memory.geometry.orders) return beginWalk(machine, lane, Walk);
  machine.record(Kind.HintCallEnded, lane, 0, EINVAL, hintOrder);
  note(machine, lane, GiveUp);
}

const walker: Walker = {
  lock: IRQSAVE,
  phase: Walk,
  visit(driver, lane, pfn, index) {
    if (index >= capacityOf(driver, lane)) return false;
    if (index > 0 && index % spanOf(driver) === 0) {
      driver.machine.record(Kind.ArrayBegun, lane, arrayOf(driver, lane, index), 0);
    }
    driver.machine.record(Kind.HintRead, lane, pfn, index, driver.settings.hintOrder);
    return true;
  },
  end({ machine, settings }, lane, index, isWhole) {
    machine.record(Kind.HintCallEnded, lane, 0, isWhole ? index : ENOSPC, settings.hintOrder);
    note(machine, lane, isWhole ? Send : Retry, 0, index);
  },
};

export const v35: Design = {
  ...PLAIN,
  name: "v35",
  title: "get_from_free_page_list over a list of arrays, v35 (July 2018)",
  returns: "the number of free blocks whose addresses it stored, -ENOSPC or -EINVAL",
  array: ({ frames, orders }, { order }) => ({
    array: Math.max(1, frames >> order),
    arraySpan: ENTRIES_A_PAGE << (orders - 1),
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
      case Send:
        return sendArrays(driver, lane, Send);
      case Retry:
        return releaseArrays(driver, lane, Worker.Collect);
      default:
        return releaseArrays(driver, lane, Worker.Stop);
    }
  },
  canRelease: canReleaseArrays,
  release: releaseArrays,
};
