/**
 * The host's hint-queue thread: receives descriptors in order and applies or drops the hints.
 *
 * It works under `free_page_lock`, which the migration thread needs to change the status: so no
 * hint is applied after a stop that it was received before.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU } from "../../../events/log.ts";
import {
  Drop,
  hasQueued,
  Hinting,
  Message,
  messageOf,
  nextSlot,
  numberOf,
} from "../../decide/channel.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { Slot } from "../../state/apply/channel.ts";
import { Signal, Status } from "../../state/views.ts";
import { type Actor, noChoice, type Sim } from "../sim.ts";

/** `free_page_lock` is the first lock behind the zones'. */
export const freePageLock = (sim: Sim): number => sim.view.geometry.zones.length;

function receive(sim: Sim, lane: number): void {
  const { view, machine } = sim;
  const lock = freePageLock(sim);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  machine.record(Kind.LockAcquired, lane, lock, 0);
  const slot = nextSlot(view);
  machine.record(Kind.DescriptorReceived, lane, 0, slot);
  const word = view.slotMessage[slot];
  switch (messageOf(word)) {
    case Message.Start:
      if (startCounts(sim, numberOf(word))) {
        machine.record(Kind.StatusChanged, lane, 0, Hinting.Start);
      }
      break;
    case Message.Stop:
      if (view.status[Status.Hinting] === Hinting.Start) {
        machine.record(Kind.StatusChanged, lane, 0, Hinting.Stop);
      }
      break;
    case Message.Hint:
      decide(sim, lane, view.slotPfn[slot], numberOf(word), -1);
      break;
    case Message.Array:
      return; // its entries follow, one a step, and the lock is kept
  }
  finish(sim, lane, slot);
}

/** QEMU, virtio_balloon_get_free_page_hints: the id must be the one issued last, and asked for. */
function startCounts({ view, machine }: Sim, id: number): boolean {
  const { checksId, startsOnlyOnRequest } = machine.host;
  if (checksId && id !== view.status[Status.Id]) return false;
  return !startsOnlyOnRequest || view.status[Status.Hinting] === Hinting.Requested;
}

/** Applies a hint while the status is START; else it falls. `index` is -1 outside an array. */
function decide(sim: Sim, lane: number, pfn: number, order: number, index: number): void {
  const { view, machine } = sim;
  const entry = (index + 1) << 3;
  if (pfn < 0 || pfn + (1 << order) > view.geometry.frames) {
    machine.record(Kind.HintDropped, lane, pfn, Drop.Range | entry, order);
  } else if (view.status[Status.Hinting] === Hinting.Start) {
    machine.record(Kind.HintApplied, lane, pfn, index, order);
  } else machine.record(Kind.HintDropped, lane, pfn, Drop.Status | entry, order);
}

function finish(sim: Sim, lane: number, slot: number): void {
  sim.machine.record(Kind.DescriptorUsed, lane, 0, slot);
  sim.machine.record(Kind.LockReleased, lane, freePageLock(sim), 0);
}

/** The slot of the array that is being worked through. */
function openSlot({ view }: Sim): number {
  return (view.status[Status.Taken] - 1) % view.geometry.queue;
}

export const hintQueue = (): Actor => ({
  name: "hint-queue",
  cpu: HOST_CPU + 1,
  choices: noChoice,
  due(sim, lane) {
    const { view, machine } = sim;
    const last = view.geometry.timed ? view.laneTime[lane] : 0;
    if (view.lockHolder[freePageLock(sim)] === lane + 1) return last + machine.costs.applyHint;
    if (!hasQueued(view)) return Infinity;
    if (!view.geometry.timed) return 0;
    return Math.max(last, view.signalTime[Signal.Queue] + machine.costs.notify);
  },
  step(sim, lane) {
    const { view, settings } = sim;
    if (view.lockHolder[freePageLock(sim)] !== lane + 1) return receive(sim, lane);
    const slot = openSlot(sim);
    const applied = view.status[Status.ArrayApplied];
    if (view.slotState[slot] === Slot.Received && applied < numberOf(view.slotMessage[slot])) {
      return decide(sim, lane, view.array[applied], settings.hintOrder, applied);
    }
    finish(sim, lane, slot);
  },
});
