/**
 * Postcopy: the guest goes on at the destination, and what is missing there is fetched.
 *
 * QEMU, migration/migration.c, postcopy_start; migration/ram.c: the guest stops; a last sync, without a
 * word to the balloon; the destination discards every page whose bit is set; the guest runs there, and
 * a page that it touches and that is missing is asked for. The source answers out of its bitmap: a
 * page that a hint cleared is not in it, and is not sent. At the end missing pages read as zeros.
 * That hinting is not told DONE is why newer hosts do not ask with postcopy in view.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { NONE } from "../../../../events/log.ts";
import { isZero } from "../../../decide/dirty.ts";
import { Bit } from "../../../state/memory.ts";
import { Phase, Status } from "../../../state/views.ts";
import { note } from "../../designs/design.ts";
import type { Sim } from "../../sim.ts";
import { Order, orderOf } from "../operator.ts";
import { unlockBitmap } from "./locking.ts";
import { sendRun } from "./sender.ts";
import { bitmapLock, isFine, isPaused, Stage, Why } from "./stage.ts";

export const inPostcopy = ({ view }: Sim): boolean => view.status[Status.Phase] === Phase.Postcopy;

/** True if the operator has asked for it and the guest still runs at the source. */
export function isPostcopyDue(sim: Sim): boolean {
  const { settings, machine, view } = sim;
  if (isFine(sim)) {
    return orderOf(sim) === Order.Postcopy && view.status[Status.Phase] === Phase.Running;
  }
  return settings.postcopyNs > 0 && machine.time >= settings.startNs + settings.postcopyNs &&
    view.status[Status.Phase] === Phase.Running;
}

/** Stops the guest for the last sync; hinting is not told. */
export function leaveForPostcopy(sim: Sim, lane: number): void {
  const { machine, view } = sim;
  unlockBitmap(sim, lane, bitmapLock(sim));
  machine.record(Kind.RoundEnded, lane, 0, view.status[Status.Round]);
  machine.record(Kind.GuestPaused, lane, 0, 0);
  note(machine, lane, Stage.Fetch, 0, Why.Postcopy);
}

/** The sync is merged: the guest goes on at the destination. */
export function beginPostcopy(sim: Sim, lane: number): void {
  const { machine, view } = sim;
  machine.record(Kind.RoundBegun, lane, 0, view.status[Status.Round] + 1);
  machine.record(Kind.PostcopyBegun, lane, 0, 0);
  machine.record(Kind.GuestResumed, lane, 0, 0);
  note(machine, lane, Stage.Send);
}

/** A page that some lane waits for and that the source's bitmap still has; NONE if there is none. */
function askedFor({ view }: Sim): number {
  for (let lane = 0; lane < view.laneFault.length; lane++) {
    const page = view.laneFault[lane] - 1;
    if (page >= 0 && view.bits[page] & Bit.Migrate) return page;
  }
  return NONE;
}

/** Sends what was asked for, then the rest in order; at the end whoever still waits reads zeros. */
export function sendPostcopy(sim: Sim, lane: number): void {
  const { machine, view } = sim;
  machine.wake = 1; // a page that comes may be one that a lane waits for
  const page = askedFor(sim);
  if (page !== NONE) {
    const zero = isZero(view.content[page]);
    machine.record(Kind.BitsCleared, lane, page, 1);
    machine.record(Kind.PagesRead, lane, page, 1);
    return machine.record(zero ? Kind.ZeroPagesSent : Kind.PagesSent, lane, page, 1);
  }
  if (sendRun(sim, lane)) return;
  unlockBitmap(sim, lane, bitmapLock(sim));
  machine.record(Kind.RoundEnded, lane, 0, view.status[Status.Round]);
  machine.record(Kind.SwitchedOver, lane, 0, 0);
  note(machine, lane, Stage.After);
}

export const isLeaving = (sim: Sim, lane: number): boolean =>
  isPaused(sim) && sim.view.laneSecond[lane] === Why.Postcopy;
