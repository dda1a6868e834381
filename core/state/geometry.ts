/**
 * What a geometry may be: the limits of its numbers, and the names of its locks.
 * @module
 */
import type { Geometry } from "../../events/geometry.ts";

export type { Geometry, Zone } from "../../events/geometry.ts";

/** Locks that are no zone's lock, in their order behind the zones. */
export const HOST_LOCKS = ["free_page_lock", "bitmap_mutex", "free_page_list_lock"] as const;

export const FRAME_BITS = 28; // 1 TiB of 4 KiB pages
/** Page frames of the largest guest: its pages, and the hole below 4 GiB among them. */
export const FRAMES_MAX = 2 ** FRAME_BITS + 2 ** 20;
export const ORDERS_MAX = 11;
export const TYPES_MAX = 8;
export const CPUS_MAX = 240; // numbers from here on are threads of the host
export const OWNERS_MAX = 31; // five bits of the block word
export const NODES_MAX = 4;
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
  within("frames", geometry.frames, 1, FRAMES_MAX);
  within("orders", geometry.orders, 1, ORDERS_MAX);
  within("pageblockOrder", geometry.pageblockOrder, 0, geometry.orders - 1);
  within("types", geometry.types, 1, TYPES_MAX);
  within("cpus", geometry.cpus, 1, CPUS_MAX);
  if (![0, 3, 14].includes(geometry.percpuLists)) within("percpuLists", geometry.percpuLists, 0, 0);
  within("lanes", geometry.lanes, 1, LANES_LIMIT);
  within("owners", geometry.owners, 0, Math.min(OWNERS_MAX, geometry.lanes - 1));
  within("locks", geometry.locks, 0, LANES_LIMIT - ZONES_MAX);
  within("queue", geometry.queue, 0, 1 << 16);
  within("array", geometry.array, 0, 2 ** FRAME_BITS);
  within("arraySpan", geometry.arraySpan ?? 1, 1, 2 ** FRAME_BITS);
  within("chunkOrder", geometry.chunkOrder ?? 0, 0, FRAME_BITS);
  within("nodes", geometry.nodes ?? 0, 0, ZONES_MAX);
  within("device", geometry.device ?? 0, 0, 1);
  within("ring", geometry.ring ?? 1, 1, 1 << 16);
  within("number of zones", geometry.zones.length, 1, ZONES_MAX);
  let end = 0, node = 0;
  for (const zone of geometry.zones) {
    within(`start of zone ${zone.name}`, zone.start, end, geometry.frames - 1);
    within(`frames of zone ${zone.name}`, zone.frames, 1, geometry.frames - zone.start);
    within(`node of zone ${zone.name}`, zone.node ?? 0, node, Math.min(node + 1, NODES_MAX - 1));
    node = zone.node ?? 0;
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

/** A zone's name; with more than one node it says which, for two of them may have a Normal zone. */
export function zoneName({ zones }: Geometry, zone: number): string {
  const { name, node = 0 } = zones[zone];
  return (zones[zones.length - 1].node ?? 0) > 0 ? `${name}/${node}` : name;
}

/** The name of a lock by its number: the zones' first. */
export function lockName(geometry: Geometry, lock: number): string {
  if (lock < geometry.zones.length) return `${zoneName(geometry, lock)} zone lock`;
  return HOST_LOCKS[lock - geometry.zones.length] ?? `lock ${lock}`;
}
