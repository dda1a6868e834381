/**
 * A migration that ends before its time: cancelled by the operator, or failed. The guest runs on,
 * and must be told that hinting is done, or it holds its free memory for ever.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { Bit } from "../../../state/memory.ts";
import { Phase, Sender, Status } from "../../../state/views.ts";
import { note } from "../../designs/design.ts";
import type { Sim } from "../../sim.ts";
import { Order, orderOf } from "../operator.ts";
import { unlockBitmap } from "./locking.ts";
import { bitmapLock, isFine, isPaused, Stage } from "./stage.ts";

/** When the first migration is to end early, in ns; Infinity if it is not. */
export function endAt({ settings, view }: Sim): number {
  const isFirst = view.sender.length > 0 && view.sender[Sender.Migrations] === 1;
  return isFirst && settings.endNs > 0 ? settings.startNs + settings.endNs : Infinity;
}

/** True if the step to come is the end; never while the guest stands still. */
export function isToEnd(sim: Sim, lane: number): boolean {
  const stage = sim.view.lanePhase[lane], phase = sim.view.status[Status.Phase];
  if (isFine(sim)) {
    return orderOf(sim) === Order.End && isAmid(stage) &&
      (phase === Phase.Running || phase === Phase.Postcopy);
  }
  return sim.machine.time >= endAt(sim) && phase === Phase.Running && !isPaused(sim) &&
    (stage === Stage.Send || stage === Stage.Look || stage === Stage.Wait);
}

/** Where the thread looks whether it is to go on: between two steps of sending, and before a round. */
const isAmid = (stage: number): boolean => stage === Stage.Send || stage === Stage.Round;

/** True if the migration has ended early: the guest runs on where it was. */
export function hasEnded({ view }: Sim): boolean {
  const phase = view.status[Status.Phase];
  return phase === Phase.Cancelled || phase === Phase.Failed;
}

/** True if the operator has ordered another migration after one that ended. */
export const isToRetry = (sim: Sim): boolean => hasEnded(sim) && orderOf(sim) === Order.Retry;

export function endEarly(sim: Sim, lane: number): void {
  const { machine, settings } = sim;
  if (sim.view.status[Status.Phase] === Phase.Postcopy) return failPostcopy(sim, lane);
  unlockBitmap(sim, lane, bitmapLock(sim));
  machine.record(
    settings.endsBy === "failure" ? Kind.MigrationFailed : Kind.MigrationCancelled,
    lane,
    0,
    0,
  );
  if (!machine.host.offersOnlyDirtied) machine.record(Kind.LogDisarmed, lane, 0, 0);
  if (machine.host.doneOnFailure) return note(machine, lane, Stage.Cleanup);
  note(machine, lane, settings.retryNs > 0 ? Stage.Begin : Stage.After);
}

/**
 * The guest is at the destination, and stays there: who waits for a page waits on, unless the destination takes
 * the channel's end for the zeros of the page.
 */
function failPostcopy(sim: Sim, lane: number): void {
  const { machine, view } = sim;
  unlockBitmap(sim, lane, bitmapLock(sim));
  for (let waiter = 0; waiter < view.laneFault.length; waiter++) {
    const page = view.laneFault[waiter] - 1;
    if (machine.host.errorBeforeClose || page < 0 || view.bits[page] & Bit.Received) continue;
    machine.record(Kind.ZeroPagesSent, lane, page, 1);
  }
  machine.record(Kind.MigrationFailed, lane, 0, 0);
  note(machine, lane, Stage.After);
}
