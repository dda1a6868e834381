/**
 * What allocator events change: free lists, per-cpu lists, owners' lists and counters.
 * @module
 */
import { firstWalked, link, ownerList, percpuList, unlink, zoneList, zoneOf } from "../lists.ts";
import {
  Bit,
  Block,
  type Memory,
  orderOfBlock,
  ownerOfBlock,
  REPORTED,
  State,
  stateOf,
  typeOfBlock,
} from "../memory.ts";
import { Fault, Status } from "../views.ts";
import { checkBlock, checkNumber, zoneAt } from "./checks.ts";
import { coversUsed, giveBack } from "./unlisted.ts";

// Names of this module are constants to the compiler, those of another are loads.
const { None, Free, Percpu, Used } = State;
const { Order: ORDER, Type: TYPE, Owner: OWNER } = Block;
const { Hinted: HINTED, Stale: STALE, Written: WRITTEN } = Bit;

const ALLOCATED_UNLISTED = 1 << 22, FREED_UNLISTED = 1 << 4;

function fault(memory: Memory, bit: number): void {
  memory.status[Status.Faults] |= bit;
}

/** Off a per-cpu list; `cpu` names whose. */
function unlinkPercpu(
  memory: Memory,
  zone: number,
  cpu: number,
  pfn: number,
  order: number,
  event: number,
): void {
  checkNumber("cpu", cpu, memory.cpus, event);
  unlink(memory, percpuList(memory, zone, cpu, order, typeOfBlock(memory.block[pfn])), pfn);
  memory.percpuPages[zone * memory.cpus + cpu] -= 1 << order;
}

function linkPercpu(
  memory: Memory,
  zone: number,
  cpu: number,
  pfn: number,
  order: number,
  type: number,
  tail: boolean,
  event: number,
): void {
  checkNumber("cpu", cpu, memory.cpus, event);
  if (memory.percpuLists === 0) checkNumber("per-cpu list", 0, 0, event);
  link(memory, percpuList(memory, zone, cpu, order, type), pfn, tail);
  memory.percpuPages[zone * memory.cpus + cpu] += 1 << order;
  memory.block[pfn] = Percpu | (order << ORDER) | (type << TYPE);
}

export function allocated(
  memory: Memory,
  actor: number,
  cpu: number,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  const zone = zoneAt(memory, pfn, event);
  const state = stateOf(memory.block[pfn]);
  if (value & (1 << 19)) unlinkPercpu(memory, zone, cpu, pfn, order, event);
  else if (value & ALLOCATED_UNLISTED) {
    if (coversUsed(memory, pfn, order)) fault(memory, Fault.AllocatedTwice);
    memory.block.fill(0, pfn + 1, pfn + (1 << order));
  } else if (state !== None) fault(memory, Fault.AllocatedTwice);
  let owner = 0;
  if (value & (1 << 21)) {
    owner = actor;
    checkNumber("owner", owner - 1, memory.geometry.owners, event);
    link(memory, ownerList(memory, owner), pfn, true);
  }
  const type = (value >>> 16) & 7;
  memory.block[pfn] = Used | (order << ORDER) | (type << TYPE) |
    (owner << OWNER);
  const bits = memory.bits;
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
    const old = bits[page] & ~WRITTEN;
    bits[page] = old & HINTED ? old | STALE : old;
  }
}

export function freed(
  memory: Memory,
  cpu: number,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  const zone = zoneAt(memory, pfn, event);
  if (value & FREED_UNLISTED) return giveBack(memory, pfn, order);
  const block = memory.block[pfn];
  const state = stateOf(block);
  // A page never heard of (None) may be freed: imported logs begin in the middle of a life.
  if (state === Free || state === Percpu) {
    fault(memory, Fault.FreedTwice);
    return;
  }
  if (state === Used && orderOfBlock(block) !== order) fault(memory, Fault.FreedOtherOrder);
  const owner = ownerOfBlock(block);
  if (owner !== 0) unlink(memory, ownerList(memory, owner), pfn);
  memory.block[pfn] = 0;
  if (value & 8) linkPercpu(memory, zone, cpu, pfn, order, value & 7, false, event);
}

