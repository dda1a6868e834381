/**
 * What events of the dirty log change. A page's bits by mode:
 *
 * ```text
 *                   get-and-clear   manual-protect, initially-set   ring
 * a write sets      Log             Log                             Log, and pushes an entry
 * a fetch           Log -> Fetched  Seen := Log, Fetched |= Log     Log -> Fetched, rings empty
 * a chunk cleared   -               where Seen: Log, Seen go        -
 * a merge           Fetched -> Migrate in all; chunks become due where there are any
 * ```
 * Manual protect: KVM_GET_DIRTY_LOG leaves the log as it is, KVM_CLEAR_DIRTY_LOG clears what it is
 * handed, which is what was fetched last (Linux, Documentation/virt/kvm/api.rst; QEMU,
 * accel/kvm/kvm-all.c, kvm_log_clear_one_slot). Initially set: as logging begins every bit is 1, and
 * the first write of a page is not noticed until its chunk has been cleared. With rings `Seen` stands for a
 * page that was left unprotected as logging began: its writes push no entry.
 * @module
 */
import { HOST_CPU } from "../../../events/log.ts";
import { Bit, type Memory } from "../memory.ts";
import { Clock, Sender, Status } from "../views.ts";
import { changeAll, each } from "./bits.ts";
import { checkRun } from "./checks.ts";

// Names of this module are constants to the compiler, those of another are loads.
const { Migrate: MIGRATE, Log: LOG, Fetched: FETCHED, Seen: SEEN } = Bit;

/** Modes of the dirty log: numbers of `LOG_MODES`. */
export const LogMode = { GetAndClear: 0, ManualProtect: 1, InitiallySet: 2, Ring: 3 } as const;

/** In place of a mode: the guest writes the destination's memory, and nothing is logged. */
export const AT_DESTINATION = 5;

const LOGS = each(LOG), FETCHEDS = each(FETCHED), SEENS = each(SEEN);
const FETCHED_TO_MIGRATE = 2, LOG_TO_FETCHED = 1, LOG_TO_SEEN = 6; // how far apart the bits lie
if (
  FETCHED >> FETCHED_TO_MIGRATE !== MIGRATE || LOG << LOG_TO_FETCHED !== FETCHED ||
  LOG << LOG_TO_SEEN !== SEEN
) {
  throw new RangeError("Cannot load the reducer: bits of a page do not lie as it shifts them");
}

/** Set bits of a word whose bytes are 0 or 1. */
const ones = (word: number): number => Math.imul(word, 0x01010101) >>> 24;

const modeOf = (memory: Memory): number => memory.status[Status.LogMode] - 1;

/** A bit of `LogArmed`: pages stay as they are, and a ring hears of no write to them. */
export const UNPROTECTED = 4;

/** Logging begins with an empty log, or with a full one. */
export function armed(memory: Memory, value: number): void {
  const mode = value & 3;
  memory.status[Status.LogMode] = mode + 1;
  memory.ringUsed.fill(0);
  const unheard = (value & UNPROTECTED) !== 0 && mode === LogMode.Ring;
  const set = mode === LogMode.InitiallySet ? LOG : unheard ? SEEN : 0;
  changeAll(memory, LOG | SEEN, set);
}

export function disarmed(memory: Memory): void {
  memory.status[Status.LogMode] = 0;
}

/** A write of the guest reaches the log; with rings, its first one since the last harvest pushes an entry. */
export function logged(memory: Memory, cpu: number, pfn: number, pages: number): void {
  if (memory.status[Status.LogMode] === 0 || cpu >= HOST_CPU) return;
  for (let page = pfn; page < pfn + pages; page++) {
    if ((memory.bits[page] & (LOG | SEEN)) === 0) memory.ringUsed[cpu]++;
  }
}

export function fetched(memory: Memory, pfn: number, count: number, event: number): void {
  checkRun(memory, pfn, count, event);
  const mode = modeOf(memory);
  if (mode === LogMode.ManualProtect || mode === LogMode.InitiallySet) {
    return fetchKept(memory, pfn, pfn + count);
  }
  memory.ringUsed.fill(0);
  fetchCleared(memory, pfn, pfn + count);
}

