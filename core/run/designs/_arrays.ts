/**
 * Arrays of addresses: blocks that the balloon worker owns while the host reads them, in the order in
 * which they are filled.
 *
 * ```text
 * entry      0 ... span-1 | span ... 2 span-1 | ...        a message names a block and the entry behind
 * block      first        | second            | ...        its last, counted from the first block's first
 * ```
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { free, lockToFree } from "../../decide/allocator.ts";
import { configId, freeSlots, isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { after, headOf, ownerList } from "../../state/lists.ts";
import { orderOfBlock } from "../../state/memory.ts";
import { Status } from "../../state/views.ts";
import { type Driver, note, Worker } from "./design.ts";

/** A call with an order that does not exist, or out of place, is refused; and one that finds no room. */
export const EINVAL = -22, ENOSPC = -28;
export const ENTRIES_A_PAGE = 512; // addresses of 8 bytes

/** Entries that one array holds. */
export function spanOf({ machine }: Driver): number {
  const { arraySpan, array } = machine.memory.geometry;
  return arraySpan ?? array;
}

/** The array that entry `entry` goes into; NONE if there is none yet, or arrays lie outside the world. */
export function arrayOf(driver: Driver, lane: number, entry: number): number {
  const view = driver.machine.memory;
  let array = headOf(view, ownerList(view, lane));
  for (let left = entry - spanOf(driver); left >= 0 && array !== NONE; left -= spanOf(driver)) {
    array = after(view, array);
  }
  return array;
}

/** The arrays that the lane has. */
export function arraysOf({ machine }: Driver, lane: number): number {
  return machine.memory.listCount[ownerList(machine.memory, lane)];
}

/** Sends the next array that holds entries; then STOP is due. First word: arrays sent; second: entries. */
export function sendArrays(driver: Driver, lane: number, phase: number): void {
  const { machine, settings } = driver;
  const view = machine.memory, span = spanOf(driver);
  const sent = view.laneFirst[lane], entries = view.laneSecond[lane];
  reclaim(machine, lane);
  const first = sent * span;
  if (first < entries && mustWait(driver)) { // only a new id comes before the host's answer
    return machine.record(Kind.IdRead, lane, 0, configId(machine));
  }
  if (first >= entries) return note(machine, lane, Worker.Stop);
  const array = settings.arrayOrder < 0 ? NONE : arrayOf(driver, lane, first);
  send(machine, lane, Message.Array, array, Math.min(entries, first + span));
  note(machine, lane, phase, sent + 1, entries);
}

/** One descriptor is kept for STOP. */
export function mustWait({ machine }: Driver): boolean {
  const view = machine.memory;
  return freeSlots(view) <= 1 && view.status[Status.Used] === view.status[Status.Reclaimed];
}

/** The arrays belong to the host until they are used. */
export const canReleaseArrays = ({ machine }: Driver): boolean => isIdle(machine.memory);

/** Gives the next array back; `then` when none is left. */
export function releaseArrays(driver: Driver, lane: number, then: number = Worker.Idle): void {
  const { machine } = driver;
  const view = machine.memory;
  const array = headOf(view, ownerList(view, lane));
  if (array === NONE) {
    reclaim(machine, lane);
    return note(machine, lane, then);
  }
  const order = orderOfBlock(view.block[array]);
  const lock = lockToFree(machine, lane, array, order);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  reclaim(machine, lane);
  free(machine, lane, array, order);
}
