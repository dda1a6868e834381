/**
 * The page allocator of Linux 6.1, as measured on 6.1.192: every rule bears its number in the kernel-6.1
 * facts, which traces with full free lists confirm.
 * @module
 */
import { percpuOrder, THP_ORDER } from "../../state/lists.ts";
import type { MemoryView } from "../../state/memory.ts";
import type { Profile } from "./profile.ts";

const UNMOVABLE = 0, MOVABLE = 1, RECLAIMABLE = 2, HIGHATOMIC = 3;
const LISTS = 14;
const COSTLY_ORDER = 3;
const FACTOR_MAX = 5;
const BATCH_PAGES_MAX = 256; // 1 MiB
const HIGH_BATCHES_MIN = 4;
const MIN_FREE_KB_MIN = 128, MIN_FREE_KB_MAX = 262_144; // [M]

/** True if the block freed last makes a drain take everything (rule 17). */
function takesAll(view: MemoryView, at: number, order: number): boolean {
  return view.percpuFactor[at] !== 0 && order >= 1 && order <= COSTLY_ORDER;
}

/** Pages on a cpu's lists at which they drain, now: fewer while kswapd balances the node (rule 17). */
function limitOf(view: MemoryView, at: number, reclaiming: boolean): number {
  const high = view.percpuHigh[at];
  return reclaiming ? Math.min(HIGH_BATCHES_MIN * view.percpuBatch[at], high) : high;
}

export const linux61: Profile = {
  name: "linux-6.1",
  title: "Linux 6.1 (6.1.192)",
  orders: 11, // rule 1
  pageblockOrder: 9,
  types: 5,
  percpuLists: LISTS, // rule 15
  fallbacks: [[RECLAIMABLE, MOVABLE], [RECLAIMABLE, UNMOVABLE], [UNMOVABLE, MOVABLE], [], []], // 7
  bootToTail: true, // [M] since 5.10
  stealToTail: true, // rule 11
  boostFactor: 15_000, // rule 14
  isPercpu: (order) => order <= COSTLY_ORDER || order === THP_ORDER, // rule 6
  batch: (managed) => Math.max(1, batchOf(managed)), // rule 19
  /** Rule 19. */
  high: (managed, low, cpus) =>
    Math.max(Math.floor(low / cpus), HIGH_BATCHES_MIN * Math.max(1, batchOf(managed))),
  mayMerge: (type, buddyType) => type < HIGHATOMIC && buddyType < HIGHATOMIC, // rule 4
  minFreeKilobytes(lowmemKilobytes) {
    const root = Math.floor(Math.sqrt(lowmemKilobytes * 16));
    return Math.min(MIN_FREE_KB_MAX, Math.max(MIN_FREE_KB_MIN, root));
  },
  /** Rule 15. */
  refillBlocks: (batch, order) => batch > 1 ? Math.max(batch >> order, 2) : batch,
  factorAfterTake: (factor) => factor >> 1,
  /** Rule 17. */
  drainPages(view, zone, cpu, order, reclaiming) {
    const at = zone * view.cpus + cpu, batch = view.percpuBatch[at];
    const all = takesAll(view, at, order);
    const limit = all ? 0 : limitOf(view, at, reclaiming);
    if (view.percpuPages[at] < limit) return 0;
    if (all) return view.percpuPages[at];
    if (limit < batch) return 1;
    const wanted = batch << view.percpuFactor[at];
    return Math.min(Math.max(wanted, batch), limit - batch);
  },
  factorAfterDrain(view, zone, cpu, order, reclaiming) {
    const at = zone * view.cpus + cpu, factor = view.percpuFactor[at];
    if (takesAll(view, at, order)) return factor;
    const limit = limitOf(view, at, reclaiming), batch = view.percpuBatch[at];
    if (limit < batch) return factor;
    return batch << factor < limit - batch && factor < FACTOR_MAX ? factor + 1 : factor;
  },
  /** From the list of the block just freed on, each list from its tail until it is empty (rule 18). */
  drainOrder(view, zone, cpu, pages, first, lists) {
    const base = view.percpuBase + (zone * view.cpus + cpu) * LISTS;
    let left = Math.min(pages, view.percpuPages[zone * view.cpus + cpu]);
    let written = 0;
    for (let at = first - base; left > 0 && written < lists.length; at = (at + 1) % LISTS) {
      const order = percpuOrder(at);
      const blocks = Math.min(view.listCount[base + at], Math.ceil(left / (1 << order)));
      lists.fill(base + at, written, written + blocks);
      written = Math.min(lists.length, written + blocks);
      left -= blocks << order;
    }
    return written;
  },
};

/** A thousandth of the zone, capped, quartered, and one less than a power of two (rule 19). */
function batchOf(managed: number): number {
  const pages = Math.min(Math.floor(managed / 1024), BATCH_PAGES_MAX);
  const quarter = Math.max(1, Math.floor(pages / 4));
  return 2 ** Math.floor(Math.log2(quarter + (quarter >> 1))) - 1;
}
