/**
 * What guest writes change: contents, the dirty log, and what the guest may rely on.
 * @module
 */
import { Bit, type Memory, POISON, ZEROS } from "../memory.ts";
import { Status } from "../views.ts";
import { AT_DESTINATION, logged } from "./dirty_log.ts";
import { checkBlock, zoneAt } from "./checks.ts";

// Names of this module are constants to the compiler, those of another are loads.
const { Log: LOG, Fetched: FETCHED, Written: WRITTEN, Seen: SEEN } = Bit;

/** A bit of `PageWritten`: no log has noticed. */
export const UNLOGGED = 4;
/** The same of `DeviceWrote`. */
export const DEVICE_UNLOGGED = 1;

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
  const mode = memory.status[Status.LogMode];
  const isLogged = mode !== 0 && (value & UNLOGGED) === 0;
  if (memory.ringed && isLogged) logged(memory, cpu, pfn, 1 << order);
  if (mode === AT_DESTINATION) return writtenThere(memory, pfn, 1 << order, content);
  if (memory.ringed && isLogged) return writtenRinged(memory, pfn, 1 << order, content);
  const set = isLogged ? WRITTEN | LOG : WRITTEN;
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
    memory.content[page] = content;
    memory.bits[page] |= set;
  }
}

/** A ring hears of no write to a page that was left unprotected. */
function writtenRinged(memory: Memory, pfn: number, pages: number, content: number): void {
  for (let page = pfn; page < pfn + pages; page++) {
    const old = memory.bits[page];
    memory.content[page] = content;
    memory.bits[page] = old | WRITTEN | (old & SEEN ? 0 : LOG);
  }
}

/** The log has its mark; the write is still to come. */
export function writeMarked(memory: Memory, order: number, pfn: number, event: number): void {
  checkBlock(memory, pfn, order, event);
  const mode = memory.status[Status.LogMode];
  if (mode === 0 || mode === AT_DESTINATION) return;
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) memory.bits[page] |= LOG;
}

/** In postcopy the guest's memory is the destination's. */
function writtenThere(memory: Memory, pfn: number, pages: number, content: number): void {
  for (let page = pfn; page < pfn + pages; page++) {
    memory.content[page] = memory.arrived[page] = content;
    memory.bits[page] |= WRITTEN;
  }
}

/** The host's own log of device writes is merged at the next sync, whatever the guest's log is. */
export function deviceWrote(
  memory: Memory,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  zoneAt(memory, pfn, event);
  const mode = memory.status[Status.LogMode];
  if (mode === AT_DESTINATION) return writtenThere(memory, pfn, 1 << order, event);
  const isLogged = mode !== 0 && (value & DEVICE_UNLOGGED) === 0;
  const set = isLogged ? WRITTEN | FETCHED : WRITTEN;
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
    memory.content[page] = event;
    memory.bits[page] |= set;
  }
}
