/**
 * What guest writes change: contents, the dirty log, and what the guest may rely on.
 * @module
 */
import { Bit, type Memory, POISON, ZEROS } from "../memory.ts";
import { Status } from "../views.ts";
import { logged } from "./dirty_log.ts";
import { checkBlock, zoneAt } from "./checks.ts";

export function written(
  memory: Memory,
  cpu: number,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  zoneAt(memory, pfn, event);
  const fill = value & 3;
  const content = fill === 0 ? event : fill === 1 ? ZEROS : POISON;
  if (memory.status[Status.LogMode] !== 0) logged(memory, cpu, pfn, 1 << order);
  const set = memory.status[Status.LogMode] !== 0 ? Bit.Written | Bit.Log : Bit.Written;
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
    memory.content[page] = content;
    memory.bits[page] |= set;
  }
}

/** The host's own log of device writes is merged at the next sync, whatever the guest's log is. */
export function deviceWrote(memory: Memory, order: number, pfn: number, event: number): void {
  checkBlock(memory, pfn, order, event);
  zoneAt(memory, pfn, event);
  const set = memory.status[Status.LogMode] !== 0 ? Bit.Written | Bit.Fetched : Bit.Written;
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
    memory.content[page] = event;
    memory.bits[page] |= set;
  }
}
