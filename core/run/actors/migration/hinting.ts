/**
 * What the host says of hinting: ids, statuses, and the interrupt that tells the guest.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { Hinting } from "../../../decide/channel.ts";
import { nextId } from "../../../decide/hosts/host.ts";
import { contend, isHeld } from "../../../decide/lock.ts";
import { Status } from "../../../state/views.ts";
import type { Sim } from "../../sim.ts";
import { freePageLock } from "../hint_queue.ts";
import { go, isFine } from "./stage.ts";

/** False if the guest has no such feature, or the host will not ask with postcopy in view. */
export function offersHints({ design, settings, machine }: Sim): boolean {
  return design.hints && !(settings.postcopy && machine.host.refusesWithPostcopy);
}

/**
 * Changes the status of hinting under `free_page_lock`, with the id if one is issued; the guest is
 * told after the lock is free (QEMU, virtio_balloon_free_page_start, _stop, _done).
 * @param stage where the thread goes on
 */
export function changeStatus(sim: Sim, lane: number, status: number, stage: number): void {
  const { machine, view } = sim;
  if (!offersHints(sim) || isAlready(sim, status)) return go(sim, lane, stage);
  if (status === Hinting.Requested && !machine.host.locksStart) return ask(sim, lane, stage);
  const lock = freePageLock(sim);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  machine.record(Kind.LockAcquired, lane, lock, 0);
  if (status === Hinting.Requested) {
    machine.record(Kind.IdIssued, lane, 0, nextId(machine.host, view.status[Status.Id]));
  }
  machine.record(Kind.StatusChanged, lane, 0, status);
  machine.record(Kind.LockReleased, lane, lock, 0);
  machine.record(Kind.InterruptRaised, lane, 0, 0);
  go(sim, lane, stage);
}

/** Without the lock: where others may come between, id, status and interrupt are a step each. */
function ask(sim: Sim, lane: number, stage: number): void {
  const { machine, view } = sim, fine = isFine(sim);
  const last = fine ? view.laneKind[lane] : Kind.LaneNoted;
  if (last !== Kind.IdIssued && last !== Kind.StatusChanged) {
    machine.record(Kind.IdIssued, lane, 0, nextId(machine.host, view.status[Status.Id]));
    if (fine) return;
  }
  if (last !== Kind.StatusChanged) {
    machine.record(Kind.StatusChanged, lane, 0, Hinting.Requested);
    if (fine) return;
  }
  machine.record(Kind.InterruptRaised, lane, 0, 0);
  go(sim, lane, stage);
}

/** A stop while stopped, or a done while done, is no news. A request always is: its id is new. */
function isAlready({ view }: Sim, status: number): boolean {
  return status !== Hinting.Requested && view.status[Status.Hinting] === status;
}
