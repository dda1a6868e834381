/**
 * The thread of a host that takes a snapshot: hints first, while the guest runs, then the guest stops
 * and all of its memory is written.
 *
 * ```text
 * begin - ask for hints - until the guest has said STOP - pause - write all - resume
 * ```
 * Nothing logs the guest's writes meanwhile: a full snapshot needs no log, and a hint that is used late
 * takes away what the guest wrote.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { HOST_CPU } from "../../../../events/log.ts";
import { Hinting } from "../../../decide/channel.ts";
import { Status } from "../../../state/views.ts";
import { note } from "../../designs/design.ts";
import { type Actor, noChoice, type Sim } from "../../sim.ts";
import { changeStatus, offersHints } from "./hinting.ts";
import { unlockBitmap } from "./locking.ts";
import { sendRun } from "./sender.ts";
import { bitmapLock, go, Stage } from "./stage.ts";

/** Whoever asked for hints takes the snapshot after so long, come what may. Assumed. */
const PATIENCE_NS = 10_000_000_000;

const isAnswered = ({ view }: Sim): boolean => view.status[Status.Hinting] === Hinting.Done;

function write(sim: Sim, lane: number): void {
  const { machine } = sim;
  if (sendRun(sim, lane)) return;
  unlockBitmap(sim, lane, bitmapLock(sim));
  machine.record(Kind.RoundEnded, lane, 0, 1);
  note(machine, lane, Stage.Switch);
}

export const snapshotThread = (): Actor => ({
  name: "snapshot",
  cpu: HOST_CPU,
  choices: noChoice,
  due(sim, lane) {
    const { view, settings } = sim;
    const last = view.laneTime[lane];
    switch (view.lanePhase[lane]) {
      case Stage.Begin:
        return settings.startNs;
      case Stage.Look:
        return isAnswered(sim) || !offersHints(sim) ? last : last + PATIENCE_NS;
      case Stage.Send: {
        const kind = view.laneKind[lane];
        const isSent = kind === Kind.PagesSent || kind === Kind.ZeroPagesSent;
        return isSent ? last + Math.abs(view.laneFirst[lane]) * settings.sendNs : last;
      }
      case Stage.After:
        return last + settings.afterNs;
      case Stage.End:
        return Infinity;
      default:
        return last;
    }
  },
  step(sim, lane) {
    const { machine } = sim;
    switch (sim.view.lanePhase[lane]) {
      case Stage.Begin:
        machine.record(Kind.MigrationBegun, lane, 0, 0);
        return go(sim, lane, Stage.Ask);
      case Stage.Ask:
        return changeStatus(sim, lane, Hinting.Requested, Stage.Look);
      case Stage.Look:
        return changeStatus(sim, lane, Hinting.Done, Stage.Round);
      case Stage.Round:
        machine.record(Kind.GuestPaused, lane, 0, 0);
        machine.record(Kind.RoundBegun, lane, 0, 1);
        return note(machine, lane, Stage.Send);
      case Stage.Send:
        return write(sim, lane);
      case Stage.Switch:
        machine.record(Kind.SwitchedOver, lane, 0, 0);
        return note(machine, lane, Stage.Resume);
      case Stage.Resume:
        machine.record(Kind.GuestResumed, lane, 0, 0);
        return note(machine, lane, Stage.After);
      default:
        return note(machine, lane, Stage.End);
    }
  },
});
