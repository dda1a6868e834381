/**
 * The cpus at an event: context, interrupts and locks, for `audit --at`.
 * @module
 */
import { CONTEXTS } from "../../events/kinds.ts";
import { contextOf, HOST_CPU, irqsOffOf, STRIDE } from "../../events/log.ts";
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

/**
 * The cpus in a state: every one of the guest, and the host's threads that hold a lock.
 * @param heads each cpu's last event, word 0 alone: of a trace's log its flags are all that is known
 */
export function cpusOf(
  view: MemoryView,
  { lanes, imported }: Facts,
  heads: Int32Array,
): CpuState[] {
  const nameOf = (lane: number): string => lanes[lane]?.name ?? `lane ${lane}`;
  const locksOf = (cpu: number): HeldLock[] =>
    Array.from({ length: view.lockHolder.length }, (_, lock) => lock)
      .filter((lock) => view.lockHolder[lock] && lanes[view.lockHolder[lock] - 1]?.cpu === cpu)
      .map((lock) => ({
        lock: lockName(view.geometry, lock),
        holder: nameOf(view.lockHolder[lock] - 1),
      }));
  const guest = Array.from({ length: view.cpus }, (_, cpu): CpuState => {
    if (imported) {
      const seen = heads[cpu * STRIDE] !== 0;
      return {
        cpu,
        context: seen ? CONTEXTS[contextOf(heads, cpu)] : null,
        interrupts: seen ? { off: irqsOffOf(heads, cpu) !== 0, by: null } : null,
        locks: [],
      };
    }
    const off = view.cpuIrqsOff[cpu];
    return {
      cpu,
      context: CONTEXTS[view.cpuContext[cpu]],
      interrupts: { off: off !== 0, by: off === 0 ? null : nameOf(off - 1) },
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
      ? `off${interrupts.by === null ? "" : `, by ${interrupts.by}`}`
      : "on",
    locks.map(({ lock, holder }) => `${lock} (${holder})`).join(", ") || "none",
  ]);
  return table([["cpu", "context", "interrupts", "locks held"], ...rows], 4);
}
