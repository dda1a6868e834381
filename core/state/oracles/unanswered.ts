/**
 * Faults that were never answered: postcopy is over, and somebody still waits for a page that did not come.
 * Zeros take its place then, or, with old kernels, the guest dies of it (QEMU, commit fd51e54fa1).
 * @module
 */
import { AT_DESTINATION } from "../apply/dirty_log.ts";
import { Bit, type MemoryView } from "../memory.ts";
import { Phase, Status } from "../views.ts";

/** Counts the lanes that wait for a page which the source has not, in a state at the end of postcopy. */
export function unansweredFaults({ status, laneFault, bits }: MemoryView): number {
  if (status[Status.Phase] !== Phase.Done || status[Status.LogMode] !== AT_DESTINATION) return 0;
  let waiting = 0;
  for (let lane = 0; lane < laneFault.length; lane++) {
    const page = laneFault[lane] - 1;
    if (page >= 0 && (bits[page] & Bit.Received) === 0) waiting++;
  }
  return waiting;
}
