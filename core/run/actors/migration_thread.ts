/**
 * The host's migration thread: pre-copy in outline, as QEMU does it without options.
 *
 * ```text
 * begin -> arm -> fetch -> merge -> ask -> round -> send ... -> stop hints -> fetch -> merge -> ask -> ...
 *                                          \-> pause -> stop hints -> fetch -> merge -> done -> last round -> switch
 * ```
 * Hinting is asked for anew after every sync made while the guest runs, and stopped before each
 * (QEMU, hw/virtio/virtio-balloon.c; migration/ram.c, precopy notifiers). A sync follows when what
 * is left fits the downtime limit; if it still fits then, the guest is stopped.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU, NONE } from "../../../events/log.ts";
import { Hinting, ID_FIRST } from "../../decide/channel.ts";
import { nextDirty, runOf } from "../../decide/dirty.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { Phase, Status } from "../../state/views.ts";
import { note } from "../designs/design.ts";
import type { Actor, Sim } from "../sim.ts";
import { freePageLock } from "./hint_queue.ts";

/** Phases of the thread, as noted in its lane. */
export const Stage = {
  Begin: 0,
  Arm: 1,
  StopHints: 2,
  Fetch: 3,
  Merge: 4,
  Ask: 5,
  Round: 6,
  Send: 7,
  Switch: 8,
  Resume: 9,
  After: 10,
  End: 11,
} as const;

/** True when the thread has nothing left to do: a run ends with it. */
export function isOver({ view, settings }: Sim): boolean {
  return view.lanePhase[settings.migrationLane] === Stage.End;
}

const offersHints = (sim: Sim): boolean => sim.design.hints;
const isPaused = (sim: Sim): boolean => sim.view.status[Status.Phase] === Phase.Paused;

/** True if what is left can be sent within the downtime limit. */
function fits({ view, settings }: Sim): boolean {
  return view.status[Status.Dirty] * settings.sendNs <= settings.downtimeNs;
}

function mustPause(sim: Sim): boolean {
  return sim.view.status[Status.Round] >= sim.settings.roundsMax;
}

/** Changes the status of hinting under the lock, with the id if one is issued; then tells the guest. */
function changeStatus(sim: Sim, lane: number, status: number, stage: number): void {
  const { machine, view } = sim;
  const lock = freePageLock(sim);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  machine.record(Kind.LockAcquired, lane, lock, 0);
  if (status === Hinting.Requested) {
    const id = Math.max(ID_FIRST, view.status[Status.Id] + 1);
    machine.record(Kind.IdIssued, lane, 0, id);
  }
  machine.record(Kind.StatusChanged, lane, 0, status);
  machine.record(Kind.LockReleased, lane, lock, 0);
  machine.record(Kind.InterruptRaised, lane, 0, 0);
  note(machine, lane, stage);
}

/** One run of pages: cleared, read, sent; three steps where another actor may come between. */
function sendRun(sim: Sim, lane: number): void {
  const { view, machine, settings } = sim;
  const fine = settings.grain === "event";
  const last = view.laneKind[lane];
  const cursor = view.status[Status.Cursor];
  if (fine && last === Kind.BitsCleared) {
    return machine.record(Kind.PagesRead, lane, cursor - 1, 1);
  }
  if (fine && last === Kind.PagesRead) return sent(sim, lane, cursor - 1, 1);
  const pfn = nextDirty(view, cursor);
  if (pfn === NONE) return endRound(sim, lane);
  const count = runOf(view, pfn, settings.runPages);
  machine.record(Kind.BitsCleared, lane, pfn, count);
  if (fine) return;
  machine.record(Kind.PagesRead, lane, pfn, count);
  sent(sim, lane, pfn, count);
}

function sent(sim: Sim, lane: number, pfn: number, count: number): void {
  const zero = sim.view.arrived[pfn] === 0;
  sim.machine.record(zero ? Kind.ZeroPagesSent : Kind.PagesSent, lane, pfn, count);
}

function endRound(sim: Sim, lane: number): void {
  sim.machine.record(Kind.RoundEnded, lane, 0, sim.view.status[Status.Round]);
  note(sim.machine, lane, isPaused(sim) ? Stage.Switch : Stage.StopHints);
}

/** True between clearing a page's bit and sending it. */
function inPage(sim: Sim, lane: number): boolean {
  const last = sim.view.laneKind[lane];
  return last === Kind.BitsCleared || last === Kind.PagesRead;
}

