/**
 * The cpus at an event: context, interrupts and locks, for `audit --at`.
 * @module
 */
import { CONTEXTS } from "../../events/kinds.ts";
import { HOST_CPU } from "../../events/log.ts";
import { lockName } from "../../core/state/geometry.ts";
import type { MemoryView } from "../../core/state/memory.ts";
import { table } from "../../replay/text.ts";
import type { Facts } from "../../replay/audit.ts";

/** A lock and the lane that holds it. */
interface HeldLock {
  readonly lock: string;
  readonly holder: string;
}

/** What is known of a cpu of the guest, or of a thread of the host that holds a lock. */
export interface CpuState {
  /** Its number; 240 and up is a thread of the host. */
  readonly cpu: number;
  /** `task`, `softirq`, `hardirq` or `nmi`; null for the host, and if the log does not tell it. */
  readonly context: string | null;
  /** Null for the host, and if the log does not tell it. */
  readonly interrupts: { readonly off: boolean; readonly by: string | null } | null;
  /** Locks held by lanes of this cpu. */
  readonly locks: readonly HeldLock[];
}

/** The cpus in a state: every one of the guest, and the host's threads that hold a lock. */
export function cpusOf(view: MemoryView, { lanes, imported }: Facts): CpuState[] {
  const nameOf = (lane: number): string => lanes[lane]?.name ?? `lane ${lane}`;
  const locksOf = (cpu: number): HeldLock[] =>
    Array.from({ length: view.lockHolder.length }, (_, lock) => lock)
      .filter((lock) => view.lockHolder[lock] && lanes[view.lockHolder[lock] - 1]?.cpu === cpu)
      .map((lock) => ({
        lock: lockName(view.geometry, lock),
        holder: nameOf(view.lockHolder[lock] - 1),
      }));
  const guest = Array.from({ length: view.cpus }, (_, cpu): CpuState => {
    const off = view.cpuIrqsOff[cpu];
    return {
      cpu,
      context: imported ? null : CONTEXTS[view.cpuContext[cpu]],
      interrupts: imported ? null : { off: off !== 0, by: off === 0 ? null : nameOf(off - 1) },
      locks: locksOf(cpu),
    };
  });
  const threads = [...new Set(lanes.map(({ cpu }) => cpu).filter((cpu) => cpu >= HOST_CPU))];
  const host = threads.sort((a, b) => a - b)
    .map((cpu): CpuState => ({ cpu, context: null, interrupts: null, locks: locksOf(cpu) }))
    .filter(({ locks }) => locks.length > 0);
  return [...guest, ...host];
}

/** The cpus as a table for people. */
export function cpusText(cpus: readonly CpuState[]): string[] {
  const rows = cpus.map(({ cpu, context, interrupts, locks }) => [
    cpu >= HOST_CPU ? `host${cpu - HOST_CPU}` : `${cpu}`,
    context ?? (cpu >= HOST_CPU ? "-" : "unknown"),
    interrupts === null
      ? (cpu >= HOST_CPU ? "-" : "unknown")
      : interrupts.off
      ? `off, by ${interrupts.by}`
      : "on",
    locks.map(({ lock, holder }) => `${lock} (${holder})`).join(", ") || "none",
  ]);
  return table([["cpu", "context", "interrupts", "locks held"], ...rows], 4);
}
