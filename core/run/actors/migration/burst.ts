/**
 * A burst: runs of pages are sent while the bitmap's lock is held, until the burst is over.
 *
 * QEMU holds the lock for as long as one pass of its send loop takes (migration/ram.c,
 * `ram_save_iterate`; since 2021); hints wait for it and are applied between two bursts. Before, the
 * lock was taken to clear a page's bit, and hints came in between.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { NONE } from "../../../../events/log.ts";
import { note } from "../../designs/design.ts";
import type { Sim } from "../../sim.ts";
import { hintsAtHand } from "../hint_queue.ts";
import { endRound } from "./rounds.ts";
import { unlockBitmap } from "./locking.ts";
import { sendRun } from "./sender.ts";
import { bitmapLock, isPaused, Stage, Why } from "./stage.ts";
import { isUsedUp } from "./window.ts";

const MS = 1_000_000;

/** One run of a burst, or its end. */
export function sendBurst(sim: Sim, lane: number): void {
  const { machine, view } = sim;
  const lock = bitmapLock(sim);
  // A burst sends at least once; LaneNoted is its begin.
  if (!isPaused(sim) && view.laneKind[lane] !== Kind.LaneNoted) {
    const began = view.laneSecond[lane] * MS;
    if (isUsedUp(sim) || machine.time - began >= machine.host.burstNs) {
      unlockBitmap(sim, lane, lock);
      return note(machine, lane, Stage.Look);
    }
  }
  if (sendRun(sim, lane)) return;
  if (isPaused(sim)) return endRound(sim, lane, Why.Round);
  unlockBitmap(sim, lane, lock);
  note(machine, lane, Stage.Look);
}

/** When the next run goes; hints at hand come first between two bursts. */
export function nextSend(sim: Sim, lane: number, last: number): number {
  const lock = bitmapLock(sim);
  const holds = lock !== NONE && sim.view.lockHolder[lock] === lane + 1;
  if (sim.machine.host.locksForBurst && !holds && hintsAtHand(sim)) return Infinity;
  return last + sendingNs(sim, lane);
}

/** How long what the lane sent last took, in ns; fresh memory costs a fault of the host a page more. */
function sendingNs({ view, machine, settings }: Sim, lane: number): number {
  const kind = view.laneKind[lane], count = view.laneFirst[lane], { scanPage } = machine.costs;
  if (kind === Kind.PagesSent) return count * settings.sendNs;
  if (kind !== Kind.ZeroPagesSent) return 0;
  return count < 0 ? -count * (scanPage + settings.untouchedNs) : count * scanPage;
}
