/**
 * What an operator does with a balloon around a migration: inflates it before, deflates it behind.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { Device } from "../../../state/views.ts";
import type { Sim } from "../../sim.ts";

/** Wants a size of the balloon, and tells the guest. */
function want({ machine }: Sim, lane: number, pages: number): void {
  machine.record(Kind.BalloonTargetSet, lane, 0, pages);
  machine.record(Kind.InterruptRaised, lane, 0, 0);
}

/** What the guest's statistics call free, less what it is to keep. */
function spare({ view, settings }: Sim): number {
  let free = 0;
  for (let zone = 0; zone < view.zoneFree.length; zone++) free += view.zoneFree[zone];
  return Math.max(0, free - settings.balloonLeavesPages);
}

const isBallooned = ({ design, view }: Sim): boolean => design.balloons && view.device.length > 0;

/** True if the balloon is still to be inflated: it is asked for, and the migration waits. */
export function inflateFirst(sim: Sim, lane: number): boolean {
  if (!isBallooned(sim) || sim.view.device[Device.Target] > 0) return false;
  const pages = spare(sim);
  if (pages > 0) want(sim, lane, pages);
  return pages > 0;
}

export function deflate(sim: Sim, lane: number): void {
  if (isBallooned(sim) && sim.view.device[Device.Target] > 0) want(sim, lane, 0);
}

/** True while the guest is at work on the balloon. */
export function isBallooning(sim: Sim): boolean {
  return isBallooned(sim) && !sim.design.isSettled!(sim.view, sim.settings.balloonLane);
}
