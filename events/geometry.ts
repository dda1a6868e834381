/**
 * Geometry: the sizes of a world, as data. A one-page world and a terabyte differ by these numbers only.
 * A log's header holds it.
 * @module
 */

/** A zone of page frames. `start` is a pfn, `frames` its span in page frames. */
export interface Zone {
  /** As the kernel calls it: DMA, DMA32, Normal, Movable. */
  readonly name: string;
  /** The memory node that it lies on; 0 if it is left out. */
  readonly node?: number;
  /** Its first pfn. */
  readonly start: number;
  /** Page frames that it spans. */
  readonly frames: number;
}

/** Sizes of a world. */
export interface Geometry {
  /** Page frames from pfn 0 to the end of the last zone, holes included. */
  readonly frames: number;
  /** Zones in ascending order of pfn; they do not overlap. Those of a node follow each other. */
  readonly zones: readonly Zone[];
  /** Number of block orders: 11 stands for orders 0 to 10. */
  readonly orders: number;
  /** Order of a pageblock, the unit that has a migratetype. */
  readonly pageblockOrder: number;
  /** Number of migratetypes. */
  readonly types: number;
  /** Cpus of the guest. */
  readonly cpus: number;
  /** Per-cpu lists of a zone and cpu: 0 (none), 3 (order 0) or 14 (orders 0 to 3 and 9). */
  readonly percpuLists: number;
  /** Actors; lane 0 is the world's. */
  readonly lanes: number;
  /** Lanes 1 to `owners` can own blocks. */
  readonly owners: number;
  /** Locks besides the zones'. */
  readonly locks: number;
  /** Descriptors of the hinting queue. */
  readonly queue: number;
  /** Order of a chunk of the dirty log that is cleared as one; absent where the log is cleared as it is fetched. */
  readonly chunkOrder?: number;
  /** Entries of a cpu's ring of dirty pages; absent where the log is a bitmap. */
  readonly ring?: number;
  /** Memory nodes whose kswapd is an actor; absent in logs of before there were any. */
  readonly nodes?: number;
  /** 1 where the state of the balloon and of free page reporting is kept; absent in worlds that have neither. */
  readonly device?: number;
  /** Entries that one block of the hint array holds, where a report may fill several; else it is one block. */
  readonly arraySpan?: number;
  /** Entries of the hint array, of all its blocks; for a bitmap, words of 32 bits. */
  readonly array: number;
  /** False in worlds that are searched: no times, event numbers or step counts are kept. */
  readonly timed: boolean;
}