/** The log is cleared as it is fetched; so is a ring as it is harvested. */
function fetchCleared({ bits, quads }: Memory, pfn: number, end: number): void {
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

/** The log stays as it is; what was seen of it is what a chunk's clearing will clear. */
function fetchKept({ bits, quads }: Memory, pfn: number, end: number): void {
  let page = pfn;
  for (; page < end && (page & 3) !== 0; page++) keepOne(bits, page);
  for (const last = end - 3; page < last; page += 4) {
    page = skip(quads, page, last, LOGS | SEENS);
    const word = quads[page >> 2];
    const log = word & LOGS;
    quads[page >> 2] = (word & ~SEENS) | (log << LOG_TO_SEEN) | (log << LOG_TO_FETCHED);
  }
  for (; page < end; page++) keepOne(bits, page);
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
  if (old & LOG) bits[page] = (old & ~LOG) | FETCHED;
}

function keepOne(bits: Uint8Array, page: number): void {
  const old = bits[page];
  bits[page] = old & LOG ? old | FETCHED | SEEN : old & ~SEEN;
}

export function merged(memory: Memory, pfn: number, count: number, event: number): void {
  checkRun(memory, pfn, count, event);
  const { bits, quads, chunkDue } = memory;
  const end = pfn + count;
  let page = pfn, fresh = 0;
  for (; page < end && (page & 3) !== 0; page++) fresh += mergeOne(bits, page);
  for (const last = end - 3; page < last; page += 4) {
    page = skip(quads, page, last, FETCHEDS);
    const word = quads[page >> 2];
    const found = word & FETCHEDS;
    if (found === 0) continue;
    const migrate = found >>> FETCHED_TO_MIGRATE;
    fresh += ones(migrate & ~word);
    quads[page >> 2] = (word & ~FETCHEDS) | migrate;
  }
  for (; page < end; page++) fresh += mergeOne(bits, page);
  memory.status[Status.Dirty] += fresh;
  if (chunkDue.length > 0) {
    const order = memory.geometry.chunkOrder!;
    chunkDue.fill(1, pfn >> order, ((end - 1) >> order) + 1);
  }
  if (memory.timed && memory.sender[Sender.Limit] !== 0) {
    memory.senderTime[Clock.Sync] = memory.now[0];
  }
}

/** Returns 1 if the page was not to be sent before. */
function mergeOne(bits: Uint8Array, page: number): number {
  const old = bits[page];
  if ((old & FETCHED) === 0) return 0;
  bits[page] = (old & ~FETCHED) | MIGRATE;
  return 1 - (old & MIGRATE);
}

/**
 * Whether the guest wrote a page again since it was seen does not matter: its bit goes.
 * @param spilt 1 if the chunk's neighbour of the same pair is cleared too
 */
export function chunkCleared(
  memory: Memory,
  pfn: number,
  count: number,
  spilt: number,
  event: number,
): void {
  checkRun(memory, pfn, count, event);
  const { bits, quads, chunkDue } = memory;
  const end = pfn + count;
  let page = pfn;
  for (; page < end && (page & 3) !== 0; page++) clearOne(bits, page);
  for (const last = end - 3; page < last; page += 4) {
    page = skip(quads, page, last, SEENS);
    const word = quads[page >> 2];
    const seen = word & SEENS;
    if (seen !== 0) quads[page >> 2] = word & ~(seen | (seen >>> LOG_TO_SEEN));
  }
  for (; page < end; page++) clearOne(bits, page);
  if (spilt !== 0) spill(memory, pfn, end);
  if (chunkDue.length > 0) chunkDue[pfn >> memory.geometry.chunkOrder!] = 0;
}

/** What is cleared of the pair that a chunk is half of, besides the chunk. */
function spill({ bits, frames, geometry }: Memory, pfn: number, end: number): void {
  const pair = (geometry.chunkOrder ?? 0) + 1, first = (pfn >> pair) << pair;
  for (let page = first; page < Math.min(frames, first + (1 << pair)); page++) {
    if (page < pfn || page >= end) bits[page] &= ~(LOG | SEEN);
  }
}

function clearOne(bits: Uint8Array, page: number): void {
  if (bits[page] & SEEN) bits[page] &= ~(SEEN | LOG);
}
