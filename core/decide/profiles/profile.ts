/**
 * What a guest kernel's allocator is, as data and a few switches.
 * A new profile is one file and one line in `mod.ts`.
 * @module
 */
import type { MemoryView } from "../../state/memory.ts";

/** The rules of a guest kernel. */
export interface Profile {
  /** As scenarios and logs call it. */
  readonly name: string;
  /** One line on what it is. */
  readonly title: string;
  /** Number of block orders: 11 stands for orders 0 to 10. */
  readonly orders: number;
  /** Order of a pageblock. */
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
  /** Pages on a cpu's lists at which they drain, for a zone of `managed` pages and its low mark. */
  high(managed: number, low: number, cpus: number): number;
  /** True if free buddies in pageblocks of these types may become one block. */
  mayMerge(type: number, buddyType: number): boolean;
  /** min_free_kbytes for so many kilobytes of directly mapped memory. */
  minFreeKilobytes(lowmemKilobytes: number): number;
  /** How far a steal may raise a zone's watermark boost, in ten-thousandths of high; 0: no boost. */
  readonly boostFactor: number;
  /** Blocks that a refill of an empty per-cpu list takes. */
  refillBlocks(batch: number, order: number): number;
  /** The drain factor of a cpu's lists after an allocation from them. */
  factorAfterTake(factor: number): number;
  /**
   * Pages to drain after a block of `order` was freed to a cpu's lists; 0 if none.
   * @param reclaiming kswapd balances the node
   */
  drainPages(
    view: MemoryView,
    zone: number,
    cpu: number,
    order: number,
    reclaiming: boolean,
  ): number;
  /** The drain factor after that. */
  factorAfterDrain(
    view: MemoryView,
    zone: number,
    cpu: number,
    order: number,
    reclaiming: boolean,
  ): number;
  /**
   * Writes into `lists` which per-cpu list of a zone and cpu each of the next drained blocks leaves,
   * by list number, until `pages` pages have left, and returns how many blocks there are.
   * @param first the list of the block that was freed last
   */
  drainOrder(
    view: MemoryView,
    zone: number,
    cpu: number,
    pages: number,
    first: number,
    lists: Int32Array,
  ): number;
}
