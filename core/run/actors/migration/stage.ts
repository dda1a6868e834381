/**
 * Where the migration thread stands: phases of its lane, and what several of its files ask.
 * @module
 */
import { NONE } from "../../../../events/log.ts";
import { nextDirty } from "../../../decide/dirty.ts";
import { Phase, Status } from "../../../state/views.ts";
import { note } from "../../designs/design.ts";
import type { Sim } from "../../sim.ts";

/** Phases of the thread, as noted in its lane. */
export const Stage = {
  Begin: 0,
  Arm: 1,
  StopHints: 2,
  Fetch: 3,
  Merge: 4,
  Ask: 5,
  Round: 6,
  /** A burst: the bitmap's lock is held. */
  Send: 7,
  Switch: 8,
  Resume: 9,
  After: 10,
  End: 11,
  /** The window's allowance is used up. */
  Wait: 12,
  /** Between bursts: is a sync due? */
  Look: 13,
  /** Cancelled or failed: the guest is told that hinting is done. */
  Cleanup: 14,
} as const;

/** Why a sync is made: the second word of the lane. */
export const Why = { Round: 0, Timer: 1, Postcopy: 2 } as const;

/** True when the thread has nothing left to do: a run ends with it. */
export function isOver({ view, settings }: Sim): boolean {
  return view.lanePhase[settings.migrationLane] === Stage.End;
}

export const isPaused = (sim: Sim): boolean => sim.view.status[Status.Phase] === Phase.Paused;
export const isFine = (sim: Sim): boolean => sim.settings.grain === "event";

/** A first round that sends every page in order, whatever its bit, and ends behind the last. */
export const isBulk = ({ view, machine }: Sim): boolean =>
  !machine.host.bulkHeedsBitmap && view.status[Status.Round] === 1 &&
  view.status[Status.Phase] === Phase.Running;

/** The page that is sent next; NONE if none is left. */
export function nextToSend(sim: Sim): number {
  const { view, machine } = sim, cursor = view.status[Status.Cursor];
  if (isBulk(sim)) return cursor < view.frames ? cursor : NONE;
  return nextDirty(view, cursor, machine.host.locksBitmap);
}

/** Goes to the next stage of a sync, keeping why it is made. */
export function go(sim: Sim, lane: number, stage: number): void {
  note(sim.machine, lane, stage, 0, sim.view.laneSecond[lane]);
}

/** The bitmap's lock stands behind the zones' and `free_page_lock`; NONE in a host that takes none. */
export const bitmapLock = ({ view, machine }: Sim): number =>
  machine.host.locksBitmap ? view.geometry.zones.length + 1 : NONE;
