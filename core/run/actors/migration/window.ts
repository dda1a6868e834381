/**
 * The rate limit's windows, and when what is left is little enough.
 *
 * QEMU adds up what it sends in windows of 100 ms and stops when the allowance is used. The rate of
 * the last whole window times the downtime limit is the threshold: with less left by its own
 * counter it makes a sync, and with less left after that it stops the guest (migration/migration.c,
 * migration_iteration_run, migration_update_counters).
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { Clock, Sender, Status } from "../../../state/views.ts";
import type { Sim } from "../../sim.ts";

const PAGE_BYTES = 4096;

function sentBytes({ view, machine }: Sim, pages: number): number {
  const { pageBytes, zeroPageBytes } = machine.host;
  return pages * pageBytes + view.sender[Sender.Zeros] * zeroPageBytes;
}

/** Pages that may go before the limit is looked at again; Infinity without a limit. */
export function pagesToFlush(sim: Sim): number {
  const { view, machine, settings } = sim;
  if (settings.windowBytes === 0) return Infinity;
  const { flushPages } = machine.host;
  return flushPages - (view.sender[Sender.Pages] % flushPages);
}

/** True if the window's allowance is used up, by what has gone out. */
export function isUsedUp(sim: Sim): boolean {
  const { view, machine, settings } = sim;
  if (settings.windowBytes === 0) return false;
  const pages = view.sender[Sender.Pages];
  const out = pages - (pages % machine.host.flushPages);
  return sentBytes(sim, out) >= settings.windowBytes;
}

/** When the window under way ends, in ns. */
export function windowEnd({ view, machine }: Sim): number {
  return view.senderTime[Clock.Window] + machine.host.windowNs;
}

/** Begins the next window; the threshold follows from what the last one sent. */
export function beginWindow(sim: Sim, lane: number): void {
  const { view, machine } = sim;
  const elapsed = machine.time - view.senderTime[Clock.Window];
  const bytes = sentBytes(sim, view.sender[Sender.Pages]);
  const limitNs = view.sender[Sender.Limit] * 1000;
  const pages = Math.ceil((bytes * (limitNs / elapsed)) / PAGE_BYTES);
  machine.record(Kind.RateWindowBegun, lane, 0, Math.min(0x7fffffff, pages));
}

/** True if so little is left that a sync is due, or, right after one, that the guest may be stopped. */
export function fits({ view, settings }: Sim): boolean {
  // Other memory of the machine stands behind the RAM: it is left until the first pass is over.
  const others = view.status[Status.Round] === 1 ? settings.otherPages : 0;
  const left = view.status[Status.Dirty] + others;
  return left <= 0 || left < view.sender[Sender.Threshold];
}
