/**
 * Classes of locks, as lockdep has them: all zones' locks are one; what is no lock but waits like one
 * (reclaim, kswapd's wait queue) has a class of its own.
 * @module
 */
import { HOST_LOCKS } from "../../core/state/geometry.ts";
import type { MemoryView } from "../../core/state/memory.ts";

/** What holds a lock may do: a spinlock's holder may not sleep. */
export type Sort = "spinlock" | "mutex" | "pseudo";

export interface LockClass {
  readonly name: string;
  readonly sort: Sort;
}

/** The host's locks are mutexes of QEMU, all others spinlocks of the guest. */
const MUTEXES: readonly string[] = ["free_page_lock", "bitmap_mutex"];

/** An order of classes that Linux has and no log can show. */
export interface KnownOrder {
  readonly held: string;
  readonly taken: string;
  readonly source: string;
}

/** Below kswapd's wait queue lie the scheduler's locks, which are no events, and below these the zones'. */
export const KNOWN: readonly KnownOrder[] = [
  { held: "kswapd_wait", taken: "zone", source: "by the scheduler; Linux, commit 73444bc4d8f9" },
];

/** The classes of a world: zones, its other locks, reclaim (fs_reclaim), kswapd's wait queue. */
export function classesOf({ geometry }: MemoryView): LockClass[] {
  const others = Array.from({ length: geometry.locks }, (_, at): LockClass => {
    const name = HOST_LOCKS[at] ?? `lock ${geometry.zones.length + at}`;
    return { name, sort: MUTEXES.includes(name) ? "mutex" : "spinlock" };
  });
  return [
    { name: "zone", sort: "spinlock" },
    ...others,
    { name: "fs_reclaim", sort: "pseudo" },
    { name: "kswapd_wait", sort: "spinlock" },
  ];
}

/** The class of a lock by its number. */
export const classOf = ({ geometry }: MemoryView, lock: number): number =>
  Math.max(0, lock - geometry.zones.length + 1);
