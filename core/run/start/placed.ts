/**
 * Lists from counts: where only /proc text tells of a kernel's free memory, how many blocks each list
 * has is known, and where they lie is assumed.
 *
 * Assumed: pageblocks of one type lie together, unmovable lowest; each block lies in the smallest gap of
 * its type that holds it, from the largest blocks down; lists are in rising order; per-cpu lists are
 * empty, their pages in use. Two free buddies never lie side by side: the kernel would have merged them.
 * @module
 */
import { RESERVED_FRAMES } from "../../decide/zones.ts";
import { percpuOrder } from "../../state/lists.ts";
import {
  MAX_ORDER,
  PAGEBLOCK_ORDER,
  PageClass,
  PERCPU_LISTS,
  type PercpuSnapshot,
  type Snapshot,
  SNAPSHOT_FORMAT,
  type ZoneSnapshot,
} from "./snapshot.ts";

const TOP = MAX_ORDER - 1;
const MOVABLE = 1;
/** Types from the bottom of a zone up. */
const UPWARDS: readonly number[] = [0, 2, 3, 4, MOVABLE];

/** What /proc tells of a zone. */
export interface ZoneCounts {
  readonly name: string;
  readonly startPfn: number;
  readonly spanned: number;
  readonly managed: number;
  readonly watermark: ZoneSnapshot["watermark"];
  readonly lowmemReserve: readonly number[];
  /** By migratetype, then order: free blocks. */
  readonly free: readonly (readonly number[])[];
  /** By migratetype: pageblocks. */
  readonly pageblocks: readonly number[];
  readonly percpu: readonly Omit<PercpuSnapshot, "lists" | "count" | "free_factor">[];
}

/** Room in a zone: aligned gaps by order, of which the tainted ones must not become free as a whole. */
class Gaps {
  private readonly clean: number[][] = Array.from({ length: MAX_ORDER }, () => []);
  private readonly tainted: number[][] = Array.from({ length: MAX_ORDER }, () => []);

  add(pfn: number, order: number, isTainted: boolean): void {
    (isTainted ? this.tainted : this.clean)[order].push(pfn);
  }

  /** Takes room for a block; undefined if there is none. */
  take(order: number): number | undefined {
    for (let at = order; at <= TOP; at++) {
      const from = at > order && this.tainted[at].length > 0 ? this.tainted[at] : this.clean[at];
      const pfn = from.shift();
      if (pfn === undefined) continue;
      for (let half = at - 1; half >= order; half--) {
        this.add(pfn + (1 << half), half, half === order);
      }
      return pfn;
    }
    return undefined;
  }
}

/** The pageblocks' types, from the lowest up. */
function typesOf({ pageblocks }: ZoneCounts, blocks: number): number[] {
  const types = UPWARDS.flatMap((type) =>
    new Array<number>(Math.min(blocks, pageblocks[type] ?? 0)).fill(type)
  );
  return Array.from({ length: blocks }, (_, at) => types[at] ?? MOVABLE);
}

/** All of a zone as gaps by type, in the largest aligned pieces that hold one type. */
function gapsOf(zone: ZoneCounts, first: number, types: readonly number[]): Gaps[] {
  const gaps = UPWARDS.map(() => new Gaps());
  const end = zone.startPfn + zone.spanned, base = first >> PAGEBLOCK_ORDER;
  let lower = 0; // order of the gap before, plus 1
  for (let pfn = Math.max(zone.startPfn, RESERVED_FRAMES); pfn < end;) {
    const type = types[(pfn >> PAGEBLOCK_ORDER) - base];
    let order = Math.min(TOP, 31 - Math.clz32(pfn & -pfn));
    const isOne = (pages: number): boolean =>
      pfn + pages <= end && types[((pfn + pages - 1) >> PAGEBLOCK_ORDER) - base] === type;
    while (order > 0 && !isOne(1 << order)) order--;
    const isTainted = order < TOP && lower === order + 1 && (pfn & (1 << order)) !== 0;
    gaps[type].add(pfn, order, isTainted);
    lower = order + 1;
    pfn += 1 << order;
  }
  return gaps;
}

function zoneFrom(zone: ZoneCounts): ZoneSnapshot {
  const first = zone.startPfn & ~((1 << PAGEBLOCK_ORDER) - 1);
  const end = zone.startPfn + zone.spanned;
  const types = typesOf(zone, Math.ceil((end - first) / (1 << PAGEBLOCK_ORDER)));
  const gaps = gapsOf(zone, first, types);
  const freeArea = Array.from({ length: MAX_ORDER }, (_, order) => ({
    order,
    lists: UPWARDS.map((): number[] => []),
  }));
  for (let order = TOP; order >= 0; order--) {
    zone.free.forEach((blocks, type) => {
      const pools = [gaps[type], ...gaps.filter((pool) => pool !== gaps[type])];
      for (let count = blocks[order]; count > 0; count--) {
        let pfn: number | undefined;
        for (const pool of pools) if ((pfn ??= pool.take(order)) !== undefined) break;
        if (pfn === undefined) failFull(zone.name, order);
        freeArea[order].lists[type].push(pfn);
      }
      freeArea[order].lists[type].sort((a, b) => a - b);
    });
  }
  return {
    name: zone.name,
    start_pfn: zone.startPfn,
    spanned: zone.spanned,
    managed: zone.managed,
    watermark: zone.watermark,
    lowmem_reserve: zone.lowmemReserve,
    free_area: freeArea,
    pcp: zone.percpu.map((cpu) => ({
      ...cpu,
      count: 0,
      free_factor: 0,
      lists: Array.from({ length: PERCPU_LISTS }, (_, pindex) => ({
        pindex,
        order: percpuOrder(pindex),
        pages: [],
      })),
    })),
    pageblocks: { start_pfn: first, migratetype: types },
    pages: { start_pfn: zone.startPfn, rle: runsOf(zone, first, types) },
  };
}

/** Pages as runs, a pageblock each: what is in use of a movable one is on the LRU. */
function runsOf({ startPfn, spanned }: ZoneCounts, first: number, types: readonly number[]) {
  const end = startPfn + spanned;
  return types.map((type, at): [number, number] => {
    const from = Math.max(startPfn, first + (at << PAGEBLOCK_ORDER));
    const until = Math.min(end, first + ((at + 1) << PAGEBLOCK_ORDER));
    return [until - from, PageClass.Valid | (type === MOVABLE ? PageClass.Lru : 0)];
  });
}

/**
 * Makes lists of counts.
 * @throws RangeError if a zone has no room for its free blocks
 */
export function placed(zones: readonly ZoneCounts[], cpus: number): Snapshot {
  return {
    format: SNAPSHOT_FORMAT,
    max_order: MAX_ORDER,
    pageblock_order: PAGEBLOCK_ORDER,
    cpus,
    zones: zones.map(zoneFrom),
  };
}

function failFull(zone: string, order: number): never {
  throw new RangeError(
    `Cannot place the free blocks of zone ${zone}: there is no room for one more of order ${order}`,
  );
}
