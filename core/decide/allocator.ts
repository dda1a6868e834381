/**
 * Allocate and free, as a task does: zone choice, per-cpu lists, refill and drain, locks.
 * @module
 */
import { Gfp } from "../../events/gfp.ts";
import { Kind } from "../../events/kinds.ts";
import { HOST_CPU, NONE } from "../../events/log.ts";
import { headOf, percpuList, tailOf, zoneOf } from "../state/lists.ts";
import { type MemoryView, orderOfBlock, typeOfBlock } from "../state/memory.ts";
import { placement, takeBlock } from "./buddy.ts";
import { prepareFree, prepareNew } from "./contents.ts";
import { lockIrqsave, unlockIrqrestore } from "./lock.ts";
import type { Machine } from "./machine.ts";
import { touchEntries, touchEntry } from "./memmap.ts";
import { reachOf, zoneFor } from "./watermark.ts";
import { Device, Mark, Reporting } from "../state/views.ts";

const SLOW = 1 << 20, PERCPU = 1 << 19, OWNED = 1 << 21;

/** Lists that the pages of one drain leave; sized for the largest batch there is. */
const drainLists = new Int32Array(1 << 12);

/** The zone that would serve a request now, and whether only below its low mark; NONE if none. */
function chooseZone(view: MemoryView, order: number, gfp: number, reach: number): number {
  const zone = zoneFor(view, order, Mark.Low, gfp, null, reach);
  return zone !== NONE ? zone : zoneFor(view, order, Mark.Min, gfp, null, reach);
}

/** True if a lane's blocks of this order go through lists of its cpu; threads of the host have none. */
function usesPercpu(machine: Machine, lane: number, order: number): boolean {
  return machine.memory.geometry.percpuLists > 0 && machine.profile.isPercpu(order) &&
    machine.cpus[lane] < HOST_CPU;
}

/** The zone lock that a request would need now; NONE if a per-cpu list serves it, or nothing can. */
export function lockToAllocate(
  machine: Machine,
  lane: number,
  order: number,
  type: number,
  gfp: number,
): number {
  const view = machine.memory;
  const zone = chooseZone(view, order, gfp, reachOf(view, machine.cpus[lane], type));
  if (zone === NONE) return NONE;
  if (!usesPercpu(machine, lane, order)) return zone;
  return headOf(view, percpuList(view, zone, machine.cpus[lane], order, type)) === NONE
    ? zone
    : NONE;
}

/** The zone lock that giving a block back would need now; NONE if it goes to a per-cpu list. */
export function lockToFree(machine: Machine, lane: number, pfn: number, order: number): number {
  const view = machine.memory;
  const zone = zoneOf(view, pfn);
  if (!usesPercpu(machine, lane, order)) return zone;
  const at = zone * view.geometry.cpus + machine.cpus[lane];
  const isNear = view.percpuPages[at] + (1 << order) >= view.percpuHigh[at];
  // A factor makes the free of a larger block drain whatever there is (kernel-6.1 facts, rule 17).
  const isSwept = order > 0 && at < view.percpuFactor.length && view.percpuFactor[at] !== 0;
  return isNear || isSwept ? zone : NONE;
}

/**
 * Hands out a block of `2 ** order` pages. The caller has seen to it that the lock is free
 * ({@linkcode lockToAllocate}).
 * @param gfp bits of `Gfp`; `owned`: the block goes on the lane's own list
 * @returns its pfn, or NONE after an AllocationFailed event
 */
export function allocate(
  machine: Machine,
  lane: number,
  order: number,
  type: number,
  gfp: number,
  owned: boolean,
): number {
  const view = machine.memory;
  const reach = reachOf(view, machine.cpus[lane], type);
  let slow = 0;
  let zone = zoneFor(view, order, Mark.Low, gfp, null, reach);
  if (zone === NONE) {
    slow = SLOW;
    if (gfp & Gfp.Kswapd) machine.record(Kind.KswapdWoken, lane, 0, 0, wokenZone(view));
    zone = zoneFor(view, order, Mark.Min, gfp, null, reach);
  }
  let pfn = NONE, percpu = 0;
  const boost = boostOf(view, zone);
  if (zone !== NONE) {
    if (usesPercpu(machine, lane, order)) {
      percpu = PERCPU;
      const list = percpuList(view, zone, machine.cpus[lane], order, type);
      pfn = headOf(view, list);
      if (pfn === NONE) {
        refill(machine, lane, zone, order, type);
        pfn = headOf(view, list);
      }
    } else {
      const wereOn = lockIrqsave(machine, lane, zone);
      pfn = takeBlock(machine, lane, zone, order, type, Kind.BlockTaken);
      if (machine.wakesUnderLock) wakeIfBoosted(machine, lane, zone, boost, gfp);
      unlockIrqrestore(machine, lane, zone, wereOn);
    }
  }
  machine.spend(machine.costs.allocate);
  if (!machine.wakesUnderLock) wakeIfBoosted(machine, lane, zone, boost, gfp);
  if (pfn === NONE) {
    machine.record(Kind.AllocationFailed, lane, 0, gfp | (type << 16), order);
    return NONE;
  }
  const value = gfp | (type << 16) | percpu | slow | (owned ? OWNED : 0);
  if (percpu) machine.irqsOff(); // 4.17 works on per-cpu lists under local_irq_save
  machine.record(Kind.PageAllocated, lane, pfn, value, order);
  machine.irqsAsBefore();
  if (percpu) setFactor(machine, lane, zone, machine.profile.factorAfterTake);
  prepareNew(machine, lane, pfn, order);
  touchEntry(machine, lane, pfn);
  return pfn;
}

