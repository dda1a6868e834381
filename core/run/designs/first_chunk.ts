/**
 * The sketch in mail 3 of the thread, as it stands: the first free chunk is unlinked and becomes the
 * array, under `spin_lock_irq`; `free_pages()` is to give it back.
 *
 * Its faults are left in: the block's flag and the counters still call it free; it tells itself as
 * free; nothing bounds the result; interrupts are on after it, whatever they were before; it returns no
 * count, which is handed to the driver here all the same, since no driver could go on without;
 * and the block cannot be given back, because nobody ever had a reference to it. That the sketch takes
 * a physical address for a pointer is not modelled: no kernel would have lived to the next line.
 *
 * ```text
 * phase 1 call   2 walk   3 send
 * ```
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { lockIrq, unlockIrq } from "../../decide/lock.ts";
import { zoneOf } from "../../state/lists.ts";
import { Status } from "../../state/views.ts";
import { ENTRIES_A_PAGE, mustWait } from "./_arrays.ts";
import { beginCall, endCall } from "./_call.ts";
import { beginWalk, walk, type Walker, zoneStart } from "./_walk.ts";
import { type Design, note, PLAIN, Worker } from "./design.ts";

const Walk = 2, Send = 3;
const NO_COUNT = 0;

const walker: Walker = {
  lock: { take: lockIrq, leave: unlockIrq },
  phase: Walk,
  visit({ machine, settings }, lane, pfn, index) {
    const view = machine.memory, order = settings.hintOrder;
    if (view.status[Status.ArrayPfn] !== NONE) {
      machine.record(Kind.HintRead, lane, pfn, index, order);
      return true;
    }
    machine.record(Kind.BlockUnlinked, lane, pfn, 0, order);
    machine.record(Kind.ArrayBegun, lane, pfn, 0);
    machine.record(Kind.HintRead, lane, pfn, index, order);
    // The block behind it is the list's head now.
    note(machine, lane, Walk, zoneStart(view, zoneOf(view, pfn)), index + 1);
    return true;
  },
  end(driver, lane, index) {
    endCall(driver, lane, NO_COUNT);
    note(driver.machine, lane, Send, 0, index);
  },
};

export const firstChunk: Design = {
  ...PLAIN,
  name: "first-chunk",
  title: "the first free chunk as the array, as sketched (June 2018, mail 3)",
  returns: "the first free chunk, filled with addresses",
  keepsBooks: false,
  array: ({ frames }, { order }) => ({ array: Math.max(1, frames >> order) }),
  collectNs(driver, lane) {
    const { lanePhase } = driver.machine.memory;
    if (lanePhase[lane] === Send) return mustWait(driver) ? Infinity : 0;
    return driver.machine.costs.listEntry;
  },
  collect(driver, lane) {
    const { machine, settings } = driver;
    const view = machine.memory;
    switch (view.lanePhase[lane]) {
      case Worker.Collect: {
        const max = ENTRIES_A_PAGE << settings.hintOrder; // worked out, and never looked at
        beginCall(driver, lane, NONE, max);
        return beginWalk(machine, lane, Walk);
      }
      case Walk:
        return walk(driver, lane, walker);
      default: {
        const entries = view.laneSecond[lane];
        reclaim(machine, lane);
        if (entries > 0) send(machine, lane, Message.Array, view.status[Status.ArrayPfn], entries);
        return note(machine, lane, Worker.Stop);
      }
    }
  },
  canRelease: ({ machine }) => isIdle(machine.memory),
  release({ machine, settings }, lane) {
    const array = machine.memory.status[Status.ArrayPfn];
    reclaim(machine, lane);
    // free_pages() drops a reference that is not there: the block stays where it is.
    if (array !== NONE) machine.record(Kind.PageFreed, lane, array, 0, settings.hintOrder);
    note(machine, lane, Worker.Idle);
  },
};
