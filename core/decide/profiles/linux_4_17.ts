/**
 * The page allocator of Linux 4.17, the thread's time. The source of each rule stands beside it:
 * [V] read in the 4.15 and 4.19 trees, which agree; [M] from memory, not checked.
 * @module
 */
import type { MemoryView } from "../../state/memory.ts";
import type { Profile } from "./profile.ts";

const UNMOVABLE = 0, MOVABLE = 1, RECLAIMABLE = 2, ISOLATE = 5;
const PERCPU_TYPES = 3;
const BATCH_BYTES_MAX = 512 * 1024; // [V] 4.15; 1 MiB from 4.19 on
const PAGE_BYTES = 4096;
const HIGH_BATCHES = 6; // [V] 4.15
const MIN_FREE_KB_MIN = 128, MIN_FREE_KB_MAX = 65536; // [M]

export const linux417: Profile = {
  name: "linux-4.17",
  title: "Linux 4.17, June 2018",
  orders: 11,
  pageblockOrder: 9,
  types: 6,
  percpuLists: 3,
  fallbacks: [
    [RECLAIMABLE, MOVABLE],
    [RECLAIMABLE, UNMOVABLE],
    [UNMOVABLE, MOVABLE],
    [],
    [],
    [],
  ],
  bootToTail: false, // [M]
  stealToTail: false,
  boostFactor: 0, // since 5.0
  isPercpu: (order) => order === 0,
  batch: (managed) => Math.max(1, batchOf(managed)), // [V] pageset_set_batch
  high: (managed) => HIGH_BATCHES * batchOf(managed),
  refillBlocks: (batch) => Math.max(1, batch),
  factorAfterTake: (factor) => factor,
  drainPages(view: MemoryView, zone: number, cpu: number) {
    const at = zone * view.geometry.cpus + cpu;
    return view.percpuPages[at] >= view.percpuHigh[at] ? Math.max(1, view.percpuBatch[at]) : 0;
  },
  factorAfterDrain: () => 0,
  /** Only an isolated pageblock keeps apart. [V] */
  mayMerge: (type, buddyType) => (type === ISOLATE) === (buddyType === ISOLATE),
  minFreeKilobytes(lowmemKilobytes) {
    const root = Math.floor(Math.sqrt(lowmemKilobytes * 16));
    return Math.min(MIN_FREE_KB_MAX, Math.max(MIN_FREE_KB_MIN, root));
  },
  /**
   * From the tails of the three lists in turn, more at a time the longer the others have been
   * empty; all that is left at once if only one has pages. [V] free_pcppages_bulk
   */
  drainOrder(
    view: MemoryView,
    zone: number,
    cpu: number,
    count: number,
    _first: number,
    lists: Int32Array,
  ) {
    const geometry = view.geometry;
    const base = view.percpuBase + (zone * geometry.cpus + cpu) * geometry.percpuLists;
    let left0 = view.listCount[base];
    let left1 = view.listCount[base + 1];
    let left2 = view.listCount[base + 2];
    const wanted = Math.min(count, left0 + left1 + left2);
    let type = 0, share = 0, written = 0;
    while (written < wanted) {
      let left = 0;
      do {
        share++;
        type = (type + 1) % PERCPU_TYPES;
        left = type === 0 ? left0 : type === 1 ? left1 : left2;
      } while (left <= 0);
      if (share === PERCPU_TYPES) share = wanted - written;
      const taken = Math.min(share, left, wanted - written);
      share -= taken; // what a short list leaves of its share falls to the next
      lists.fill(base + type, written, written + taken);
      written += taken;
      if (type === 0) left0 -= taken;
      else if (type === 1) left1 -= taken;
      else left2 -= taken;
    }
    return written;
  },
};

/**
 * A thousandth of the zone, capped, quartered, and one less than a power of two: 0 for a zone below
 * 32 MiB, whose lists then drain at once. [V] zone_batchsize, 4.15
 */
function batchOf(managed: number): number {
  const pages = Math.min(Math.floor(managed / 1024), BATCH_BYTES_MAX / PAGE_BYTES);
  const quarter = Math.max(1, Math.floor(pages / 4));
  return 2 ** Math.floor(Math.log2(quarter + (quarter >> 1))) - 1;
}
