/**
 * Geometry: the sizes of a world, as data. A one-page world and a terabyte differ by these numbers only.
 * @module
 */

/** A zone of page frames. `start` is a pfn, `frames` its span in page frames. */
export interface Zone {
  /** As the kernel calls it: DMA, DMA32, Normal. */
  readonly name: string;
  /** Its first pfn. */
  readonly start: number;
  /** Page frames that it spans. */
  readonly frames: number;
}

/** Sizes of a world. */
export interface Geometry {
  /** Page frames from pfn 0 to the end of the last zone, holes included. */
  readonly frames: number;
  /** Zones in ascending order of pfn; they do not overlap. */
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
  /** Entries of the hint array. */
  readonly array: number;
  /** False in worlds that are searched: no times, event numbers or step counts are kept. */
  readonly timed: boolean;
}

/** Locks that are no zone's lock, in their order behind the zones. */
export const HOST_LOCKS = ["free_page_lock"] as const;

export const FRAME_BITS = 28; // 1 TiB of 4 KiB pages
export const ORDERS_MAX = 11;
export const TYPES_MAX = 8;
export const CPUS_MAX = 240; // numbers from here on are threads of the host
export const OWNERS_MAX = 31; // five bits of the block word
export const ZONES_MAX = 16; // four bits of an event
export const LANES_LIMIT = 254; // a byte, less the number that stands for nobody

/**
 * Returns the geometry if every number is within its limit and the zones fit each other.
 * @throws RangeError that names the number
 */
export function checkGeometry(geometry: Geometry): Geometry {
  const within = (name: string, value: number, min: number, max: number): void => {
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new RangeError(`Cannot use geometry: ${name} is ${value}, not ${min} to ${max}`);
    }
  };
  const top = 1 << (geometry.orders - 1);
  within("frames", geometry.frames, 1, 2 ** FRAME_BITS);
  within("orders", geometry.orders, 1, ORDERS_MAX);
  within("pageblockOrder", geometry.pageblockOrder, 0, geometry.orders - 1);
  within("types", geometry.types, 1, TYPES_MAX);
  within("cpus", geometry.cpus, 1, CPUS_MAX);
  if (![0, 3, 14].includes(geometry.percpuLists)) within("percpuLists", geometry.percpuLists, 0, 0);
  within("lanes", geometry.lanes, 1, LANES_LIMIT);
  within("owners", geometry.owners, 0, Math.min(OWNERS_MAX, geometry.lanes - 1));
  within("locks", geometry.locks, 0, LANES_LIMIT - ZONES_MAX);
  within("queue", geometry.queue, 0, 1 << 16);
  within("array", geometry.array, 0, 1 << 24);
  within("number of zones", geometry.zones.length, 1, ZONES_MAX);
  let end = 0;
  for (const zone of geometry.zones) {
    within(`start of zone ${zone.name}`, zone.start, end, geometry.frames - 1);
    within(`frames of zone ${zone.name}`, zone.frames, 1, geometry.frames - zone.start);
    // A buddy of a block in the zone must not be a block of another zone's middle.
    if (zone.start % Math.min(top, 1 << geometry.pageblockOrder) !== 0) {
      throw new RangeError(`Cannot use geometry: zone ${zone.name} starts within a pageblock`);
    }
    end = zone.start + zone.frames;
  }
  return geometry;
}

/** Pages of all zones, without holes. */
export function pagesOf(geometry: Geometry): number {
  return geometry.zones.reduce((sum, zone) => sum + zone.frames, 0);
}

/** The name of a lock by its number: the zones' first. */
export function lockName(geometry: Geometry, lock: number): string {
  const zone = geometry.zones[lock];
  if (zone) return `${zone.name} zone lock`;
  return HOST_LOCKS[lock - geometry.zones.length] ?? `lock ${lock}`;
}
