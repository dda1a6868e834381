/**
 * The host's side of the balloon's other queues: it gives back what the guest reports as free, and what
 * the guest puts into the balloon. No command id is asked for, and no bitmap changes.
 *
 * QEMU, hw/virtio/virtio-balloon.c, virtio_balloon_handle_report, virtio_balloon_handle_output: ranges
 * are discarded, unless memory is incoming or the guest fills free pages with a pattern (poison_val).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU } from "../../../events/log.ts";
import { Drop, hasQueued, Message, messageOf, nextSlot, numberOf } from "../../decide/channel.ts";
import { Slot } from "../../state/apply/channel.ts";
import { Phase, Signal, Status } from "../../state/views.ts";
import { type Actor, noChoice, type Sim } from "../sim.ts";

/** True while pages come in: what is discarded now would have to come again. */
const isInhibited = ({ view, machine }: Sim): boolean =>
  view.status[Status.Phase] === Phase.Postcopy && machine.host.inhibitsDiscards;

/** The slot in hand, of an array that is worked through entry by entry. */
const openSlot = ({ view }: Sim): number => (view.status[Status.Taken] - 1) % view.geometry.queue;

function isOpen(sim: Sim): boolean {
  const { view } = sim;
  return view.status[Status.Taken] > view.status[Status.Used] &&
    view.slotState[openSlot(sim)] === Slot.Received;
}

function receive(sim: Sim, lane: number): void {
  const { view, machine } = sim;
  const slot = nextSlot(view), word = view.slotMessage[slot];
  machine.record(Kind.DescriptorReceived, lane, 0, slot);
  if (messageOf(word) === Message.Inflate) return; // its pages follow
  const pfn = view.slotPfn[slot], order = numberOf(word);
  const isPoisoned = machine.memoryInit.poison;
  if (isPoisoned || isInhibited(sim)) {
    machine.record(Kind.HintDropped, lane, pfn, isPoisoned ? Drop.Poison : Drop.Status, order);
  } else machine.record(Kind.PageDiscarded, lane, pfn, -1, order);
  machine.record(Kind.DescriptorUsed, lane, 0, slot);
}

/** The next page of a batch; the batch is given back behind the last. */
function goOn(sim: Sim, lane: number): void {
  const { view, machine } = sim;
  const slot = openSlot(sim), at = view.status[Status.ArrayApplied];
  if (isInhibited(sim)) {
    machine.record(Kind.HintDropped, lane, view.array[at], Drop.Status | ((at + 1) << 3), 0);
  } else machine.record(Kind.PageDiscarded, lane, view.array[at], at, 0);
  if (view.status[Status.ArrayApplied] < numberOf(view.slotMessage[slot])) return;
  machine.record(Kind.DescriptorUsed, lane, 0, slot);
}

export const balloonDevice = (): Actor => ({
  name: "balloon-device",
  cpu: HOST_CPU + 1,
  choices: noChoice,
  due(sim, lane) {
    const { view, machine } = sim;
    if (!view.geometry.timed) {
      return isOpen(sim) || (hasQueued(view) && view.status[Status.Paused] === 0) ? 0 : Infinity;
    }
    const last = view.laneTime[lane];
    if (isOpen(sim)) return last + machine.costs.discardPage;
    if (!hasQueued(view) || view.status[Status.Paused] !== 0) return Infinity;
    const isFirst = view.laneKind[lane] !== Kind.DescriptorUsed ||
      view.signalTime[Signal.Queue] > last;
    return isFirst
      ? Math.max(last, view.signalTime[Signal.Queue] + machine.costs.notify)
      : last + machine.costs.discardBlock;
  },
  step(sim, lane) {
    if (isOpen(sim)) goOn(sim, lane);
    else receive(sim, lane);
  },
});
