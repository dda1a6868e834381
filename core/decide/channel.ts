/**
 * The channel: the guest fills and queues descriptors, the host receives and uses them, in order.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { ID_DONE, ID_STOP, Slot } from "../state/apply/channel.ts";
import type { MemoryView } from "../state/memory.ts";
import { Status } from "../state/views.ts";
import type { Machine } from "./machine.ts";

/** What a descriptor carries: numbers of `MESSAGES` in the kinds table. */
export const Message = {
  Start: 1,
  Stop: 2,
  Hint: 3,
  Array: 4,
  Bitmap: 5,
  Report: 6,
  Inflate: 7,
} as const;
/** Statuses of hinting: numbers of `STATUSES`. */
export const Hinting = { Stop: 0, Requested: 1, Start: 2, Done: 3 } as const;
/** Why a hint is dropped: numbers of `DROPS`. */
export const Drop = { Status: 0, Range: 1, Id: 2, QueueFull: 3, Poison: 4 } as const;
const REFERENCE = 8;

/** True for a message of the balloon that tells of a page that leaves it. */
export const isLeaving = (word: number): boolean => (word & REFERENCE) !== 0;
/** What a descriptor carries, by its word. */
export const messageOf = (word: number): number => word & 7;
/** The order of a hint, the entries of an array. */
export const numberOf = (word: number): number => word >>> 4;

/** Descriptors that the guest can still fill. */
export function freeSlots(view: MemoryView): number {
  return view.geometry.queue - (view.status[Status.Filled] - view.status[Status.Reclaimed]);
}

/** True if a queued descriptor waits for the host. */
export function hasQueued(view: MemoryView): boolean {
  return view.status[Status.Queued] > view.status[Status.Taken];
}

/** True if the host holds no descriptor of the guest. */
export function isIdle(view: MemoryView): boolean {
  return view.status[Status.Used] === view.status[Status.Filled];
}

/** The slot that the host receives next. */
export function nextSlot(view: MemoryView): number {
  return view.status[Status.Taken] % view.geometry.queue;
}

/** Fills the next descriptor and queues it. `reference` says that the host reads the word when it receives it, or that a balloon's page leaves. */
export function send(
  machine: Machine,
  lane: number,
  message: number,
  pfn: number,
  number: number,
  reference = false,
): void {
  const word = message | (reference ? REFERENCE : 0) | (number << 4);
  machine.record(Kind.DescriptorFilled, lane, pfn, word);
  queueFilled(machine, lane);
}

/** Queues the descriptor that was filled last. */
export function queueFilled(machine: Machine, lane: number): void {
  const view = machine.memory;
  const slot = (view.status[Status.Filled] - 1) % view.geometry.queue;
  machine.record(Kind.DescriptorQueued, lane, 0, slot);
}

/** The guest takes back every descriptor that the host has used, oldest first. */
export function reclaim(machine: Machine, lane: number): void {
  const view = machine.memory;
  const { queue } = view.geometry;
  for (;;) {
    const slot = view.status[Status.Reclaimed] % queue;
    if (view.slotState[slot] !== Slot.Used) return;
    machine.record(Kind.DescriptorReclaimed, lane, 0, slot);
  }
}

/** The guest announces that hints under the id it read follow. */
export function sendStart(machine: Machine, lane: number, byReference: boolean): void {
  fillStart(machine, lane, byReference);
  queueFilled(machine, lane);
}

/** The same, not yet queued: the id is in the driver's word. */
export function fillStart(machine: Machine, lane: number, byReference: boolean): void {
  const word = Message.Start | (byReference ? REFERENCE : 0);
  machine.record(Kind.DescriptorFilled, lane, machine.memory.status[Status.Received], word);
}

/**
 * The id of a START that the host receives. By reference it is what the guest's word holds by now:
 * Linux hands out the address of `cmd_id_active` and writes the next id to the same word.
 */
export function idOfStart(view: MemoryView, slot: number): number {
  const isReference = (view.slotMessage[slot] & REFERENCE) !== 0;
  return isReference ? view.status[Status.Active] : view.slotPfn[slot];
}

/**
 * What the guest reads from the config space: the id while hinting is requested, 1 when it is done,
 * else 0, also while hints flow (QEMU, virtio_balloon_get_config); some hosts keep the id there.
 */
export function configId({ memory, host }: Pick<Machine, "memory" | "host">): number {
  const hinting = memory.status[Status.Hinting];
  if (hinting === Hinting.Requested) return memory.status[Status.Id];
  if (hinting === Hinting.Start && host.keepsRequest) return memory.status[Status.Id];
  return hinting === Hinting.Done ? ID_DONE : ID_STOP;
}
