/**
 * After a miss the kernel's choice is forced on the model: whatever holds a block lets it go, so that
 * one miss does not spoil what follows.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import type { Machine } from "../../decide/machine.ts";
import { type MemoryView, orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";

const PERCPU = 1 << 19;

/** The cpu on whose list a block waits; NONE if it waits on none. */
export function cpuOfWaiting({ memory }: Machine, pfn: number): number {
  if (stateOf(memory.block[pfn]) !== State.Percpu) return NONE;
  let at = pfn;
  while (at < memory.frames) at = memory.next[at];
  const list = at - memory.frames - memory.percpuBase;
  return Math.floor(list / memory.percpuLists) % memory.cpus;
}

/** Takes a block off the per-cpu list that it waits on, whichever cpu's that is. */
export function takeWaiting(machine: Machine, lane: number, pfn: number): void {
  const cpu = machine.cpus[lane];
  machine.cpus[lane] = cpuOfWaiting(machine, pfn);
  machine.record(Kind.PageAllocated, lane, pfn, PERCPU, orderOfBlock(machine.memory.block[pfn]));
  machine.cpus[lane] = cpu;
}

/** The free block on a zone list that holds a block; NONE if none does. */
export function freeHeadOf({ memory }: Machine, pfn: number, order: number): number {
  for (let at = order; at < memory.orders; at++) {
    const head = pfn & ~((1 << at) - 1), word = memory.block[head];
    if (stateOf(word) === State.Free && orderOfBlock(word) === at) return head;
  }
  return NONE;
}

/** The block, of any state, that a page belongs to; NONE if it belongs to none. */
export function headOfPage({ block, orders }: MemoryView, page: number): number {
  for (let at = 0; at < orders; at++) {
    const head = page & ~((1 << at) - 1), word = block[head];
    if (stateOf(word) !== State.None && orderOfBlock(word) >= at) return head;
  }
  return NONE;
}

/** True if a page of the range belongs to a block. */
export function isOccupied({ memory }: Machine, pfn: number, order: number): boolean {
  for (let page = pfn; page < pfn + (1 << order); page++) {
    if (headOfPage(memory, page) !== NONE) return true;
  }
  return false;
}

/** The pieces, largest and aligned, that pages from `from` to `until` fall into. */
function pieces(from: number, until: number, put: (pfn: number, order: number) => void): void {
  for (let pfn = from; pfn < until;) {
    let order = Math.min(pfn === 0 ? 10 : 31 - Math.clz32(pfn & -pfn), 10);
    while (pfn + (1 << order) > until) order--;
    put(pfn, order);
    pfn += 1 << order;
  }
}

/** Lets go of every block that a range belongs to; what lies outside of it stays as it was. */
export function vacate(machine: Machine, lane: number, pfn: number, order: number): void {
  const view = machine.memory, end = pfn + (1 << order);
  for (let page = pfn; page < end;) {
    const head = headOfPage(view, page);
    if (head === NONE) {
      page++;
      continue;
    }
    const word = view.block[head], found = orderOfBlock(word), type = typeOfBlock(word);
    const wasFree = stateOf(word) === State.Free;
    if (wasFree) machine.record(Kind.BlockTaken, lane, head, found | (type << 4), found);
    else {
      if (stateOf(word) === State.Percpu) takeWaiting(machine, lane, head);
      machine.record(Kind.PageFreed, lane, head, type, found);
    }
    const keep = (piece: number, size: number): void =>
      wasFree
        ? machine.record(Kind.BlockPut, lane, piece, size | (type << 4), size)
        : machine.record(Kind.PageAllocated, lane, piece, type << 16, size);
    page = head + (1 << found);
    pieces(head, pfn, keep);
    pieces(end, page, keep);
  }
}

/** Makes a block of at least `order` stand on a list as a free block of `type`, whatever held it. */
export function standFree(
  machine: Machine,
  lane: number,
  pfn: number,
  order: number,
  type: number,
): void {
  const head = freeHeadOf(machine, pfn, order);
  if (head === pfn) return;
  if (head !== NONE) return splitTo(machine, lane, head, pfn, order, type);
  vacate(machine, lane, pfn, order);
  machine.record(Kind.BlockPut, lane, pfn, order | (type << 4), order);
}

/** Splits the free block at `head` until the block at `pfn` stands alone. */
function splitTo(
  machine: Machine,
  lane: number,
  head: number,
  pfn: number,
  order: number,
  type: number,
): void {
  const word = machine.memory.block[head], from = typeOfBlock(word);
  const found = orderOfBlock(word);
  machine.record(Kind.BlockTaken, lane, head, found | (from << 4), found);
  let rest = head;
  for (let half = found - 1; half >= order; half--) {
    const upper = rest + (1 << half);
    const other = pfn >= upper ? rest : upper;
    machine.record(Kind.BlockPut, lane, other, half | (from << 4), half);
    if (pfn >= upper) rest = upper;
  }
  machine.record(Kind.BlockPut, lane, pfn, order | (type << 4), order);
}
