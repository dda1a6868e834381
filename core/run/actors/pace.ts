/**
 * Pace of a task: one step in each slot of a fixed grid of virtual time. The slot is worked out from
 * the lane's last event, so nothing has to be counted; a slot that passes while the task waits is missed.
 * @module
 */
import type { Sim } from "../sim.ts";

const OFFSET_NS = 997; // lanes do not all begin at the same instant

/** Number of the slot that the lane's next step belongs to. */
export function slotOf({ view }: Sim, lane: number, intervalNs: number): number {
  const last = Math.floor((view.laneTime[lane] - lane * OFFSET_NS) / intervalNs);
  return view.laneWait[lane] !== 0 ? last : last + 1;
}

/** When the lane's next slot begins, in ns. */
export function slotTime(sim: Sim, lane: number, intervalNs: number): number {
  return lane * OFFSET_NS + slotOf(sim, lane, intervalNs) * intervalNs;
}

/** Nanoseconds between steps, at least 1. */
export function intervalOf(perSecond: number): number {
  return Math.max(1, Math.round(1e9 / perSecond));
}
