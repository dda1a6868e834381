/**
 * What events of the migration change: the bitmap of what is to be sent, what arrived at the destination.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { Bit, DISCARDED, type Memory } from "../memory.ts";
import { Clock, Phase, Sender, Status } from "../views.ts";
import { AT_DESTINATION } from "./dirty_log.ts";
import { changeAll, each } from "./bits.ts";
import { checkBlock, checkRun } from "./checks.ts";

// Names of this module are constants to the compiler, those of another are loads.
const { Migrate: MIGRATE, Received: RECEIVED, Hinted: HINTED, Stale: STALE } = Bit;

const MIGRATES = each(MIGRATE), RECEIVEDS = each(RECEIVED);

/** Set bits of a word whose bytes are 0 or 1. */
const ones = (word: number): number => Math.imul(word, 0x01010101) >>> 24;

/** What a new migration does with the bitmap: bits of `MigrationBegun`; none of them: every bit is set. */
export const Bitmap = { Left: 1, Emptied: 2 } as const;

export function migrationBegun(memory: Memory, value: number): void {
  if (value === 0) memory.status[Status.Dirty] = changeAll(memory, RECEIVED, MIGRATE);
  else {
    const keep = value & Bitmap.Emptied ? ~(RECEIVED | MIGRATE) : ~RECEIVED;
    for (let page = 0; page < memory.frames; page++) memory.bits[page] &= keep;
    if (value & Bitmap.Emptied) memory.status[Status.Dirty] = 0;
  }
  memory.arrived.fill(0); // a destination begins as zeros
  memory.status[Status.Phase] = Phase.Setup;
  memory.status[Status.Round] = 0;
  memory.status[Status.Cursor] = 0;
  if (isCounting(memory)) memory.sender[Sender.Migrations]++;
}

export function roundBegun(memory: Memory, round: number): void {
  memory.status[Status.Round] = round;
  if (memory.status[Status.Phase] === Phase.Setup) memory.status[Status.Phase] = Phase.Running;
}

/** The sender counts from its downtime limit on: a log of before there was one keeps its digests. */
const isCounting = ({ timed, sender }: Memory): boolean => timed && sender[Sender.Limit] !== 0;

export function bitsCleared(memory: Memory, pfn: number, count: number, event: number): void {
  checkRun(memory, pfn, count, event);
  memory.status[Status.Dirty] -= clearBits(memory, pfn, count, MIGRATE);
  memory.status[Status.Cursor] = pfn + count;
}

/** Clears `mask` of each page; returns how many of them were to be sent. */
export function clearBits(memory: Memory, pfn: number, count: number, mask: number): number {
  const { bits, quads } = memory;
  const end = pfn + count, keep = ~each(mask);
  let page = pfn, cleared = 0;
  for (; page < end && (page & 3) !== 0; page++) {
    cleared += bits[page] & MIGRATE; // the bit is 1
    bits[page] &= ~mask;
  }
  for (const last = end - 3; page < last; page += 4) {
    const word = quads[page >> 2];
    cleared += ones(word & MIGRATES);
    quads[page >> 2] = word & keep;
  }
  for (; page < end; page++) {
    cleared += bits[page] & MIGRATE;
    bits[page] &= ~mask;
  }
  return cleared;
}

export function pagesRead(memory: Memory, pfn: number, count: number, event: number): void {
  checkRun(memory, pfn, count, event);
  const { content, arrived } = memory;
  for (let page = pfn, end = pfn + count; page < end; page++) arrived[page] = content[page];
}

/**
 * The lane's first word keeps how many pages went, since the time of the next step depends on it; less
 * than zero if nothing had touched them before.
 */
export function pagesSent(
  memory: Memory,
  kind: number,
  actor: number,
  pfn: number,
  count: number,
  fresh: number,
  event: number,
): void {
  checkRun(memory, pfn, count, event);
  memory.laneFirst[actor] = fresh !== 0 ? -count : count;
  if (isCounting(memory)) {
    memory.sender[kind === Kind.PagesSent ? Sender.Pages : Sender.Zeros] += count;
  }
  const { bits, quads } = memory;
  const end = pfn + count;
  let page = pfn;
  for (; page < end && (page & 3) !== 0; page++) bits[page] |= RECEIVED;
  for (const last = end - 3; page < last; page += 4) quads[page >> 2] |= RECEIVEDS;
  for (; page < end; page++) bits[page] |= RECEIVED;
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

export function windowBegun(memory: Memory, threshold: number): void {
  if (!memory.timed) return;
  const { sender, senderTime, now } = memory;
  sender[Sender.Pages] = sender[Sender.Zeros] = 0;
  sender[Sender.Threshold] = threshold;
  senderTime[Clock.Window] = now[0];
}

export function limitSet(memory: Memory, limit: number): void {
  if (memory.timed) memory.sender[Sender.Limit] = limit;
}

/** The host gave the memory back: it reads as zeros, and no log tells. */
export function discarded(
  memory: Memory,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  memory.content.fill(DISCARDED, pfn, pfn + (1 << order));
  if (memory.status[Status.Phase] === Phase.Postcopy) discardedThere(memory, pfn, 1 << order);
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
    memory.bits[page] &= ~(HINTED | STALE);
  }
  if (value >= 0) memory.status[Status.ArrayApplied] = value + 1;
}

/** In postcopy it is the destination's memory: the page is missing there again. */
function discardedThere({ arrived, bits }: Memory, pfn: number, pages: number): void {
  arrived.fill(DISCARDED, pfn, pfn + pages);
  for (let page = pfn; page < pfn + pages; page++) bits[page] &= ~RECEIVED;
}

/** What is still to be sent is stale at the destination, or missing there: it goes. */
export function postcopyBegun(memory: Memory): void {
  const { bits, frames } = memory;
  for (let page = 0; page < frames; page++) {
    if (bits[page] & MIGRATE) bits[page] &= ~RECEIVED;
  }
  memory.status[Status.Phase] = Phase.Postcopy;
  memory.status[Status.LogMode] = AT_DESTINATION;
  memory.status[Status.Cursor] = 0;
}

export function faultAsked(
  memory: Memory,
  actor: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkRun(memory, pfn, 1, event);
  if (memory.laneFault.length === 0) return;
  memory.laneFault[actor] = pfn + 1;
  memory.laneFaultWrite[actor] = value;
}

export function faultAnswered(memory: Memory, actor: number): void {
  if (memory.laneFault.length > 0) memory.laneFault[actor] = 0;
}
