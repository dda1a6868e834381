/**
 * What a guest kernel's allocator is, as data and a few switches.
 * A new profile is one file and one line in `mod.ts`.
 * @module
 */
import type { MemoryView } from "../../state/memory.ts";

export interface Profile {
  readonly name: string;
  readonly title: string;
  /** Number of block orders: 11 stands for orders 0 to 10. */
  readonly orders: number;
  readonly pageblockOrder: number;
  /** Number of migratetypes. */
  readonly types: number;
  /** Lists of a zone and cpu. */
  readonly percpuLists: number;
  /** For each migratetype, the types to steal from, best first. */
  readonly fallbacks: readonly (readonly number[])[];
  /** Blocks freed at boot go to the tail of their list. */
  readonly bootToTail: boolean;
  /** Stolen blocks go to the tail of the new type's list. */
  readonly stealToTail: boolean;
  /** True if blocks of this order wait on per-cpu lists. */
  isPercpu(order: number): boolean;
  /** Pages a refill or drain moves, for a zone of `managed` pages. */
  batch(managed: number): number;
  /** Pages on a cpu's lists at which they drain, for a zone of `managed` pages. */
  high(managed: number): number;
  /** True if free buddies in pageblocks of these types may become one block. */
  mayMerge(type: number, buddyType: number): boolean;
  /** min_free_kbytes for so many kilobytes of directly mapped memory. */
  minFreeKilobytes(lowmemKilobytes: number): number;
  /**
   * Writes into `lists` which per-cpu list of a zone and cpu each of the next `count` drained pages
   * leaves, by list number, and returns how many there are.
   */
  drainOrder(view: MemoryView, zone: number, cpu: number, count: number, lists: Int32Array): number;
}
