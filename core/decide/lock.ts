/**
 * Locks as the kernel takes them: with interrupts off on this cpu, and waiting said aloud.
 * A zone's lock has the zone's number (see `lockName` in geometry).
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { HOST_CPU, NONE } from "../../events/log.ts";
import type { MemoryView } from "../state/memory.ts";
import type { Machine } from "./machine.ts";

/** True if somebody holds the lock; NONE is nobody's. */
export function isHeld(view: MemoryView, lock: number): boolean {
  return lock !== NONE && view.lockHolder[lock] !== 0;
}

/** Says that the lane waits; its step is over, and the grant is its next acquisition. */
export function contend(machine: Machine, lane: number, lock: number): void {
  machine.record(Kind.LockContended, lane, lock, 0);
}

/**
 * `spin_lock_irqsave`: interrupts go off unless they are, then the lock is taken.
 * @returns true if it found them on
 */
export function lockIrqsave(machine: Machine, lane: number, lock: number): boolean {
  const cpu = machine.cpus[lane];
  const wereOn = cpu < HOST_CPU && machine.memory.cpuIrqsOff[cpu] === 0;
  if (wereOn) machine.record(Kind.InterruptsOff, lane, 0, 0);
  machine.record(Kind.LockAcquired, lane, lock, 0);
  return wereOn;
}

/**
 * `spin_unlock_irqrestore`: the lock is free, interrupts are as this lane found them.
 * @param wereOn what `lockIrqsave` said; left out where another step took the lock: then interrupts go on if
 * the lane holds no other, for taken below another lock, this one found them off
 */
export function unlockIrqrestore(
  machine: Machine,
  lane: number,
  lock: number,
  wereOn = !holdsOther(machine.memory, lane, lock),
): void {
  machine.record(Kind.LockReleased, lane, lock, 0);
  const cpu = machine.cpus[lane];
  if (cpu >= HOST_CPU || machine.memory.cpuIrqsOff[cpu] !== lane + 1) return;
  if (wereOn) machine.record(Kind.InterruptsOn, lane, 0, 0);
}

/** `spin_lock_irq`: interrupts go off, whether they were or not. For callers that know them to be on. */
export function lockIrq(machine: Machine, lane: number, lock: number): void {
  const cpu = machine.cpus[lane];
  if (machine.memory.cpuIrqsOff[cpu] === 0) machine.record(Kind.InterruptsOff, lane, 0, 0);
  machine.record(Kind.LockAcquired, lane, lock, 0);
}

/** `spin_unlock_irq`: the lock is free and interrupts go on, even if the caller had turned them off. */
export function unlockIrq(machine: Machine, lane: number, lock: number): void {
  machine.record(Kind.LockReleased, lane, lock, 0);
  machine.record(Kind.InterruptsOn, lane, 0, 0);
}

function holdsOther({ lockHolder }: MemoryView, lane: number, but: number): boolean {
  for (let lock = 0; lock < lockHolder.length; lock++) {
    if (lockHolder[lock] === lane + 1 && lock !== but) return true;
  }
  return false;
}