/** A steal that mixed types raised the zone's marks: kswapd is to see to it (6.1, rmqueue). */
function wakeIfBoosted(
  machine: Machine,
  lane: number,
  zone: number,
  boost: number,
  gfp: number,
): void {
  if (boostOf(machine.memory, zone) <= boost || (gfp & Gfp.Kswapd) === 0) return;
  machine.record(Kind.KswapdWoken, lane, 0, 0, zone);
}

function boostOf(view: MemoryView, zone: number): number {
  return zone === NONE ? 0 : view.zoneMarks[zone * 4 + Mark.Boost];
}

/** Sets the drain factor of this cpu's lists of a zone to what a rule makes of it, if that is another. */
export function setFactor(
  machine: Machine,
  lane: number,
  zone: number,
  rule: (factor: number) => number,
): void {
  const { percpuFactor } = machine.memory;
  const at = zone * machine.memory.cpus + machine.cpus[lane];
  if (at >= percpuFactor.length) return; // this geometry keeps none
  const factor = rule(percpuFactor[at]);
  if (factor !== percpuFactor[at]) {
    machine.record(Kind.PercpuFactorSet, lane, 0, factor, zone);
  }
}

/** Fills an empty per-cpu list from the zone, under its lock. */
function refill(machine: Machine, lane: number, zone: number, order: number, type: number): void {
  const view = machine.memory;
  const batch = view.percpuBatch[zone * view.geometry.cpus + machine.cpus[lane]];
  const blocks = machine.profile.refillBlocks(batch, order);
  const wereOn = lockIrqsave(machine, lane, zone);
  for (let taken = 0; taken < blocks; taken++) {
    if (takeBlock(machine, lane, zone, order, type, Kind.PageRefilled) === NONE) break;
  }
  unlockIrqrestore(machine, lane, zone, wereOn);
}

/**
 * Gives a block back. The caller has seen to it that the lock is free ({@linkcode lockToFree}).
 */
export function free(machine: Machine, lane: number, pfn: number, order: number): void {
  const view = machine.memory;
  const zone = zoneOf(view, pfn);
  const cpu = machine.cpus[lane];
  const type = view.blockType[pfn >> view.geometry.pageblockOrder];
  prepareFree(machine, lane, pfn, order);
  touchEntries(machine, lane, pfn, order);
  machine.spend(machine.costs.allocate);
  if (usesPercpu(machine, lane, order)) {
    machine.irqsOff();
    machine.record(Kind.PageFreed, lane, pfn, type | 8, order);
    machine.irqsAsBefore();
    const { profile, reclaiming } = machine;
    const pages = profile.drainPages(view, zone, cpu, order, reclaiming);
    if (pages === 0) return;
    setFactor(
      machine,
      lane,
      zone,
      () => profile.factorAfterDrain(view, zone, cpu, order, reclaiming),
    );
    drain(machine, lane, zone, cpu, pages, percpuList(view, zone, cpu, order, type));
    return;
  }
  machine.record(Kind.PageFreed, lane, pfn, type, order);
  const wereOn = lockIrqsave(machine, lane, zone);
  putBlock(machine, lane, zone, pfn, order, type);
  unlockIrqrestore(machine, lane, zone, wereOn);
}

function putBlock(
  machine: Machine,
  lane: number,
  zone: number,
  pfn: number,
  order: number,
  type: number,
): void {
  machine.spend(machine.costs.moveBlock);
  const value = placement(machine.memory, machine.profile, zone, pfn, order, type);
  machine.record(Kind.BlockPut, lane, pfn, value, order);
  notifyFree(machine, lane, value & 15);
}

/**
 * A merged block may be fit for reporting: with the zone's lock held, a report is asked for unless one is
 * (Linux 5.7, page_reporting_notify_free).
 */
function notifyFree(machine: Machine, lane: number, merged: number): void {
  if (merged < machine.reportOrder) return;
  if (machine.memory.device[Device.Reporting] === Reporting.Requested) return;
  machine.record(Kind.ReportRequested, lane, 0, 0);
}

/**
 * Gives pages of a cpu's lists back to the zone, under its lock, each with its recorded type.
 * @param first the list of the block that was freed last
 */
export function drain(
  machine: Machine,
  lane: number,
  zone: number,
  cpu: number,
  pages: number,
  first: number,
): void {
  const view = machine.memory;
  const wanted = Math.min(pages, drainLists.length);
  const blocks = machine.profile.drainOrder(view, zone, cpu, wanted, first, drainLists);
  const wereOn = lockIrqsave(machine, lane, zone);
  for (let at = 0; at < blocks; at++) {
    const pfn = tailOf(view, drainLists[at]);
    const type = typeOfBlock(view.block[pfn]), order = orderOfBlock(view.block[pfn]);
    machine.spend(machine.costs.moveBlock);
    const value = placement(view, machine.profile, zone, pfn, order, type) | (cpu << 8);
    machine.record(Kind.PageDrained, lane, pfn, value, order);
    notifyFree(machine, lane, value & 15);
  }
  unlockIrqrestore(machine, lane, zone, wereOn);
}

/** The highest zone with pages: the one whose kswapd is woken first. */
function wokenZone(view: MemoryView): number {
  let zone = view.geometry.zones.length - 1;
  while (zone > 0 && view.zoneManaged[zone] === 0) zone--;
  return zone;
}
