/**
 * The host's migration thread: pre-copy, as QEMU does it.
 *
 * ```text
 * begin - arm - fetch - merge - ask - round - send - look - send - wait - look - ... - look
 *                 \                      |                                              |
 *                  +- stop hints <-------+-- less left than the threshold --------------+
 *                 after a sync that leaves less than the threshold: pause - stop hints - fetch -
 *                 merge - done - last round - switch - resume
 * ```
 * Hinting is asked for anew after every sync made while the guest runs, and stopped before each
 * (hw/virtio/virtio-balloon.c; precopy notifiers of migration/ram.c). Every sync counts as a round.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { HOST_CPU } from "../../../../events/log.ts";
import { Hinting } from "../../../decide/channel.ts";
import { contend, isHeld } from "../../../decide/lock.ts";
import { Phase, Sender, Status } from "../../../state/views.ts";
import { note } from "../../designs/design.ts";
import type { Actor, Sim } from "../../sim.ts";
import { hintsAtHand } from "../hint_queue.ts";
import { endAt, endEarly, isToEnd } from "./end.ts";
import { changeStatus } from "./hinting.ts";
import { inPage, sendRun, unlockBitmap } from "./sender.ts";
import { bitmapLock, go, isFine, isPaused, sinceSync, Stage, Why } from "./stage.ts";
import { beginWindow, fits, isUsedUp, windowEnd } from "./window.ts";

const US = 1000, MS = 1_000_000;

/** A burst's begin is noted in ms, as QEMU takes its length. */
function beginBurst({ machine }: Sim, lane: number): void {
  note(machine, lane, Stage.Send, 0, Math.floor(machine.time / MS));
}

function begin({ machine, settings }: Sim, lane: number): void {
  const { timed } = machine.memory;
  if (timed) machine.record(Kind.DowntimeLimitSet, lane, 0, Math.max(1, settings.downtimeNs / US));
  machine.record(Kind.MigrationBegun, lane, 0, 0);
  if (timed) machine.record(Kind.RateWindowBegun, lane, 0, 0);
  note(machine, lane, Stage.Arm);
}

function merge(sim: Sim, lane: number): void {
  const { view, machine } = sim;
  const lock = bitmapLock(sim);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  machine.record(Kind.LockAcquired, lane, lock, 0);
  machine.record(Kind.LogMerged, lane, 0, view.geometry.frames);
  machine.record(Kind.LockReleased, lane, lock, 0);
  go(sim, lane, Stage.Ask);
}

function isLastChance({ view, settings }: Sim): boolean {
  return view.status[Status.Round] >= settings.roundsMax;
}

