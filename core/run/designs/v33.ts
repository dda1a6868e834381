/**
 * The patch of June 2018 (v33): free blocks of one order, read off the lists into the caller's array.
 *
 * As posted: for every populated zone, lowest first, its lock taken with interrupts off; each
 * migratetype's list from the head; the address of each block stored in the array, little-endian;
 * when the array is full the call ends without a word; the count is returned. Nothing is taken off a
 * list. With the review's two demands: the order is checked before anything else happens, and the
 * call belongs in process context.
 *
 * ```text
 * phase 1 array   2 call   3 walk (first word: last pfn read, or -1 - zone at a zone's start)
 * ```
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, free, lockToAllocate, lockToFree } from "../../decide/allocator.ts";
import { isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { contend, isHeld, lockIrqsave, unlockIrqrestore } from "../../decide/lock.ts";
import { after, headOf, zoneList, zoneOf } from "../../state/lists.ts";
import { type MemoryView, typeOfBlock } from "../../state/memory.ts";
import { Status } from "../../state/views.ts";
import { type Design, type Driver, note, Worker } from "./design.ts";

const UNMOVABLE = 0;
const EINVAL = -22;
const Call = 2, Walk = 3;
const ENTRIES_A_PAGE = 512; // addresses of 8 bytes

/** Addresses that the array holds. */
function capacityOf(driver: Driver): number {
  const order = driver.settings.arrayOrder;
  const entries = driver.machine.memory.geometry.array;
  return order < 0 ? entries : Math.min(entries, ENTRIES_A_PAGE << order);
}

function getArray({ machine, settings }: Driver, lane: number): void {
  if (settings.arrayOrder < 0) return note(machine, lane, Call, NONE);
  const lock = lockToAllocate(machine, lane, settings.arrayOrder, UNMOVABLE, GFP_KERNEL);
  if (isHeld(machine.memory, lock)) return contend(machine, lane, lock);
  const array = allocate(machine, lane, settings.arrayOrder, UNMOVABLE, GFP_KERNEL, false);
  if (array === NONE) note(machine, lane, Worker.Stop, NONE);
  else note(machine, lane, Call, array);
}

/** An order that does not exist, or another context than a task's, is refused before any lock. */
function begin(driver: Driver, lane: number): void {
  const { machine, settings } = driver;
  const view = machine.memory;
  const array = view.laneFirst[lane];
  machine.record(Kind.HintCallBegun, lane, array, capacityOf(driver), settings.hintOrder);
  const valid = settings.hintOrder < view.geometry.orders;
  if (valid && view.cpuContext[machine.cpus[lane]] === 0) return note(machine, lane, Walk, -1, 0);
  machine.record(Kind.HintCallEnded, lane, 0, EINVAL, settings.hintOrder);
  note(machine, lane, Worker.Stop, array);
}

/** The first block of `order` in the lists of the types from `type` on; NONE if there is none. */
function firstFrom(view: MemoryView, zone: number, order: number, type: number): number {
  for (let at = type; at < view.geometry.types; at++) {
    const head = headOf(view, zoneList(view, zone, order, at));
    if (head !== NONE) return head;
  }
  return NONE;
}

function nextBlock(view: MemoryView, zone: number, order: number, cursor: number): number {
  if (cursor < 0) return firstFrom(view, zone, order, 0);
  const next = after(view, cursor);
  return next !== NONE ? next : firstFrom(view, zone, order, typeOfBlock(view.block[cursor]) + 1);
}

function walk(driver: Driver, lane: number): void {
  const { machine, settings } = driver;
  const view = machine.memory;
  const cursor = view.laneFirst[lane], index = view.laneSecond[lane];
  const zone = cursor < 0 ? -1 - cursor : zoneOf(view, cursor);
  if (view.lockHolder[zone] !== lane + 1) {
    if (isHeld(view, zone)) return contend(machine, lane, zone);
    return lockIrqsave(machine, lane, zone);
  }
  const pfn = nextBlock(view, zone, settings.hintOrder, cursor);
  if (pfn !== NONE && index < capacityOf(driver)) {
    return machine.record(Kind.HintRead, lane, pfn, index, settings.hintOrder);
  }
  unlockIrqrestore(machine, lane, zone);
  if (pfn === NONE && zone + 1 < view.geometry.zones.length) {
    return note(machine, lane, Walk, -2 - zone, index);
  }
  machine.record(Kind.HintCallEnded, lane, 0, index, settings.hintOrder);
  const array = view.status[Status.ArrayPfn];
  if (index > 0) send(machine, lane, Message.Array, array, index);
  note(machine, lane, Worker.Stop, array);
}

export const v33: Design = {
  name: "v33",
  title: "get_from_free_page_list, v33 (June 2018)",
  hints: true,
  returns: "the number of free blocks whose addresses it stored, or -EINVAL",
  context: "task",
  holdsUntilDone: false,
  idByReference: false, // v33's driver sent a copy of the id; the shared word came with v37
  waitsOnAck: false,
  repeatsId: false,
  collectNs: ({ machine }, lane) =>
    machine.memory.lanePhase[lane] === Walk ? machine.costs.listEntry : machine.costs.allocate,
  collect(driver, lane) {
    const phase = driver.machine.memory.lanePhase[lane];
    if (phase === Worker.Collect) getArray(driver, lane);
    else if (phase === Call) begin(driver, lane);
    else walk(driver, lane);
  },
  /** The array belongs to the host until it is used. */
  canRelease: ({ machine }) => isIdle(machine.memory),
  release({ machine, settings }, lane) {
    const array = machine.memory.laneFirst[lane];
    if (array === NONE || settings.arrayOrder < 0) {
      reclaim(machine, lane);
      return note(machine, lane, Worker.Idle);
    }
    const lock = lockToFree(machine, lane, array, settings.arrayOrder);
    if (isHeld(machine.memory, lock)) return contend(machine, lane, lock);
    reclaim(machine, lane);
    free(machine, lane, array, settings.arrayOrder);
    note(machine, lane, Worker.Idle);
  },
};
