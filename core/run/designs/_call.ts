/**
 * Where a call for free blocks comes from: a work item, or an interrupt's handler (`hints.calledFrom`).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import type { Machine } from "../../decide/machine.ts";
import { lockIrqsave, unlockIrqrestore } from "../../decide/lock.ts";
import type { Settings } from "../sim.ts";
import { IRQSAVE, type LockWay } from "./_walk.ts";
import type { Driver } from "./design.ts";

const TASK = 0, HARDIRQ = 2;

/** The call begins: a handler runs with interrupts off on its cpu. */
export function beginCall(driver: Driver, lane: number, array: number, capacity: number): void {
  const { machine, settings } = driver;
  if (settings.calledFrom === "hardirq") {
    machine.record(Kind.InterruptsOff, lane, 0, 0);
    machine.record(Kind.ContextEntered, lane, 0, HARDIRQ);
  }
  machine.record(Kind.HintCallBegun, lane, array, capacity, settings.hintOrder);
}

/** The call returns; a handler is over with it, and interrupts go on if they are still off. */
export function endCall({ machine, settings }: Driver, lane: number, returned: number): void {
  machine.record(Kind.HintCallEnded, lane, 0, returned, settings.hintOrder);
  if (settings.calledFrom !== "hardirq") return;
  machine.record(Kind.ContextLeft, lane, 0, TASK);
  if (machine.memory.cpuIrqsOff[machine.cpus[lane]] === lane + 1) {
    machine.record(Kind.InterruptsOn, lane, 0, 0);
  }
}

/** `spin_lock_irqsave` where interrupts are off already: they stay so behind it. */
const NESTED: LockWay = {
  take: lockIrqsave,
  leave: (machine: Machine, lane, lock) => unlockIrqrestore(machine, lane, lock, false),
};

/** `spin_lock_irqsave`, `spin_unlock_irqrestore` as they are where the call comes from. */
export const irqsaveOf = ({ calledFrom }: Settings): LockWay =>
  calledFrom === "hardirq" ? NESTED : IRQSAVE;
