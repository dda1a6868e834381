/**
 * Blocks of the very list that is read, taken off it to hold the addresses of the others; their books
 * are kept: counters and flags follow, and the block is prepared as an allocation is.
 *
 * That preparation may fill the block with zeros (init_on_alloc), so it comes before the first
 * address, and not under the lock: the lock is dropped for it.
 *
 * ```text
 * phase 1 call   2 walk   3 send
 * ```
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { prepareNew } from "../../decide/contents.ts";
import { zoneOf } from "../../state/lists.ts";
import { typeOfBlock } from "../../state/memory.ts";
import {
  arraysOf,
  canReleaseArrays,
  EINVAL,
  ENTRIES_A_PAGE,
  mustWait,
  releaseArrays,
  sendArrays,
  spanOf,
} from "./_arrays.ts";
import { beginCall, endCall, irqsaveOf } from "./_call.ts";
import { beginWalk, IRQSAVE, walk, type Walker } from "./_walk.ts";
import { type Design, type Driver, note, PLAIN, Worker } from "./design.ts";

const Walk = 2, Send = 3;
const OWNED = 1 << 21;

/** Takes a block off its list, properly, and goes on storing in it. */
function pop(driver: Driver, lane: number, pfn: number): void {
  const { machine, settings } = driver;
  const view = machine.memory, order = settings.hintOrder;
  const type = typeOfBlock(view.block[pfn]);
  machine.record(Kind.BlockTaken, lane, pfn, order | (type << 4), order);
  irqsaveOf(settings).leave(machine, lane, zoneOf(view, pfn));
  machine.record(Kind.PageAllocated, lane, pfn, OWNED | (type << 16), order);
  prepareNew(machine, lane, pfn, order);
  machine.record(Kind.ArrayBegun, lane, pfn, 0);
}

/** @param arraysMax how many blocks may become arrays; with more to tell, the rest is left out */
export function popping(
  name: string,
  title: string,
  returns: string,
  arraysMax: number,
): Design {
  const walker: Walker = {
    lock: IRQSAVE,
    lockOf: ({ settings }) => irqsaveOf(settings),
    phase: Walk,
    visit(driver, lane, pfn, index) {
      const arrays = arraysOf(driver, lane);
      if (index < arrays * spanOf(driver)) {
        driver.machine.record(Kind.HintRead, lane, pfn, index, driver.settings.hintOrder);
        return true;
      }
      if (arrays >= arraysMax) return false;
      pop(driver, lane, pfn);
      return true;
    },
    end(driver, lane, index) {
      endCall(driver, lane, index);
      note(driver.machine, lane, Send, 0, index);
    },
  };
  const begin = (driver: Driver, lane: number): void => {
    const { machine, settings } = driver;
    const { geometry } = machine.memory;
    const order = settings.hintOrder;
    const capacity = Math.min(geometry.array, arraysMax * geometry.arraySpan!);
    beginCall(driver, lane, NONE, capacity);
    if (order < geometry.orders) return beginWalk(machine, lane, Walk);
    endCall(driver, lane, EINVAL);
    note(machine, lane, Worker.Stop);
  };
  return {
    ...PLAIN,
    name,
    title,
    returns,
    array: ({ frames }, { order }) => ({
      array: Math.max(1, frames >> order),
      arraySpan: ENTRIES_A_PAGE << order,
    }),
    collectNs(driver, lane) {
      const { lanePhase } = driver.machine.memory;
      if (lanePhase[lane] === Send) return mustWait(driver) ? Infinity : 0;
      return driver.machine.costs.listEntry;
    },
    collect(driver, lane) {
      const phase = driver.machine.memory.lanePhase[lane];
      if (phase === Worker.Collect) begin(driver, lane);
      else if (phase === Walk) walk(driver, lane, walker);
      else sendArrays(driver, lane, Send);
    },
    canRelease: canReleaseArrays,
    release: releaseArrays,
  };
}
