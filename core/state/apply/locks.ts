/**
 * What lock, interrupt and context events change.
 * @module
 */
import type { Memory } from "../memory.ts";
import { Fault, Status } from "../views.ts";
import { checkNumber } from "./checks.ts";

export function acquired(memory: Memory, actor: number, lock: number, event: number): void {
  checkNumber("lock", lock, memory.lockHolder.length, event);
  if (memory.lockHolder[lock] !== 0) failGranted(lock, memory.lockHolder[lock] - 1, event);
  memory.lockHolder[lock] = actor + 1;
}

export function contended(memory: Memory, actor: number, lock: number, event: number): void {
  checkNumber("lock", lock, memory.lockHolder.length, event);
  memory.laneWait[actor] = lock + 1;
}

export function released(memory: Memory, actor: number, lock: number, event: number): void {
  checkNumber("lock", lock, memory.lockHolder.length, event);
  if (memory.lockHolder[lock] !== actor + 1) {
    memory.status[Status.Faults] |= Fault.ReleasedByOther;
  }
  memory.lockHolder[lock] = 0;
}

/** Threads of the host have no cpu of the guest; their interrupts and contexts do not exist. */
export function interrupts(
  memory: Memory,
  cpu: number,
  holder: number,
  event: number,
): void {
  checkNumber("guest cpu", cpu, memory.geometry.cpus, event);
  memory.cpuIrqsOff[cpu] = holder;
}

export function context(memory: Memory, cpu: number, value: number, event: number): void {
  checkNumber("guest cpu", cpu, memory.geometry.cpus, event);
  memory.cpuContext[cpu] = value & 3;
}

function failGranted(lock: number, holder: number, event: number): never {
  throw new RangeError(`Cannot apply event ${event}: lock ${lock} is held by lane ${holder}`);
}
