/**
 * What the host's events change: dirty log, migration bitmap, what arrived at the destination.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { Bit, type Memory } from "../memory.ts";
import { Phase, Status } from "../views.ts";
import { checkRun } from "./checks.ts";

export function logArmed(memory: Memory, mode: number): void {
  memory.status[Status.LogMode] = (mode & 3) + 1;
}

export function logDisarmed(memory: Memory): void {
  memory.status[Status.LogMode] = 0;
}

/** A bit in each of four pages. */
const each = (bit: number): number => (bit * 0x01010101) | 0;
const LOGS = each(Bit.Log), FETCHEDS = each(Bit.Fetched), MIGRATES = each(Bit.Migrate);
const RECEIVEDS = each(Bit.Received);
const FETCHED_TO_MIGRATE = 2, LOG_TO_FETCHED = 1; // how far apart the bits lie
if (
  Bit.Fetched >> FETCHED_TO_MIGRATE !== Bit.Migrate || Bit.Log << LOG_TO_FETCHED !== Bit.Fetched
) {
  throw new RangeError("Cannot load the reducer: bits of a page do not lie as it shifts them");
}

/** Set bits of a word whose bytes are 0 or 1. */
const ones = (word: number): number => Math.imul(word, 0x01010101) >>> 24;

export function logFetched(memory: Memory, pfn: number, count: number, event: number): void {
  checkRun(memory, pfn, count, event);
  const { bits, quads } = memory;
  const end = pfn + count;
  let page = pfn;
  for (; page < end && (page & 3) !== 0; page++) fetchOne(bits, page);
  for (const last = end - 3; page < last; page += 4) {
    page = skip(quads, page, last, LOGS);
    const word = quads[page >> 2];
    const log = word & LOGS;
    if (log !== 0) quads[page >> 2] = (word & ~LOGS) | (log << LOG_TO_FETCHED);
  }
  for (; page < end; page++) fetchOne(bits, page);
}

/** The first page from `page` on whose sixteen, four words, have a bit of `mask`; most have none. */
function skip(quads: Int32Array, page: number, last: number, mask: number): number {
  let at = page >> 2;
  for (const end = (last >> 2) - 4; at < end; at += 4) {
    if (((quads[at] | quads[at + 1] | quads[at + 2] | quads[at + 3]) & mask) !== 0) break;
  }
  return at << 2;
}

function fetchOne(bits: Uint8Array, page: number): void {
  const old = bits[page];
  if (old & Bit.Log) bits[page] = (old & ~Bit.Log) | Bit.Fetched;
}

export function logMerged(memory: Memory, pfn: number, count: number, event: number): void {
  checkRun(memory, pfn, count, event);
  const { bits, quads } = memory;
  const end = pfn + count;
  let page = pfn, fresh = 0;
  for (; page < end && (page & 3) !== 0; page++) fresh += mergeOne(bits, page);
  for (const last = end - 3; page < last; page += 4) {
    page = skip(quads, page, last, FETCHEDS);
    const word = quads[page >> 2];
    const fetched = word & FETCHEDS;
    if (fetched === 0) continue;
    const migrate = fetched >>> FETCHED_TO_MIGRATE;
    fresh += ones(migrate & ~word);
    quads[page >> 2] = (word & ~FETCHEDS) | migrate;
  }
  for (; page < end; page++) fresh += mergeOne(bits, page);
  memory.status[Status.Dirty] += fresh;
}

/** Returns 1 if the page was not to be sent before. */
function mergeOne(bits: Uint8Array, page: number): number {
  const old = bits[page];
  if ((old & Bit.Fetched) === 0) return 0;
  bits[page] = (old & ~Bit.Fetched) | Bit.Migrate;
  return 1 - (old & Bit.Migrate);
}

export function migrationBegun(memory: Memory): void {
  const { bits, quads, zoneStart, zoneEnd } = memory;
  let pages = 0;
  for (let zone = 0; zone < zoneStart.length; zone++) {
    const end = zoneEnd[zone];
    let page = zoneStart[zone];
    for (; page < end && (page & 3) !== 0; page++) beginOne(bits, page);
    for (const last = end - 3; page < last; page += 4) {
      quads[page >> 2] = (quads[page >> 2] & ~RECEIVEDS) | MIGRATES;
    }
    for (; page < end; page++) beginOne(bits, page);
    pages += zoneEnd[zone] - zoneStart[zone];
  }
  memory.arrived.fill(0); // a destination begins as zeros
  memory.status[Status.Dirty] = pages;
  memory.status[Status.Phase] = Phase.Setup;
  memory.status[Status.Round] = 0;
  memory.status[Status.Cursor] = 0;
}

function beginOne(bits: Uint8Array, page: number): void {
  bits[page] = (bits[page] & ~Bit.Received) | Bit.Migrate;
}

export function roundBegun(memory: Memory, round: number): void {
  memory.status[Status.Round] = round;
  if (memory.status[Status.Phase] === Phase.Setup) memory.status[Status.Phase] = Phase.Running;
}

export function bitsCleared(memory: Memory, pfn: number, count: number, event: number): void {
  checkRun(memory, pfn, count, event);
  memory.status[Status.Dirty] -= clearBits(memory, pfn, count, Bit.Migrate);
  memory.status[Status.Cursor] = pfn + count;
}

/** Clears `mask` of each page; returns how many of them were to be sent. */
export function clearBits(memory: Memory, pfn: number, count: number, mask: number): number {
  const { bits, quads } = memory;
  const end = pfn + count, keep = ~each(mask);
  let page = pfn, cleared = 0;
  for (; page < end && (page & 3) !== 0; page++) {
    cleared += bits[page] & Bit.Migrate; // the bit is 1
    bits[page] &= ~mask;
  }
  for (const last = end - 3; page < last; page += 4) {
    const word = quads[page >> 2];
    cleared += ones(word & MIGRATES);
    quads[page >> 2] = word & keep;
  }
  for (; page < end; page++) {
    cleared += bits[page] & Bit.Migrate;
    bits[page] &= ~mask;
  }
  return cleared;
}

export function pagesRead(memory: Memory, pfn: number, count: number, event: number): void {
  checkRun(memory, pfn, count, event);
  const { content, arrived } = memory;
  for (let page = pfn, end = pfn + count; page < end; page++) arrived[page] = content[page];
}

/** The lane's first word keeps how many pages went, since the time of the next step depends on it. */
export function pagesSent(
  memory: Memory,
  actor: number,
  pfn: number,
  count: number,
  event: number,
): void {
  checkRun(memory, pfn, count, event);
  memory.laneFirst[actor] = count;
  const { bits, quads } = memory;
  const end = pfn + count;
  let page = pfn;
  for (; page < end && (page & 3) !== 0; page++) bits[page] |= Bit.Received;
  for (const last = end - 3; page < last; page += 4) quads[page >> 2] |= RECEIVEDS;
  for (; page < end; page++) bits[page] |= Bit.Received;
}

export function guestPaused(memory: Memory): void {
  memory.status[Status.Paused] = 1;
  memory.status[Status.Phase] = Phase.Paused;
}

export function switchedOver(memory: Memory): void {
  memory.status[Status.Phase] = Phase.Done;
}

export function guestResumed(memory: Memory): void {
  memory.status[Status.Paused] = 0;
}

export function migrationStopped(memory: Memory, kind: number): void {
  memory.status[Status.Phase] = kind === Kind.MigrationFailed ? Phase.Failed : Phase.Cancelled;
}
