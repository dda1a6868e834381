/**
 * Sending under the bitmap's lock: a run of pages is cleared, read, sent. Where another actor may
 * come between, each is a step of its own.
 *
 * ```text
 * clear the chunk's log, if that is due -> clear the bits -> read -> send      as QEMU does
 * read -> clear the chunk's log -> clear the bits -> send                      `clearsBeforeRead` off
 * ```
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { NONE } from "../../../../events/log.ts";
import { chunkDueAt, clearChunk, isZero, nextDirty, runOf } from "../../../decide/dirty.ts";
import { contend, isHeld } from "../../../decide/lock.ts";
import { Bit, ZEROS } from "../../../state/memory.ts";
import { Sender, Status } from "../../../state/views.ts";
import type { Sim } from "../../sim.ts";
import { bitmapLock, isFine, isPaused } from "./stage.ts";
import { pagesToFlush } from "./window.ts";

/** True between the first step of a page and its sending. */
export function inPage(sim: Sim, lane: number): boolean {
  return isFine(sim) && sim.view.lockHolder[bitmapLock(sim)] === lane + 1;
}

/** Takes the bitmap's lock unless the lane has it; false if it has to wait. */
function lockBitmap({ view, machine }: Sim, lane: number, lock: number): boolean {
  if (view.lockHolder[lock] === lane + 1) return true;
  if (isHeld(view, lock)) {
    contend(machine, lane, lock);
    return false;
  }
  machine.record(Kind.LockAcquired, lane, lock, 0);
  return true;
}

export function unlockBitmap({ view, machine }: Sim, lane: number, lock: number): void {
  if (view.lockHolder[lock] === lane + 1) machine.record(Kind.LockReleased, lane, lock, 0);
}

/**
 * True if the log of a page's chunk has to be cleared before the page goes. In the last phase it has not:
 * no sync follows that could miss a write (QEMU, commit fd0377150d).
 */
const clearsChunk = (sim: Sim, pfn: number): boolean => !isPaused(sim) && chunkDueAt(sim.view, pfn);

/** Sends the next run of pages; false if none is left to send. The caller sees to the lock's release. */
export function sendRun(sim: Sim, lane: number): boolean {
  const { view, machine, settings } = sim;
  if (isFine(sim)) return sendFine(sim, lane);
  if (!lockBitmap(sim, lane, bitmapLock(sim))) return true;
  const pfn = nextDirty(view, view.status[Status.Cursor]);
  if (pfn === NONE) return false;
  const zero = isZero(view.content[pfn]);
  let count = runOf(
    view,
    pfn,
    zero ? settings.runPages : Math.min(settings.runPages, pagesToFlush(sim)),
  );
  if (clearsChunk(sim, pfn)) clearChunk(machine, lane, pfn);
  count = Math.min(count, pagesOfChunk(sim, pfn));
  const fresh = zero && isFresh(sim, pfn) ? 1 : 0;
  if (zero && hasFresh(sim)) count = runAlike(sim, pfn, count);
  if (machine.host.clearsBeforeRead) machine.record(Kind.BitsCleared, lane, pfn, count);
  machine.record(Kind.PagesRead, lane, pfn, count);
  if (!machine.host.clearsBeforeRead) machine.record(Kind.BitsCleared, lane, pfn, count);
  if (!machine.host.locksForBurst) unlockBitmap(sim, lane, bitmapLock(sim));
  machine.record(zero ? Kind.ZeroPagesSent : Kind.PagesSent, lane, pfn, count, fresh);
  return true;
}

/** True while the host may meet memory that nothing had touched: in the first round of the first migration. */
const hasFresh = ({ view, settings }: Sim): boolean =>
  settings.untouchedNs > 0 && view.status[Status.Round] === 1 &&
  view.sender[Sender.Migrations] === 1;

/** A zero page that the guest has not written since the log began: neither it nor the host had touched it. */
const isFresh = (sim: Sim, pfn: number): boolean =>
  hasFresh(sim) && sim.view.content[pfn] === ZEROS && (sim.view.bits[pfn] & Bit.Written) === 0;

/** Pages from `pfn` on, of a run, that are all fresh or all not. */
function runAlike(sim: Sim, pfn: number, count: number): number {
  const fresh = isFresh(sim, pfn);
  let pages = 1;
  while (pages < count && isFresh(sim, pfn + pages) === fresh) pages++;
  return pages;
}

/** Pages from `pfn` to the end of its chunk of the log. */
function pagesOfChunk({ view }: Sim, pfn: number): number {
  const order = view.geometry.chunkOrder;
  return order === undefined ? Infinity : (((pfn >> order) + 1) << order) - pfn;
}

/** The next step of one page. */
function sendFine(sim: Sim, lane: number): boolean {
  const { view, machine } = sim;
  const lock = bitmapLock(sim);
  const clearsFirst = machine.host.clearsBeforeRead;
  const last = view.lockHolder[lock] === lane + 1 ? view.laneKind[lane] : 0;
  const cleared = view.status[Status.Cursor] - 1; // the page, once its bit is cleared
  if (last === Kind.BitsCleared && clearsFirst) {
    machine.record(Kind.PagesRead, lane, cleared, 1);
    return true;
  }
  if (last === (clearsFirst ? Kind.PagesRead : Kind.BitsCleared)) {
    const zero = isZero(view.arrived[cleared]);
    machine.record(zero ? Kind.ZeroPagesSent : Kind.PagesSent, lane, cleared, 1);
    machine.record(Kind.LockReleased, lane, lock, 0);
    return true;
  }
  const pfn = nextDirty(view, view.status[Status.Cursor]);
  if (pfn === NONE) return false;
  if (!lockBitmap(sim, lane, lock)) return true;
  if (!clearsFirst && last !== Kind.PagesRead && last !== Kind.ChunkCleared) {
    machine.record(Kind.PagesRead, lane, pfn, 1);
  } else if (clearsChunk(sim, pfn)) clearChunk(machine, lane, pfn);
  else machine.record(Kind.BitsCleared, lane, pfn, 1);
  return true;
}
