/**
 * What guest memory holds: the guest's writes, and what the kernel puts there as pages come and go.
 *
 * init_on_alloc fills a block with zeros as it is handed out, init_on_free as it is given back;
 * page_poison fills it with 0xaa as it is given back and reads that pattern as it is handed out, and
 * takes the place of the other two (Linux, mm/page_alloc.c, post_alloc_hook, free_pages_prepare).
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { HOST_CPU } from "../../events/log.ts";
import { LogMode } from "../state/apply/dirty_log.ts";
import { Status } from "../state/views.ts";
import type { Machine } from "./machine.ts";

/** What the guest's kernel was told to do with memory that comes and goes. */
export interface MemoryInit {
  readonly onAlloc: boolean;
  readonly onFree: boolean;
  readonly poison: boolean;
}

export const NO_INIT: MemoryInit = { onAlloc: false, onFree: false, poison: false };

/** Fills: numbers of `FILLS`. */
const Fill = { Data: 0, Zeros: 1, Poison: 2 } as const;

/**
 * A write of the guest. With dirty rings it may find this cpu's ring full: the cpu leaves the guest,
 * every ring is emptied, and the write goes on.
 */
export function write(machine: Machine, lane: number, pfn: number, order: number, fill = 0): void {
  const { memory, host } = machine;
  if (memory.status[Status.LogMode] === LogMode.Ring + 1 && host.ring !== undefined) {
    const cpu = machine.cpus[lane];
    if (cpu < HOST_CPU && memory.ringUsed[cpu] + (1 << order) > host.ring.entries) {
      machine.record(Kind.RingHarvested, lane, 0, memory.frames);
    }
  }
  machine.record(Kind.PageWritten, lane, pfn, fill, order);
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