/** A sync is done: a round begins, be it only to find that the guest can be stopped. */
function beginRound(sim: Sim, lane: number, choice: number): void {
  const { machine, view, settings } = sim;
  const why = view.laneSecond[lane];
  if (isFine(sim)) return beginFine(sim, lane, choice);
  const isFirst = view.status[Status.Round] === 0;
  machine.record(Kind.RoundBegun, lane, 0, view.status[Status.Round] + 1);
  if (isPaused(sim)) return beginBurst(sim, lane);
  if (isFirst || why === Why.Timer) return note(machine, lane, Stage.Look);
  const isForced = settings.raisedNs === 0 && view.status[Status.Round] > settings.roundsMax;
  if (!fits(sim) && !isForced) return beginBurst(sim, lane);
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

function endRound(sim: Sim, lane: number, why: number): void {
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

/** Between bursts. */
function look(sim: Sim, lane: number): void {
  const { machine, settings, view } = sim;
  if (mayRaise(sim)) {
    machine.record(Kind.DowntimeLimitSet, lane, 0, settings.raisedNs / US);
    return note(machine, lane, Stage.Look);
  }
  if (machine.time >= windowEnd(sim)) beginWindow(sim, lane);
  // Nothing is looked at while the limit holds: a sync waits for the next window, too.
  if (isUsedUp(sim)) return note(machine, lane, Stage.Wait);
  const isForced = settings.raisedNs === 0 && view.status[Status.Round] > settings.roundsMax;
  if (fits(sim) || isForced) return endRound(sim, lane, Why.Round);
  const { throttleSyncNs } = machine.host;
  const isTimed = settings.autoConverge && throttleSyncNs > 0 && view.status[Status.Round] > 1;
  if (isTimed && sinceSync(sim) >= throttleSyncNs) return endRound(sim, lane, Why.Timer);
  beginBurst(sim, lane);
}

/** One run of a burst, or its end. */
function sendBurst(sim: Sim, lane: number): void {
  const { machine, view } = sim;
  const lock = bitmapLock(sim);
  if (!isPaused(sim) && view.lockHolder[lock] === lane + 1) {
    const began = view.laneSecond[lane] * MS;
    if (isUsedUp(sim) || machine.time - began >= machine.host.burstNs) {
      machine.record(Kind.LockReleased, lane, lock, 0);
      return note(machine, lane, Stage.Look);
    }
  }
  if (sendRun(sim, lane)) return;
  if (isPaused(sim)) return endRound(sim, lane, Why.Round);
  unlockBitmap(sim, lane, lock);
  note(machine, lane, Stage.Look);
}

/** When the next run goes; hints at hand come first between two bursts. */
function nextSend(sim: Sim, lane: number, last: number): number {
  const holds = sim.view.lockHolder[bitmapLock(sim)] === lane + 1;
  if (!holds && hintsAtHand(sim)) return Infinity;
  return last + sendingNs(sim, lane);
}

/** How long what the lane sent last took, in ns. */
function sendingNs({ view, machine, settings }: Sim, lane: number): number {
  const kind = view.laneKind[lane], count = view.laneFirst[lane];
  if (kind === Kind.PagesSent) return count * settings.sendNs;
  return kind === Kind.ZeroPagesSent ? count * zeroNs(machine.costs.scanPage, view, settings) : 0;
}

/** A zero page that nothing had touched costs a fault of the host more, the first time it is read. */
function zeroNs(scanNs: number, view: Sim["view"], settings: Sim["settings"]): number {
  const isFirst = view.status[Status.Round] === 1 && view.sender[Sender.Migrations] === 1;
  return isFirst ? scanNs + settings.untouchedNs : scanNs;
}

export const migrationThread = (): Actor => ({
  name: "migration",
  cpu: HOST_CPU,
  choices(sim, lane) {
    if (!isFine(sim)) return 1;
    const stage = sim.view.lanePhase[lane];
    // A round may end early, since the sync is due when what is left fits the limit.
    if (stage === Stage.Send) {
      const last = isPaused(sim) || inPage(sim, lane) || sim.view.status[Status.Dirty] === 0;
      return last ? 1 : 2;
    }
    const running = sim.view.status[Status.Phase] === Phase.Running;
    return stage === Stage.Round && running && !isLastChance(sim) ? 2 : 1;
  },
  due(sim, lane) {
    const { view, machine, settings } = sim;
    const last = view.geometry.timed ? view.laneTime[lane] : 0;
    switch (view.lanePhase[lane]) {
      case Stage.Begin:
        return view.sender[Sender.Migrations] > 0 ? last + settings.retryNs : settings.startNs;
      case Stage.Fetch:
        return last + view.geometry.frames * machine.costs.syncPage;
      case Stage.Send:
        return view.geometry.timed ? nextSend(sim, lane, last) : 0;
      case Stage.Wait:
        return Math.min(endAt(sim), Math.max(last, windowEnd(sim)));
      case Stage.Look: // whoever waited for the bitmap's lock comes first
        return last + 1;
      case Stage.After:
        return last + settings.afterNs;
      case Stage.End:
        return Infinity;
      default:
        return last;
    }
  },
  step(sim, lane, choice) {
    const { view, machine } = sim;
    if (isToEnd(sim, lane)) return endEarly(sim, lane);
    switch (view.lanePhase[lane]) {
      case Stage.Begin:
        return begin(sim, lane);
      case Stage.Arm:
        machine.record(Kind.LogArmed, lane, 0, machine.host.logMode);
        return note(machine, lane, Stage.Fetch);
      case Stage.StopHints:
        if (!machine.host.stopsBeforeSync) return go(sim, lane, Stage.Fetch);
        return changeStatus(sim, lane, Hinting.Stop, Stage.Fetch);
      case Stage.Fetch:
        machine.record(Kind.LogFetched, lane, 0, view.geometry.frames);
        return go(sim, lane, Stage.Merge);
      case Stage.Merge:
        return merge(sim, lane);
      case Stage.Ask: {
        const status = isPaused(sim) ? Hinting.Done : Hinting.Requested;
        return changeStatus(sim, lane, status, Stage.Round);
      }
      case Stage.Round:
        return beginRound(sim, lane, choice);
      case Stage.Look:
        return look(sim, lane);
      case Stage.Wait:
        beginWindow(sim, lane);
        return note(machine, lane, Stage.Look);
      case Stage.Send:
        if (!isFine(sim)) return sendBurst(sim, lane);
        if (choice === 1 || !sendRun(sim, lane)) endRound(sim, lane, Why.Round);
        return;
      case Stage.Switch:
        machine.record(Kind.SwitchedOver, lane, 0, 0);
        return note(machine, lane, Stage.Resume);
      case Stage.Resume:
        machine.record(Kind.LogDisarmed, lane, 0, 0);
        machine.record(Kind.GuestResumed, lane, 0, 0);
        return note(machine, lane, Stage.After);
      case Stage.Cleanup:
        return changeStatus(
          sim,
          lane,
          Hinting.Done,
          sim.settings.retryNs > 0 ? Stage.Begin : Stage.After,
        );
      default:
        return note(machine, lane, Stage.End);
    }
  },
});