function afterSync(sim: Sim, lane: number, choice: number): void {
  const { machine, settings, view } = sim;
  const running = view.status[Status.Phase] === Phase.Running;
  const pause = settings.grain === "event" ? choice === 1 : fits(sim);
  if (running && (pause || mustPause(sim))) {
    machine.record(Kind.GuestPaused, lane, 0, 0);
    return note(machine, lane, Stage.StopHints);
  }
  machine.record(Kind.RoundBegun, lane, 0, view.status[Status.Round] + 1);
  beginBurst(sim, lane);
}

/** A burst is a stretch of sending between two looks at what is left; its start is noted in us. */
function beginBurst({ machine, settings }: Sim, lane: number): void {
  const us = settings.grain === "event" ? 0 : Math.floor(machine.time / 1000);
  note(machine, lane, Stage.Send, 0, us);
}

function burstIsOver({ view, machine }: Sim, lane: number): boolean {
  return machine.time - view.laneSecond[lane] * 1000 >= machine.host.burstNs;
}

export const migrationThread = (): Actor => ({
  name: "migration",
  cpu: HOST_CPU,
  choices(sim, lane) {
    if (sim.settings.grain === "step") return 1;
    const stage = sim.view.lanePhase[lane];
    // A round may end early, since the sync is due when what is left fits the limit.
    if (stage === Stage.Send) {
      const last = isPaused(sim) || inPage(sim, lane) || sim.view.status[Status.Dirty] === 0;
      return last ? 1 : 2;
    }
    const running = sim.view.status[Status.Phase] === Phase.Running;
    return stage === Stage.Round && running && !mustPause(sim) ? 2 : 1;
  },
  due(sim, lane) {
    const { view, machine, settings } = sim;
    const last = view.geometry.timed ? view.laneTime[lane] : 0;
    switch (view.lanePhase[lane]) {
      case Stage.Begin:
        return settings.startNs;
      case Stage.Fetch:
        return last + view.geometry.frames * machine.costs.syncPage;
      case Stage.Send: {
        const kind = view.laneKind[lane], count = view.laneFirst[lane];
        if (kind === Kind.PagesSent) return last + count * settings.sendNs;
        return kind === Kind.ZeroPagesSent ? last + count * machine.costs.scanPage : last;
      }
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
    const status = view.status;
    switch (view.lanePhase[lane]) {
      case Stage.Begin:
        machine.record(Kind.MigrationBegun, lane, 0, 0);
        return note(machine, lane, Stage.Arm);
      case Stage.Arm:
        machine.record(Kind.LogArmed, lane, 0, machine.host.logMode);
        return note(machine, lane, Stage.Fetch);
      case Stage.StopHints:
        if (
          offersHints(sim) && machine.host.stopsBeforeSync &&
          status[Status.Hinting] !== Hinting.Stop
        ) return changeStatus(sim, lane, Hinting.Stop, Stage.Fetch);
        return note(machine, lane, Stage.Fetch);
      case Stage.Fetch:
        machine.record(Kind.LogFetched, lane, 0, view.geometry.frames);
        return note(machine, lane, Stage.Merge);
      case Stage.Merge:
        machine.record(Kind.LogMerged, lane, 0, view.geometry.frames);
        return note(machine, lane, Stage.Ask);
      case Stage.Ask:
        if (!offersHints(sim)) return note(machine, lane, Stage.Round);
        return changeStatus(
          sim,
          lane,
          isPaused(sim) ? Hinting.Done : Hinting.Requested,
          Stage.Round,
        );
      case Stage.Round:
        return afterSync(sim, lane, choice);
      case Stage.Send: {
        if (isPaused(sim) || inPage(sim, lane)) return sendRun(sim, lane);
        if (sim.settings.grain === "event") {
          return choice === 1 ? endRound(sim, lane) : sendRun(sim, lane);
        }
        if (!burstIsOver(sim, lane)) return sendRun(sim, lane);
        return fits(sim) ? endRound(sim, lane) : beginBurst(sim, lane);
      }
      case Stage.Switch:
        machine.record(Kind.SwitchedOver, lane, 0, 0);
        return note(machine, lane, Stage.Resume);
      case Stage.Resume:
        machine.record(Kind.LogDisarmed, lane, 0, 0);
        machine.record(Kind.GuestResumed, lane, 0, 0);
        return note(machine, lane, Stage.After);
      default:
        return note(machine, lane, Stage.End);
    }
  },
});
