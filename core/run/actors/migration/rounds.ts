/**
 * Rounds of pre-copy: what follows a sync, what is asked between two bursts, and what ends a round.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { Clock, Phase, Sender, Status } from "../../../state/views.ts";
import { note } from "../../designs/design.ts";
import type { Sim } from "../../sim.ts";
import { isPostcopyDue, leaveForPostcopy } from "./postcopy.ts";
import { unlockBitmap } from "./locking.ts";
import { bitmapLock, isFine, isPaused, Stage, Why } from "./stage.ts";
import { beginWindow, fits, isUsedUp, windowEnd } from "./window.ts";

const US = 1000, MS = 1_000_000;

/** A burst's begin is noted in ms, as QEMU takes its length. */
function beginBurst({ machine }: Sim, lane: number): void {
  note(machine, lane, Stage.Send, 0, Math.floor(machine.time / MS));
}

export function isLastChance({ view, settings }: Sim): boolean {
  return view.status[Status.Round] >= settings.roundsMax;
}

/** With no raised limit to wait for, the operator ends a migration that takes too many rounds. */
function isForced({ view, settings }: Sim): boolean {
  return settings.raisedNs === 0 && view.status[Status.Round] > settings.roundsMax;
}

/** A sync is done: a round begins, be it only to find that the guest can be stopped. */
export function beginRound(sim: Sim, lane: number, choice: number): void {
  const { machine, view } = sim;
  const why = view.laneSecond[lane];
  if (isFine(sim)) return beginFine(sim, lane, choice);
  const isFirst = view.status[Status.Round] === 0;
  machine.record(Kind.RoundBegun, lane, 0, view.status[Status.Round] + 1);
  if (isPaused(sim)) return beginBurst(sim, lane);
  if (isFirst || why === Why.Timer) return note(machine, lane, Stage.Look);
  if (!fits(sim) && !isForced(sim)) return beginBurst(sim, lane);
  pause(sim, lane);
}

/** In a world that is searched the clock decides nothing: whether what is left fits is a choice. */
function beginFine(sim: Sim, lane: number, choice: number): void {
  const { machine, view } = sim;
  const running = view.status[Status.Phase] === Phase.Running;
  if (running && (choice === 1 || isLastChance(sim))) {
    machine.record(Kind.GuestPaused, lane, 0, 0);
    return note(machine, lane, Stage.StopHints);
  }
  machine.record(Kind.RoundBegun, lane, 0, view.status[Status.Round] + 1);
  note(machine, lane, Stage.Send);
}

function pause({ machine, view }: Sim, lane: number): void {
  machine.record(Kind.RoundEnded, lane, 0, view.status[Status.Round]);
  machine.record(Kind.GuestPaused, lane, 0, 0);
  note(machine, lane, Stage.StopHints);
}

export function endRound(sim: Sim, lane: number, why: number): void {
  const { machine, view } = sim;
  unlockBitmap(sim, lane, bitmapLock(sim));
  machine.record(Kind.RoundEnded, lane, 0, view.status[Status.Round]);
  if (isPaused(sim)) return note(machine, lane, Stage.Switch);
  note(machine, lane, Stage.StopHints, 0, why);
}

/** Raises the downtime limit once the rounds that the operator waits for are over. */
function mayRaise({ view, settings }: Sim): boolean {
  const raised = settings.raisedNs / US;
  return settings.raisedNs > 0 && view.status[Status.Round] > settings.roundsMax &&
    view.sender[Sender.Limit] !== raised;
}

/**
 * Auto-converge looks every 5 s whether a sync was made since it looked last, and makes one if not, from the
 * second on (QEMU, cpu_throttle_dirty_sync_timer): so syncs lie up to 10 s apart. Its timer runs aside from
 * the sender; here the sync waits for the burst and the window under way.
 */
function isTick({ view, machine, settings }: Sim, periodNs: number): boolean {
  if (periodNs === 0 || view.status[Status.Round] <= 1) return false;
  const ticks = Math.floor((machine.time - settings.startNs) / periodNs);
  return view.senderTime[Clock.Sync] < settings.startNs + (ticks - 1) * periodNs;
}

/** Between bursts. */
export function look(sim: Sim, lane: number): void {
  const { machine, settings } = sim;
  if (isPostcopyDue(sim)) return leaveForPostcopy(sim, lane);
  if (mayRaise(sim)) {
    machine.record(Kind.DowntimeLimitSet, lane, 0, settings.raisedNs / US);
    return note(machine, lane, Stage.Look);
  }
  if (machine.time >= windowEnd(sim)) beginWindow(sim, lane);
  // Nothing is looked at while the limit holds: a sync waits for the next window, too.
  if (isUsedUp(sim)) return note(machine, lane, Stage.Wait);
  if (fits(sim) || isForced(sim)) return endRound(sim, lane, Why.Round);
  const { throttleSyncNs } = machine.host;
  if (settings.autoConverge && isTick(sim, throttleSyncNs)) return endRound(sim, lane, Why.Timer);
  beginBurst(sim, lane);
}
