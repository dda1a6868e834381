/**
 * The sender and the bitmap's lock, and when the log of a page's chunk is cleared under it.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { NONE } from "../../../../events/log.ts";
import { chunkDueAt } from "../../../decide/dirty.ts";
import { contend, isHeld } from "../../../decide/lock.ts";
import { Status } from "../../../state/views.ts";
import type { Sim } from "../../sim.ts";
import { isPaused } from "./stage.ts";

/** Takes the bitmap's lock unless the lane has it; false if it has to wait. */
export function lockBitmap({ view, machine }: Sim, lane: number, lock: number): boolean {
  if (lock === NONE || view.lockHolder[lock] === lane + 1) return true;
  if (isHeld(view, lock)) {
    contend(machine, lane, lock);
    return false;
  }
  machine.record(Kind.LockAcquired, lane, lock, 0);
  return true;
}

export function unlockBitmap({ view, machine }: Sim, lane: number, lock: number): void {
  if (lock !== NONE && view.lockHolder[lock] === lane + 1) {
    machine.record(Kind.LockReleased, lane, lock, 0);
  }
}

/**
 * True if the log of a page's chunk has to be cleared before the page goes. In the last phase it has not:
 * no sync follows that could miss a write (QEMU, commit fd0377150d).
 */
export const clearsChunk = (sim: Sim, pfn: number): boolean =>
  !isPaused(sim) && chunkDueAt(sim.view, pfn);

/** False if a zero page that is sent now leaves the destination's page as it is. */
export const appliesZeros = ({ view, machine }: Sim): boolean =>
  machine.host.appliesZeroPages || view.status[Status.Round] <= 1;
