/**
 * The hint queue's thread of a host whose request is made without `free_page_lock` (QEMU before commit
 * 1a83e0b9c4, 2020): it looks at id and status, and sets the status by what it saw, in two steps. What the
 * migration thread writes between is overwritten.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { Hinting, idOfStart, Message, messageOf } from "../../decide/channel.ts";
import { Status } from "../../state/views.ts";
import { note } from "../designs/design.ts";
import type { Sim } from "../sim.ts";

/** What was seen, as the lane's phase: nothing is due, or the status to be set. */
const Seen = { Nothing: 0, Start: 1, Stop: 2, Stale: 3 } as const;

/** True if looking and setting are two steps. */
export const looksFirst = ({ machine, settings }: Sim): boolean =>
  !machine.host.locksStart && settings.grain === "event";

/** The first step: a START or STOP is held against id and status. */
export function lookAt(sim: Sim, lane: number, slot: number): void {
  const { view, machine } = sim;
  const { checksId, startsOnlyOnRequest } = machine.host;
  const hinting = view.status[Status.Hinting];
  const isStart = messageOf(view.slotMessage[slot]) === Message.Start &&
    (!checksId || idOfStart(view, slot) === view.status[Status.Id]) &&
    (!startsOnlyOnRequest || hinting === Hinting.Requested);
  const isStop = hinting === Hinting.Start; // else it is a stale one, of the id before
  note(machine, lane, isStart ? Seen.Start : isStop ? Seen.Stop : Seen.Stale);
}

/** The second step: sets the status by what was seen; false if nothing was looked at. */
export function actOnLook({ view, machine }: Sim, lane: number): boolean {
  const seen = view.lanePhase[lane];
  if (seen === Seen.Nothing) return false;
  if (seen !== Seen.Stale) {
    const status = seen === Seen.Start ? Hinting.Start : Hinting.Stop;
    machine.record(Kind.StatusChanged, lane, 0, status);
  }
  note(machine, lane, Seen.Nothing);
  return true;
}
