/**
 * From a dump of a kernel's lists to a world: the events that a matched log begins with.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import type { Machine } from "../../decide/machine.ts";
import { Mark } from "../../state/views.ts";
import { State, stateOf } from "../../state/memory.ts";
import { PageClass, type Snapshot, type ZoneSnapshot } from "./snapshot.ts";

const WORLD = 0, MOVABLE = 1, UNMOVABLE = 0;
const NO_MEMORY = 255;

/** What a dump does not tell of the pages in use. */
export interface Users {
  /** By first pfn, the order of blocks that are later given back with one above 0. */
  readonly orders?: ReadonlyMap<number, number>;
  /** The lane that owns a movable page in use; asked by rising pfn. */
  readonly ownerOf?: (pfn: number) => number;
}

/** Records a dump as a world. */
export function beginWith(
  machine: Machine,
  snapshot: Snapshot,
  { orders = new Map(), ownerOf = () => WORLD }: Users = {},
): void {
  snapshot.zones.forEach((zone, index) => limits(machine, zone, index));
  snapshot.zones.forEach((zone) => pageblocks(machine, zone));
  snapshot.zones.forEach((zone) => lists(machine, zone));
  for (const [pfn, order] of orders) {
    if (stateOf(machine.memory.block[pfn]) !== State.None) continue;
    machine.record(Kind.PageAllocated, WORLD, pfn, 0, order);
  }
  snapshot.zones.forEach((zone) => used(machine, zone, ownerOf));
  machine.record(Kind.WorldReady, WORLD, 0, 0);
}

function limits(machine: Machine, zone: ZoneSnapshot, index: number): void {
  machine.record(Kind.ZoneDescribed, WORLD, 0, zone.managed, index);
  const { min, low, high, boost } = zone.watermark;
  const marks = [[Mark.Min, min], [Mark.Low, low], [Mark.High, high], [Mark.Boost, boost]];
  for (const [mark, pages] of marks) {
    if (pages > 0) machine.record(Kind.WatermarkSet, WORLD, mark, pages, index);
  }
  const { length } = machine.memory.geometry.zones;
  zone.lowmem_reserve.slice(0, length).forEach((pages, request) => {
    if (pages > 0) machine.record(Kind.ReserveSet, WORLD, request, pages, index);
  });
  for (const { cpu, high, batch, free_factor } of zone.pcp) {
    machine.cpus[WORLD] = cpu;
    machine.record(Kind.PercpuLimitsSet, WORLD, high, batch, index);
    if (free_factor > 0) machine.record(Kind.PercpuFactorSet, WORLD, 0, free_factor, index);
  }
  machine.cpus[WORLD] = 0;
}

function pageblocks(machine: Machine, { pageblocks }: ZoneSnapshot): void {
  const { pageblockOrder } = machine.memory.geometry;
  const first = pageblocks.start_pfn >> pageblockOrder;
  pageblocks.migratetype.forEach((type, at) => {
    if (type === UNMOVABLE || type === NO_MEMORY) return;
    machine.record(
      Kind.PageblocksTyped,
      WORLD,
      (first + at) << pageblockOrder,
      1 | (type << 28),
    );
  });
}

function lists(machine: Machine, zone: ZoneSnapshot): void {
  for (const { order, lists } of zone.free_area) {
    lists.forEach((pfns, type) => {
      for (const pfn of pfns) machine.record(Kind.BlockOnList, WORLD, pfn, type, order);
    });
  }
  for (const { cpu, lists } of zone.pcp) {
    machine.cpus[WORLD] = cpu;
    for (const { order, pages } of lists) {
      for (const [pfn, type] of pages) machine.record(Kind.BlockOnPercpu, WORLD, pfn, type, order);
    }
  }
  machine.cpus[WORLD] = 0;
}

/** Pages in use of unknown order, one by one: on the LRU they count as movable (rule 12). */
function used(machine: Machine, { pages }: ZoneSnapshot, ownerOf: (pfn: number) => number): void {
  const { memory } = machine;
  let pfn = pages.start_pfn, until = 0;
  for (const [count, bits] of pages.rle) {
    const end = pfn + count;
    const type = (bits & PageClass.Lru) !== 0 ? MOVABLE : UNMOVABLE;
    for (; pfn < end; pfn++) {
      const word = memory.block[pfn];
      const order = (word >>> 2) & 15;
      if (stateOf(word) !== State.None) until = pfn + (1 << order);
      if (pfn < until || (bits & PageClass.Valid) === 0) continue;
      const lane = type === MOVABLE ? ownerOf(pfn) : WORLD;
      machine.record(Kind.PagesUsed, lane, pfn, 1 | (type << 28));
    }
  }
}
