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
import { Status } from "../../../state/views.ts";
import type { Sim } from "../../sim.ts";
import { bitmapLock, isFine } from "./stage.ts";
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
  if (chunkDueAt(view, pfn)) clearChunk(machine, lane, pfn);
  count = Math.min(count, pagesOfChunk(sim, pfn));
  if (machine.host.clearsBeforeRead) machine.record(Kind.BitsCleared, lane, pfn, count);
  machine.record(Kind.PagesRead, lane, pfn, count);
  if (!machine.host.clearsBeforeRead) machine.record(Kind.BitsCleared, lane, pfn, count);
  if (!machine.host.locksForBurst) unlockBitmap(sim, lane, bitmapLock(sim));
  machine.record(zero ? Kind.ZeroPagesSent : Kind.PagesSent, lane, pfn, count);
  return true;
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
  } else if (chunkDueAt(view, pfn)) clearChunk(machine, lane, pfn);
  else machine.record(Kind.BitsCleared, lane, pfn, 1);
  return true;
}
