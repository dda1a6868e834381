/**
 * The host's side of the balloon's other queues: it gives back what the guest reports as free, and what
 * the guest puts into the balloon. No command id is asked for, and no bitmap changes.
 *
 * QEMU, hw/virtio/virtio-balloon.c, virtio_balloon_handle_report, virtio_balloon_handle_output: ranges
 * are discarded, unless memory is incoming or the guest fills free pages with a pattern and said so (poison_val).
 * A host whose pages are larger (64 KiB and a guest of 4) discards one when all of it is in the balloon.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU } from "../../../events/log.ts";
import {
  Drop,
  hasQueued,
  isLeaving,
  Message,
  messageOf,
  nextSlot,
  numberOf,
} from "../../decide/channel.ts";
import { Slot } from "../../state/apply/channel.ts";
import { Phase, Signal, Status } from "../../state/views.ts";
import { note } from "../designs/design.ts";
import { type Actor, noChoice, type Sim } from "../sim.ts";

/**
 * The host's page that is in the balloon in part (QEMU, PartiallyBalloonedPage): there is one at most. The lane's phase
 * says whether there is, its words keep the first page and a bit for each page that is in the balloon.
 */
const None = 0, Part = 1;

/** A page went into the balloon: the host's page goes back when all of it has. */
function addPart({ view, machine }: Sim, lane: number, pfn: number): void {
  const { pageOrder } = machine.host, base = pfn & ~((1 << pageOrder) - 1);
  const isSame = view.lanePhase[lane] === Part && view.laneFirst[lane] === base;
  const parts = (isSame ? view.laneSecond[lane] : 0) | (1 << (pfn - base));
  if (parts !== 2 ** (1 << pageOrder) - 1) return note(machine, lane, Part, base, parts);
  machine.record(Kind.PageDiscarded, lane, base, -1, pageOrder);
  note(machine, lane, None);
}

/** The guest changed its mind: what is in part in the balloon is forgotten. */
function dropPart({ view, machine }: Sim, lane: number, pfn: number): void {
  const base = pfn & ~((1 << machine.host.pageOrder) - 1);
  const isSame = view.lanePhase[lane] === Part && view.laneFirst[lane] === base;
  if (isSame && machine.host.heedsDeflation) note(machine, lane, None);
}

/** A message of the balloon, where the host's pages are larger than the guest's. */
function receiveParts(sim: Sim, lane: number, slot: number): void {
  const { view, machine } = sim, word = view.slotMessage[slot];
  if (isLeaving(word)) dropPart(sim, lane, view.slotPfn[slot]);
  else for (let at = 0; at < numberOf(word); at++) addPart(sim, lane, view.array[at]);
  machine.record(Kind.DescriptorUsed, lane, 0, slot);
}

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
  if (messageOf(word) === Message.Inflate) { // its pages follow, one a step
    if (machine.host.pageOrder > 0) receiveParts(sim, lane, slot);
    return;
  }
  const pfn = view.slotPfn[slot], order = numberOf(word);
  const isPoisoned = machine.memoryInit.poison && sim.settings.poisonTold;
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
