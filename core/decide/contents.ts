/**
 * What guest memory holds: the guest's writes, and what the kernel puts there as pages come and go.
 *
 * init_on_alloc fills a block with zeros as it is handed out, init_on_free as it is given back;
 * page_poison fills it with 0xaa as it is given back and reads that pattern as it is handed out, and
 * takes the place of the other two (Linux, mm/page_alloc.c, post_alloc_hook, free_pages_prepare).
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { HOST_CPU, NONE } from "../../events/log.ts";
import { AT_DESTINATION, LogMode } from "../state/apply/dirty_log.ts";
import { UNLOGGED } from "../state/apply/guest.ts";
import { Bit, type MemoryView } from "../state/memory.ts";
import { Phase, Status } from "../state/views.ts";
import type { Machine } from "./machine.ts";

/** What the guest's kernel was told to do with memory that comes and goes. */
export interface MemoryInit {
  /** init_on_alloc. */
  readonly onAlloc: boolean;
  /** init_on_free. */
  readonly onFree: boolean;
  /** page_poison. */
  readonly poison: boolean;
}

export const NO_INIT: MemoryInit = { onAlloc: false, onFree: false, poison: false };

/** Fills: numbers of `FILLS`. */
export const Fill = { Data: 0, Zeros: 1, Poison: 2 } as const;

/**
 * A write of the guest. With dirty rings it may find this cpu's ring full: the cpu leaves the guest,
 * every ring is emptied, and the write goes on.
 */
export function write(machine: Machine, lane: number, pfn: number, order: number, fill = 0): void {
  const { memory, host } = machine;
  if (host.ring !== undefined && memory.status[Status.LogMode] === LogMode.Ring + 1) {
    const cpu = machine.cpus[lane];
    if (cpu < HOST_CPU && memory.ringUsed[cpu] + (1 << order) > host.ring.entries) {
      machine.record(Kind.RingHarvested, lane, 0, memory.frames);
    }
  }
  if (fetchesPages(memory)) {
    const missing = missingIn(memory, pfn, order);
    // The block is named by the page that is missing; its first one follows from the order.
    if (missing !== NONE) {
      return machine.record(Kind.FaultAsked, lane, missing, order | (fill << 4));
    }
  }
  machine.record(Kind.PageWritten, lane, pfn, fill, order);
}

/**
 * Begins a write where the log is marked first and memory written after it, with others between.
 * @returns false if the write is one step: `write` does it
 */
export function markWrite(machine: Machine, lane: number, pfn: number, order: number): boolean {
  const mode = machine.memory.status[Status.LogMode];
  if (machine.host.logsFastPath || mode === 0 || mode === AT_DESTINATION) return false;
  machine.record(Kind.WriteMarked, lane, pfn, 0, order);
  return true;
}

/** Ends what `markWrite` began: the log is not looked at again. */
export function endWrite(
  machine: Machine,
  lane: number,
  pfn: number,
  order: number,
  fill: number,
): void {
  if (machine.memory.status[Status.LogMode] === AT_DESTINATION) {
    return write(machine, lane, pfn, order, fill);
  }
  machine.record(Kind.PageWritten, lane, pfn, fill | UNLOGGED, order);
}

/** True while a page that is missing at the destination is waited for: in postcopy, also where it has failed. */
function fetchesPages({ status }: MemoryView): boolean {
  const phase = status[Status.Phase];
  return phase === Phase.Postcopy ||
    (phase === Phase.Failed && status[Status.LogMode] === AT_DESTINATION);
}

/** The first page of a block that the destination has not; NONE if it has all. */
function missingIn(view: MemoryView, pfn: number, order: number): number {
  for (let page = pfn; page < pfn + (1 << order); page++) {
    if ((view.bits[page] & Bit.Received) === 0) return page;
  }
  return NONE;
}

/** True if the lane waits for a page that the destination has not. */
export function awaitsPage(view: MemoryView, lane: number): boolean {
  if (!fetchesPages(view)) return false; // at its end zeros take their place
  const page = view.laneFault[lane];
  return page !== 0 && (view.bits[page - 1] & Bit.Received) === 0;
}

/** Goes on with a write whose page has come. */
export function retryWrite(machine: Machine, lane: number): void {
  const { laneFault, laneFaultWrite } = machine.memory;
  const page = laneFault[lane] - 1, word = laneFaultWrite[lane];
  const order = word & 15;
  machine.record(Kind.FaultAnswered, lane, page, 0);
  write(machine, lane, page & ~((1 << order) - 1), order, word >>> 4);
}

/** What the kernel does to a block before it hands it out. */
export function prepareNew(machine: Machine, lane: number, pfn: number, order: number): void {
  const { memoryInit: init, costs } = machine;
  if (init.poison) return machine.spend(costs.checkPage << order);
  if (!init.onAlloc) return;
  write(machine, lane, pfn, order, Fill.Zeros);
  machine.spend(costs.fillPage << order);
}

/** What the kernel does to a block that is given back. */
export function prepareFree(machine: Machine, lane: number, pfn: number, order: number): void {
  const { memoryInit: init, costs } = machine;
  if (!init.poison && !init.onFree) return;
  write(machine, lane, pfn, order, init.poison ? Fill.Poison : Fill.Zeros);
  machine.spend(costs.fillPage << order);
}
