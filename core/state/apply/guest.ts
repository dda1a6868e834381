/**
 * What guest writes change: contents, the dirty log, and what the guest may rely on.
 * @module
 */
import { Bit, type Memory, POISON, ZEROS } from "../memory.ts";
import { Status } from "../views.ts";
import { AT_DESTINATION, logged } from "./dirty_log.ts";
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
  if (memory.ringed) logged(memory, cpu, pfn, 1 << order);
  const mode = memory.status[Status.LogMode];
  if (mode === AT_DESTINATION) return writtenThere(memory, pfn, 1 << order, content);
  const set = mode !== 0 ? Bit.Written | Bit.Log : Bit.Written;
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
    memory.content[page] = content;
    memory.bits[page] |= set;
  }
}

/** In postcopy the guest's memory is the destination's. */
function writtenThere(memory: Memory, pfn: number, pages: number, content: number): void {
  for (let page = pfn; page < pfn + pages; page++) {
    memory.content[page] = memory.arrived[page] = content;
    memory.bits[page] |= Bit.Written;
  }
}

/** The host's own log of device writes is merged at the next sync, whatever the guest's log is. */
export function deviceWrote(memory: Memory, order: number, pfn: number, event: number): void {
  checkBlock(memory, pfn, order, event);
  zoneAt(memory, pfn, event);
  const mode = memory.status[Status.LogMode];
  if (mode === AT_DESTINATION) return writtenThere(memory, pfn, 1 << order, event);
  const set = mode !== 0 ? Bit.Written | Bit.Fetched : Bit.Written;
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
    memory.content[page] = event;
    memory.bits[page] |= set;
  }
}