/** Takes a free block off its list and puts what is above `order` back: both halves' order falls. */
function take(memory: Memory, order: number, pfn: number, value: number, event: number): void {
  checkBlock(memory, pfn, order, event);
  const found = value & 15, type = (value >>> 4) & 7, tail = (value & 128) !== 0;
  checkBlock(memory, pfn, found, event);
  const zone = zoneAt(memory, pfn, event);
  checkNumber("migratetype", type, memory.types, event);
  unlink(memory, zoneList(memory, zone, found, type), pfn);
  memory.block[pfn] = 0;
  memory.zoneFree[zone] -= 1 << order;
  //   taken at order 0 from a free order 2:   | A | f |   f   |
  //                                             4   5   6   7
  for (let half = found - 1; half >= order; half--) {
    const upper = pfn + (1 << half);
    memory.block[upper] = Free | (half << ORDER) | (type << TYPE);
    link(memory, zoneList(memory, zone, half, type), upper, tail);
  }
}

export function taken(
  memory: Memory,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  take(memory, order, pfn, value, event);
}

export function refilled(
  memory: Memory,
  cpu: number,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  take(memory, order, pfn, value, event);
  const zone = zoneOf(memory, pfn);
  linkPercpu(memory, zone, cpu, pfn, order, (value >>> 8) & 7, true, event);
}

export function put(
  memory: Memory,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  const merged = value & 15, type = (value >>> 4) & 7, tail = (value & 128) !== 0;
  const zone = zoneAt(memory, pfn, event);
  checkNumber("migratetype", type, memory.types, event);
  checkBlock(memory, pfn & ~((1 << merged) - 1), merged, event);
  const block = memory.block;
  let head = pfn;
  for (let at = order; at < merged; at++) {
    const buddy = head ^ (1 << at);
    const word = block[buddy];
    if (stateOf(word) === Free && orderOfBlock(word) === at) {
      unlink(memory, zoneList(memory, zone, at, typeOfBlock(word)), buddy);
      block[buddy] = 0;
    } else fault(memory, Fault.MergedUsed);
    head &= ~(1 << at);
  }
  block[head] = Free | (merged << ORDER) | (type << TYPE);
  link(memory, zoneList(memory, zone, merged, type), head, tail);
  memory.zoneFree[zone] += 1 << order;
}

export function drained(
  memory: Memory,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  unlinkPercpu(memory, zoneAt(memory, pfn, event), (value >>> 8) & 0xff, pfn, order, event);
  memory.block[pfn] = 0;
  put(memory, order, pfn, value, event);
}

/** Moves a free block to the list of another type. */
function move(memory: Memory, zone: number, pfn: number, to: number, tail: boolean): void {
  const word = memory.block[pfn];
  const order = orderOfBlock(word);
  unlink(memory, zoneList(memory, zone, order, typeOfBlock(word)), pfn);
  const kept = word & REPORTED; // a move leaves the flag (Linux, move_to_free_list)
  memory.block[pfn] = Free | (order << ORDER) | (to << TYPE) | kept;
  link(memory, zoneList(memory, zone, order, to), pfn, tail);
}

export function stolen(
  memory: Memory,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  const zone = zoneAt(memory, pfn, event);
  const to = (value >>> 3) & 7, tail = (value & 256) !== 0;
  checkNumber("migratetype", to, memory.types, event);
  const pageblockOrder = memory.pageblockOrder;
  const pages = 1 << Math.max(order, pageblockOrder);
  const start = pfn & ~(pages - 1);
  if (value & 64) {
    const end = Math.min(start + pages, memory.zoneEnd[zone]);
    for (let page = firstWalked(memory, zone, start, pfn); page < end;) {
      const word = memory.block[page];
      if (stateOf(word) === Free) {
        const step = 1 << orderOfBlock(word);
        move(memory, zone, page, to, tail);
        page += step;
      } else page++;
    }
  } else if (stateOf(memory.block[pfn]) === Free) move(memory, zone, pfn, to, tail);
  else fault(memory, Fault.UnlinkedTwice);
  if (value & 128) {
    const first = start >> pageblockOrder;
    memory.blockType.fill(to, first, first + (pages >> pageblockOrder));
  }
}

export function factorSet(
  memory: Memory,
  cpu: number,
  zone: number,
  value: number,
  event: number,
): void {
  checkNumber("zone", zone, memory.geometry.zones.length, event);
  checkNumber("cpu", cpu, memory.cpus, event);
  checkNumber("per-cpu factor of list", 0, memory.percpuFactor.length, event);
  memory.percpuFactor[zone * memory.cpus + cpu] = value;
}
