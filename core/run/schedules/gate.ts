/**
 * Who may act at all: not who waits for a held lock, whose guest stands still, or whose cpu another
 * lane keeps with interrupts off.
 * @module
 */
import { HOST_CPU } from "../../../events/log.ts";
import { awaitsPage } from "../../decide/contents.ts";
import { isHeld } from "../../decide/lock.ts";
import { Status } from "../../state/views.ts";
import type { Sim } from "../sim.ts";

/** True if the lane cannot take a step now, whatever it wants. */
export function isBlocked({ view, machine }: Sim, lane: number): boolean {
  const wait = view.laneWait[lane];
  if (wait !== 0 && isHeld(view, wait - 1)) return true;
  if (awaitsPage(view, lane)) return true;
  const cpu = machine.cpus[lane];
  if (cpu >= HOST_CPU) return false;
  if (view.status[Status.Paused] !== 0) return true;
  const holder = view.cpuIrqsOff[cpu];
  return holder !== 0 && holder !== lane + 1;
}
