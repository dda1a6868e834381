/**
 * Sending under the bitmap's lock: a run of pages is cleared, read, sent, in one step. Where another actor may
 * come between, each is a step of its own (`sender_fine.ts`).
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { NONE } from "../../../../events/log.ts";
import { clearChunk, isZero, runOf } from "../../../decide/dirty.ts";
import { Bit, ZEROS } from "../../../state/memory.ts";
import { Sender, Status } from "../../../state/views.ts";
import type { Sim } from "../../sim.ts";
import { appliesZeros, clearsChunk, lockBitmap, unlockBitmap } from "./locking.ts";
import { sendFine } from "./sender_fine.ts";
import { bitmapLock, isFine, nextToSend } from "./stage.ts";
import { pagesToFlush } from "./window.ts";

/** Sends the next run of pages; false if none is left to send. The caller sees to the lock's release. */
export function sendRun(sim: Sim, lane: number): boolean {
  const { view, machine, settings } = sim;
  if (isFine(sim)) return sendFine(sim, lane);
  if (!lockBitmap(sim, lane, bitmapLock(sim))) return true;
  const pfn = nextToSend(sim);
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
  if (!zero || appliesZeros(sim)) machine.record(Kind.PagesRead, lane, pfn, count);
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
