/**
 * The bitmap of 2016 (Liang Li, v1 to v3): one bit a page, set for every page on a free list, whatever
 * its order; nothing is taken off a list.
 *
 * As posted: the bitmap is allocated and filled with zeros; for every populated zone, its lock held
 * with interrupts saved, each list is walked and each block's bits are set (orders from 0 up: from
 * memory of the posted text, not checked); the bitmap goes to the host with the page that its first bit
 * stands for. Where one bitmap does not span the guest, it is used again for the pages behind, once the
 * host has used it. The second version did not wait for that (`reusesBuffer`): the host then reads
 * bits that stand for other pages. The request's id went in the bitmap's header; here START carries it.
 *
 * ```text
 * phase 1 bitmap   2 clear   3 walk   4 send   5 wait      second word: the page of the first bit
 * ```
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, lockToAllocate } from "../../decide/allocator.ts";
import { isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { headOf, ownerList } from "../../state/lists.ts";
import { Status } from "../../state/views.ts";
import { canReleaseArrays, mustWait, releaseArrays } from "./_arrays.ts";
import { IRQSAVE, walk, type Walker } from "./_walk.ts";
import { type Design, type Driver, note, PLAIN, Worker } from "./design.ts";

const UNMOVABLE = 0;
const Clear = 2, Walk = 3, Send = 4, Wait = 5;
const WORD_BITS = 32, PAGE_WORDS = 1024;

/** Pages that the bitmap spans. */
const spanOf = ({ machine, settings }: Driver): number =>
  settings.bitmapPages ?? machine.memory.geometry.array * WORD_BITS;

/** Pages that the bitmap itself takes. */
const sizeOf = ({ machine }: Driver): number =>
  Math.ceil(machine.memory.geometry.array / PAGE_WORDS);

function getBitmap(driver: Driver, lane: number): void {
  const { machine } = driver;
  if (driver.settings.arrayOrder < 0) return beginCall(driver, lane, NONE);
  const order = Math.ceil(Math.log2(sizeOf(driver)));
  const lock = lockToAllocate(machine, lane, order, UNMOVABLE, GFP_KERNEL);
  if (isHeld(machine.memory, lock)) return contend(machine, lane, lock);
  const bitmap = allocate(machine, lane, order, UNMOVABLE, GFP_KERNEL, true);
  if (bitmap === NONE) return note(machine, lane, Worker.Stop);
  beginCall(driver, lane, bitmap);
}

function beginCall(driver: Driver, lane: number, bitmap: number): void {
  driver.machine.record(Kind.HintCallBegun, lane, bitmap, spanOf(driver));
  note(driver.machine, lane, Clear);
}

function clear({ machine }: Driver, lane: number): void {
  const first = machine.memory.laneSecond[lane];
  machine.record(Kind.BitmapCleared, lane, first, 0);
  note(machine, lane, Walk, -1, first);
}

const walker: Walker = {
  lock: IRQSAVE,
  phase: Walk,
  orders: ({ geometry }) => [0, geometry.orders - 1],
  passes: (driver, lane, pfn) => {
    const first = driver.machine.memory.laneSecond[lane];
    return pfn < first || pfn >= first + spanOf(driver);
  },
  visit({ machine }, lane, pfn, first, order) {
    machine.record(Kind.HintMarked, lane, pfn, pfn - first, order);
    return true;
  },
  end({ machine }, lane, first) {
    note(machine, lane, Send, 0, first);
  },
};

/** The bitmap goes to the host; then the pages behind it are due, or the report is over. */
function sendBitmap(driver: Driver, lane: number): void {
  const { machine, settings } = driver;
  const view = machine.memory, first = view.laneSecond[lane];
  reclaim(machine, lane);
  send(machine, lane, Message.Bitmap, headOf(view, ownerList(view, lane)), first);
  note(machine, lane, settings.reusesBuffer ? Clear : Wait, 0, first + spanOf(driver));
  if (first + spanOf(driver) < view.frames) return;
  machine.record(Kind.HintCallEnded, lane, 0, view.frames);
  note(machine, lane, Worker.Stop);
}

export const bitmap2016: Design = {
  ...PLAIN,
  name: "bitmap-2016",
  title: "a bitmap of all free pages (Liang Li, 2016)",
  returns: "the pages that the bitmaps spanned",
  array: ({ frames }, { arrayOrder }) => ({
    array: Math.min(PAGE_WORDS << arrayOrder, Math.ceil(frames / WORD_BITS)),
  }),
  collectNs(driver, lane) {
    const { costs, memory } = driver.machine;
    switch (memory.lanePhase[lane]) {
      case Clear:
        return costs.fillPage * sizeOf(driver);
      case Walk:
        return costs.listEntry;
      case Send:
        return mustWait(driver) ? Infinity : 0;
      case Wait:
        return isIdle(memory) || memory.status[Status.ConfigPending] !== 0 ? 0 : Infinity;
      default:
        return costs.allocate;
    }
  },
  collect(driver, lane) {
    const { machine } = driver;
    switch (machine.memory.lanePhase[lane]) {
      case Worker.Collect:
        return getBitmap(driver, lane);
      case Clear:
        return clear(driver, lane);
      case Walk:
        return walk(driver, lane, walker);
      case Send:
        return sendBitmap(driver, lane);
      default:
        return note(machine, lane, Clear, 0, machine.memory.laneSecond[lane]);
    }
  },
  canRelease: canReleaseArrays,
  release: releaseArrays,
};
