/**
 * What rules share: who holds which lock, which block holds a page, and names for messages.
 * @module
 */
import { TYPES } from "../../events/kinds.ts";
import { HOST_CPU, NONE } from "../../events/log.ts";
import { type Geometry, HOST_LOCKS, lockName } from "../../core/state/geometry.ts";
import { type MemoryView, orderOfBlock, State, stateOf } from "../../core/state/memory.ts";
import type { Scene } from "./rule.ts";

/** Entries of a hint array on one page, as a power of two: addresses of 8 bytes. */
export const ENTRIES_A_PAGE_BITS = 9;
/** Bits of a bitmap on one page, as a power of two. */
export const BITS_A_PAGE_BITS = 15;

/** The page that an entry of a call lies on, from the first of its array on; a call may fill several. */
export function pageOfEntry({ arraySpan }: MemoryView, entry: number): number {
  return (arraySpan === 0 ? entry : entry % arraySpan) >> ENTRIES_A_PAGE_BITS;
}

/** The lowest zone lock that a lane holds, `but` aside; NONE if it holds none. A zone's lock has its number. */
export function heldZoneLock(view: MemoryView, lane: number, but: number = NONE): number {
  const { lockHolder, zoneEnd } = view;
  for (let zone = 0; zone < zoneEnd.length; zone++) {
    if (lockHolder[zone] === lane + 1 && zone !== but) return zone;
  }
  return NONE;
}

/** `free_page_list_lock`, by its number; NONE in a world that has none. */
export function listLockOf({ zones, locks }: Geometry): number {
  const at = HOST_LOCKS.indexOf("free_page_list_lock");
  return at < locks ? zones.length + at : NONE;
}

/** The head of the block, free or in use, that holds a page; NONE if none does. */
export function headOf(view: MemoryView, pfn: number): number {
  const { block, orders } = view;
  for (let order = 0; order < orders; order++) {
    const head = pfn & ~((1 << order) - 1);
    const word = block[head];
    if (stateOf(word) !== State.None && orderOfBlock(word) >= order) return head;
  }
  return NONE;
}

/** The first page of a block that belongs to a block, free or in use; NONE if it is all in hand or unknown. */
export function firstTaken(view: MemoryView, pfn: number, order: number): number {
  if (headOf(view, pfn) !== NONE) return pfn;
  for (let page = pfn + 1, end = pfn + (1 << order); page < end; page++) {
    if (stateOf(view.block[page]) !== State.None) return page;
  }
  return NONE;
}

/** `balloon`, or `lane 9` where the log gives no name. */
export function laneName({ lanes }: Scene, lane: number): string {
  return lanes[lane]?.name ?? `lane ${lane}`;
}

/** Who holds a lock: `nobody`, or the lane's name. */
export function holderName(scene: Scene, lock: number): string {
  const holder = scene.memory.lockHolder[lock];
  return holder ? laneName(scene, holder - 1) : "nobody";
}

/** `the DMA zone lock` */
export function theLock(geometry: Geometry, lock: number): string {
  return `the ${lockName(geometry, lock)}`;
}

/** `cpu 3`, or `host thread 1`. */
export function cpuName(cpu: number): string {
  return cpu >= HOST_CPU ? `host thread ${cpu - HOST_CPU}` : `cpu ${cpu}`;
}

/** The name of a zone by its number. */
export function zoneName({ memory }: Scene, zone: number): string {
  return memory.geometry.zones[zone]?.name ?? `${zone}`;
}

/** The name of a migratetype. */
export function typeName(type: number): string {
  return TYPES[type] ?? `type ${type}`;
}
