/**
 * Invariants of the channel: descriptors go filled, queued, received, used, reclaimed, and the
 * counters say how many are where.
 * @module
 */
import { STATUSES } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { Slot } from "../apply/channel.ts";
import type { MemoryView } from "../memory.ts";
import { Device, Reporting, Status } from "../views.ts";
import type { Say } from "./lists.ts";

const WAY = ["Filled", "Queued", "Taken", "Used", "Reclaimed"] as const;
const AFTER_WAY = [Slot.Filled, Slot.Queued, Slot.Received, Slot.Used]; // state behind each step

export function checkChannel(view: MemoryView, say: Say): void {
  const { geometry, status, slotState, slotMessage, slotPfn, frames } = view;
  AFTER_WAY.forEach((state, step) => {
    const count = status[Status[WAY[step]]] - status[Status[WAY[step + 1]]];
    let found = 0;
    for (let slot = 0; slot < slotState.length; slot++) if (slotState[slot] === state) found++;
    if (count !== found) {
      say(`Counters say ${WAY[step]} less ${WAY[step + 1]} is ${count}: ${found} slots are there`);
    }
  });
  for (let slot = 0; slot < slotState.length; slot++) {
    if (slotState[slot] > Slot.Used) say(`Slot ${slot} is in state ${slotState[slot]}`);
    if (slotState[slot] === Slot.Free && slotMessage[slot] !== 0) {
      say(
        `Slot ${slot} is free and carries message ${slotMessage[slot] & 7} of pfn ${slotPfn[slot]}`,
      );
    }
  }
  checkDevice(view, say);
  const hinting = status[Status.Hinting];
  if (hinting < 0 || hinting >= STATUSES.length) say(`The status of hinting is ${hinting}`);
  const array = status[Status.ArrayPfn];
  if (array !== NONE && (array < 0 || array >= frames)) {
    say(`The hint array lies at pfn ${array} of ${frames}`);
  }
  for (const name of ["ArrayFilled", "ArrayApplied"] as const) {
    if (status[Status[name]] < 0) say(`${name} is ${status[Status[name]]}`);
  }
  if (status[Status.Filled] - status[Status.Reclaimed] > geometry.queue) {
    say(`The queue has ${geometry.queue} slots: ${status[Status.Filled]} were filled`);
  }
}

/** The balloon's sizes, and the state of free page reporting, where a world keeps them. */
function checkDevice({ device }: MemoryView, say: Say): void {
  if (device.length === 0) return;
  const reporting = device[Device.Reporting];
  if (reporting < Reporting.Idle || reporting > Reporting.Active) {
    say(`Reporting is in state ${reporting}`);
  }
  if (device[Device.Target] < 0) say(`The balloon is to have ${device[Device.Target]} pages`);
}
