/**
 * After a miss the kernel's choice is forced on the model: whatever holds a block lets it go, so that
 * one miss does not spoil what follows.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import type { Machine } from "../../decide/machine.ts";
import { orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";

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

/** Makes a block of `order` stand on a list of `type` as a free block, whatever held it. */
export function standFree(
  machine: Machine,
  lane: number,
  pfn: number,
  order: number,
  type: number,
): void {
  const { block } = machine.memory;
  const head = freeHeadOf(machine, pfn, order);
  if (head === pfn) return;
  if (head !== NONE) return splitTo(machine, lane, head, pfn, order, type);
  if (stateOf(block[pfn]) === State.Percpu) takeWaiting(machine, lane, pfn);
  if (stateOf(block[pfn]) === State.Used) {
    machine.record(Kind.PageFreed, lane, pfn, type, orderOfBlock(block[pfn]));
  }
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
