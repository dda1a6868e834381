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
import { UNPROTECTED } from "../../../state/apply/dirty_log.ts";
import { Bitmap } from "../../../state/apply/host.ts";
import { Phase, Sender, Status } from "../../../state/views.ts";
import { note } from "../../designs/design.ts";
import type { Actor, Sim } from "../../sim.ts";
import { deflate, inflateFirst, isBallooning } from "./ballooning.ts";
import { nextSend, sendBurst } from "./burst.ts";
import { endAt, endEarly, hasEnded, isToEnd, isToRetry } from "./end.ts";
import { changeStatus } from "./hinting.ts";
import {
  beginPostcopy,
  inPostcopy,
  isLeaving,
  isPostcopyDue,
  leaveForPostcopy,
  sendPostcopy,
} from "./postcopy.ts";
import { beginRound, endRound, isLastChance, look } from "./rounds.ts";
import { lockBitmap, unlockBitmap } from "./locking.ts";
import { sendRun } from "./sender.ts";
import { inPage } from "./sender_fine.ts";
import { bitmapLock, go, isBulk, isFine, isPaused, Stage, Why } from "./stage.ts";
import { beginWindow, windowEnd } from "./window.ts";

const US = 1000;

/** What becomes of the bitmap as a migration begins after one that ended early. */
function bitmapOfNext({ machine }: Sim): number {
  const { refillsBitmap, offersOnlyDirtied } = machine.host;
  return (refillsBitmap ? 0 : Bitmap.Left) | (offersOnlyDirtied ? Bitmap.Emptied : 0);
}

function begin(sim: Sim, lane: number): void {
  const { machine, settings } = sim;
  const { timed } = machine.memory;
  if (timed) machine.record(Kind.DowntimeLimitSet, lane, 0, Math.max(1, settings.downtimeNs / US));
  machine.record(Kind.MigrationBegun, lane, 0, hasEnded(sim) ? bitmapOfNext(sim) : 0);
  if (timed) machine.record(Kind.RateWindowBegun, lane, 0, 0);
  note(machine, lane, Stage.Arm);
}

function merge(sim: Sim, lane: number): void {
  const { view, machine } = sim;
  const lock = bitmapLock(sim);
  if (!lockBitmap(sim, lane, lock)) return;
  machine.record(Kind.LogMerged, lane, 0, view.geometry.frames);
  unlockBitmap(sim, lane, lock);
  go(sim, lane, Stage.Ask);
}

const hasAsked = ({ view }: Sim): boolean => view.status[Status.Hinting] !== Hinting.Stop;

export const migrationThread = (): Actor => ({
  name: "migration",
  cpu: HOST_CPU,
  choices(sim, lane) {
    if (!isFine(sim)) return 1;
    const stage = sim.view.lanePhase[lane];
    if (isToEnd(sim, lane)) return 1;
    // A round may end early, since the sync is due when what is left fits the limit.
    if (stage === Stage.Send) {
      const last = isPaused(sim) || inPage(sim, lane) || sim.view.status[Status.Dirty] === 0 ||
        isPostcopyDue(sim) || inPostcopy(sim) || isBulk(sim);
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
        if (isBallooning(sim)) return Infinity;
        return view.sender[Sender.Migrations] > 0
          ? last + settings.retryNs
          : Math.max(last, settings.startNs);
      case Stage.Fetch:
        return last + view.geometry.frames * machine.costs.syncPage;
      case Stage.Send:
        return view.geometry.timed ? nextSend(sim, lane, last) : 0;
      case Stage.Wait:
        return Math.min(endAt(sim), Math.max(last, windowEnd(sim)));
      case Stage.Look: // whoever waited for the bitmap's lock comes first
        return last + 1;
      case Stage.After:
        if (isFine(sim) && hasEnded(sim)) return isToRetry(sim) ? last : Infinity;
        return isBallooning(sim) ? Infinity : last + settings.afterNs;
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
        return inflateFirst(sim, lane) ? undefined : begin(sim, lane);
      case Stage.Arm:
        // A host that offers what was written since has gone on logging.
        if (view.status[Status.LogMode] === 0) {
          const { logMode, ringTrapsFirst } = machine.host;
          machine.record(Kind.LogArmed, lane, 0, logMode | (ringTrapsFirst ? 0 : UNPROTECTED));
        }
        // The sync that begins a second migration ends what the first one asked for, too.
        return note(machine, lane, hasAsked(sim) ? Stage.StopHints : Stage.Fetch);
      case Stage.StopHints:
        if (!machine.host.stopsBeforeSync) return go(sim, lane, Stage.Fetch);
        return changeStatus(sim, lane, Hinting.Stop, Stage.Fetch);
      case Stage.Fetch:
        machine.record(Kind.LogFetched, lane, 0, view.geometry.frames);
        return go(sim, lane, Stage.Merge);
      case Stage.Merge:
        return merge(sim, lane);
      case Stage.Ask: {
        if (isLeaving(sim, lane)) return beginPostcopy(sim, lane);
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
        if (inPostcopy(sim)) return sendPostcopy(sim, lane);
        if (!isFine(sim)) return sendBurst(sim, lane);
        if (isPostcopyDue(sim) && !inPage(sim, lane)) return leaveForPostcopy(sim, lane);
        if (choice === 1 || !sendRun(sim, lane)) endRound(sim, lane, Why.Round);
        return;
      case Stage.Switch:
        machine.record(Kind.SwitchedOver, lane, 0, 0);
        return note(machine, lane, Stage.Resume);
      case Stage.Resume:
        machine.record(Kind.LogDisarmed, lane, 0, 0);
        machine.record(Kind.GuestResumed, lane, 0, 0);
        deflate(sim, lane);
        return note(machine, lane, Stage.After);
      case Stage.Cleanup:
        return changeStatus(
          sim,
          lane,
          Hinting.Done,
          sim.settings.retryNs > 0 ? Stage.Begin : Stage.After,
        );
      default:
        return isToRetry(sim) ? begin(sim, lane) : note(machine, lane, Stage.End);
    }
  },
});
