/**
 * What channel events change: command ids, the status of hinting, the queue of descriptors.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import type { Memory } from "../memory.ts";
import { Fault, Signal, Status } from "../views.ts";
import { checkNumber } from "./checks.ts";

/** States of a descriptor's slot. */
export const Slot = { Free: 0, Filled: 1, Queued: 2, Received: 3, Used: 4 } as const;
/** Command ids that are no ids: hinting is to stop, or is done. Real ids are larger. */
export const ID_STOP = 0, ID_DONE = 1;
const START = 1, BITMAP = 5, INFLATE = 7;

/** Messages whose entries the host reads from the first on, each time. */
const isFromStart = (message: number): boolean => message === BITMAP || message === INFLATE;

/** True for a command id that is one. Ids are 32 bits without a sign. */
export const isId = (id: number): boolean => id !== ID_STOP && id !== ID_DONE;

export function idIssued(memory: Memory, id: number, event: number): void {
  memory.status[Status.Id] = id;
  memory.status[Status.IssuedAt] = event;
}

export function statusChanged(memory: Memory, value: number): void {
  memory.status[Status.Hinting] = value & 3;
}

export function interruptRaised(memory: Memory, value: number): void {
  if ((value & 1) !== 0) return;
  memory.status[Status.ConfigPending] = 1;
  if (memory.geometry.timed) memory.signalTime[Signal.Config] = memory.now[0];
}

export function idRead(memory: Memory, value: number): void {
  const status = memory.status;
  status[Status.Received] = value;
  status[Status.ConfigPending] = 0;
  if (isId(value)) status[Status.ReceivedAt] = status[Status.IssuedAt];
}

export function filled(memory: Memory, pfn: number, value: number, event: number): void {
  checkNumber("queue of no descriptors: slot", 0, memory.geometry.queue, event);
  const status = memory.status;
  const slot = status[Status.Filled] % memory.geometry.queue;
  if (memory.slotState[slot] !== Slot.Free) status[Status.Faults] |= Fault.SlotReused;
  memory.slotState[slot] = Slot.Filled;
  memory.slotMessage[slot] = value;
  memory.slotPfn[slot] = pfn;
  status[Status.Filled]++;
  if ((value & 7) === START) {
    // Logs from before ids were whole carry theirs in the message's number.
    status[Status.Active] = pfn !== 0 ? pfn : value >>> 4;
    status[Status.ActiveAt] = status[Status.ReceivedAt];
  }
}

export function moved(memory: Memory, kind: number, slot: number, event: number): void {
  checkNumber("slot", slot, memory.geometry.queue, event);
  const status = memory.status;
  switch (kind) {
    case Kind.DescriptorQueued:
      memory.slotState[slot] = Slot.Queued;
      status[Status.Queued]++;
      if (memory.geometry.timed) memory.signalTime[Signal.Queue] = memory.now[0];
      return;
    case Kind.DescriptorReceived:
      memory.slotState[slot] = Slot.Received;
      status[Status.Taken]++;
      if (isFromStart(memory.slotMessage[slot] & 7)) status[Status.ArrayApplied] = 0;
      return;
    case Kind.DescriptorUsed:
      memory.slotState[slot] = Slot.Used;
      status[Status.Used]++;
      return;
    case Kind.DescriptorReclaimed:
      memory.slotState[slot] = Slot.Free;
      memory.slotMessage[slot] = 0;
      memory.slotPfn[slot] = NONE;
      status[Status.Reclaimed]++;
      return;
  }
}
