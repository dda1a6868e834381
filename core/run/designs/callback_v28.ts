/**
 * walk_free_mem_block, 2017 to v28 (2018): a callback of the driver for every free block, under the
 * zone's lock.
 *
 * As posted: every populated zone; orders from the largest down to 0; every migratetype; the zone's
 * lock taken with interrupts saved, for one list; the callback puts the block into the queue at once;
 * if all but one descriptor are taken the hint is dropped without a word, for START and STOP need one; a
 * callback that finds the command id changed ends the walk. An interrupt of the host is seen where the
 * lock is free. The callback may not sleep or allocate, directly or through any lock that it takes;
 * that it is called under the lock at all is what it was turned down for.
 *
 * ```text
 * phase 1 begin   2 walk    first word: the last block told, or -1 - list at a list's start; second: blocks so far
 * ```
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { configId, Drop, freeSlots, isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { contend, isHeld, lockIrqsave, unlockIrqrestore } from "../../decide/lock.ts";
import type { Machine } from "../../decide/machine.ts";
import { after, headOf, zoneList, zoneOf } from "../../state/lists.ts";
import { type MemoryView, orderOfBlock, typeOfBlock } from "../../state/memory.ts";
import { Status } from "../../state/views.ts";
import { type Design, note, PLAIN, Worker } from "./design.ts";

const Walk = 2;
const NO_ARRAY = NONE;

/** The lists in the order of the walk: zone, then order from the top, then type. */
function placeOf(
  { geometry }: MemoryView,
  list: number,
): [zone: number, order: number, type: number] {
  const { orders, types } = geometry;
  const rest = list % (orders * types);
  return [Math.trunc(list / (orders * types)), orders - 1 - Math.trunc(rest / types), rest % types];
}

/** The list that a block stands on, by its place in the walk. */
function listOf(view: MemoryView, pfn: number): number {
  const { orders, types } = view.geometry;
  const word = view.block[pfn];
  return (zoneOf(view, pfn) * orders + orders - 1 - orderOfBlock(word)) * types + typeOfBlock(word);
}

const isOver = ({ status }: MemoryView): boolean =>
  status[Status.Received] !== status[Status.Active];

function end(machine: Machine, lane: number, index: number): void {
  machine.record(Kind.HintCallEnded, lane, 0, index);
  note(machine, lane, Worker.Stop);
}

/** The driver's callback, with the zone's lock held. */
function callback(machine: Machine, lane: number, pfn: number, index: number): void {
  const view = machine.memory, order = orderOfBlock(view.block[pfn]);
  machine.record(Kind.HintRead, lane, pfn, index, order);
  reclaim(machine, lane);
  if (freeSlots(view) > 1) send(machine, lane, Message.Hint, pfn, order);
  else machine.record(Kind.HintDropped, lane, pfn, Drop.QueueFull, order);
}

function walkOn(machine: Machine, lane: number): void {
  const view = machine.memory;
  const cursor = view.laneFirst[lane], index = view.laneSecond[lane];
  const list = cursor < 0 ? -1 - cursor : listOf(view, cursor);
  const [zone, order, type] = placeOf(view, list);
  if (view.lockHolder[zone] !== lane + 1) {
    if (view.status[Status.ConfigPending] !== 0) {
      return machine.record(Kind.IdRead, lane, 0, configId(view));
    }
    if (isHeld(view, zone)) return contend(machine, lane, zone);
    return lockIrqsave(machine, lane, zone);
  }
  const pfn = cursor < 0 ? headOf(view, zoneList(view, zone, order, type)) : after(view, cursor);
  const over = isOver(view);
  if (pfn !== NONE && !over) return callback(machine, lane, pfn, index);
  unlockIrqrestore(machine, lane, zone);
  const { zones, orders, types } = view.geometry;
  if (over || list + 1 >= zones.length * orders * types) return end(machine, lane, index);
  note(machine, lane, Walk, -2 - list, index);
}

export const callbackV28: Design = {
  ...PLAIN,
  name: "callback-v28",
  title: "walk_free_mem_block, a callback per block under the lock (v28, 2018)",
  returns: "nothing: a callback of the driver is called for each free block",
  collectNs: ({ machine }, lane) =>
    machine.memory.laneKind[lane] === Kind.DescriptorQueued
      ? machine.costs.fillDescriptor
      : machine.costs.listEntry,
  collect({ machine }, lane) {
    if (machine.memory.lanePhase[lane] === Walk) return walkOn(machine, lane);
    machine.record(Kind.HintCallBegun, lane, NO_ARRAY, NONE);
    note(machine, lane, Walk, -1);
  },
  canRelease: ({ machine }) => isIdle(machine.memory),
  release({ machine }, lane) {
    reclaim(machine, lane);
    note(machine, lane, Worker.Idle);
  },
};
