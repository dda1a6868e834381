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
 * phase 1 begin   2 walk
 * ```
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { configId, Drop, freeSlots, isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { Status } from "../../state/views.ts";
import { beginWalk, IRQSAVE, walk, type Walker } from "./_walk.ts";
import { type Design, type Driver, note, PLAIN, Worker } from "./design.ts";

const Walk = 2;

/** The driver's callback, with the zone's lock held: false if the id announced is not the one wanted any more. */
function callback(
  { machine }: Driver,
  lane: number,
  pfn: number,
  index: number,
  order: number,
): boolean {
  const view = machine.memory, { status } = view;
  if (status[Status.Received] !== status[Status.Active]) return false;
  machine.record(Kind.HintRead, lane, pfn, index, order);
  reclaim(machine, lane);
  if (freeSlots(view) > 1) send(machine, lane, Message.Hint, pfn, order);
  else machine.record(Kind.HintDropped, lane, pfn, Drop.QueueFull, order);
  return true;
}

const walker: Walker = {
  lock: IRQSAVE,
  locksList: true,
  phase: Walk,
  orders: ({ geometry }) => [geometry.orders - 1, 0],
  /** An interrupt of the host is seen where the lock is free. */
  pause({ machine }, lane) {
    if (machine.memory.status[Status.ConfigPending] === 0) return false;
    machine.record(Kind.IdRead, lane, 0, configId(machine));
    return true;
  },
  visit: callback,
  end({ machine }, lane, index) {
    machine.record(Kind.HintCallEnded, lane, 0, index);
    note(machine, lane, Worker.Stop);
  },
};

export const callbackV28: Design = {
  ...PLAIN,
  name: "callback-v28",
  title: "walk_free_mem_block, a callback per block under the lock (v28, 2018)",
  returns: "nothing: a callback of the driver is called for each free block",
  collectNs: ({ machine }, lane) =>
    machine.memory.laneKind[lane] === Kind.DescriptorQueued
      ? machine.costs.fillDescriptor
      : machine.costs.listEntry,
  collect(driver, lane) {
    const { machine } = driver;
    if (machine.memory.lanePhase[lane] === Walk) return walk(driver, lane, walker);
    machine.record(Kind.HintCallBegun, lane, NONE, NONE);
    beginWalk(machine, lane, Walk);
  },
  canRelease: ({ machine }) => isIdle(machine.memory),
  release({ machine }, lane) {
    reclaim(machine, lane);
    note(machine, lane, Worker.Idle);
  },
};
