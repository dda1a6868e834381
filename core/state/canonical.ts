/**
 * The canonical form of a state, for search: two states are equal if nothing that can happen from
 * now on tells them apart, and no oracle asks.
 *
 * ```text
 * event numbers   of the ids issued, read and announced: 2, 4, 6 by age
 * content         of a page that was written: 1, 3, 5, 7, by which of those ids are older; contents are
 *                 compared with ids and with the same page's copy, never with each other. What nobody may
 *                 rely on is zeros, poison, discarded, or old data: no more is asked of it
 * arrived         the content if it is the same; zeros, poison; else 2, which no page holds
 * queue           turned to slot 0; what a used descriptor carried is forgotten
 * ```
 * The form is itself a state that can be gone on from: renamed numbers are small, so that events
 * numbered above {@linkcode RANKS} are new.
 * @module
 */
import { NONE } from "../../events/log.ts";
import { Slot } from "./apply/channel.ts";
import { Bit, DISCARDED, type Memory, OLD_DATA, State, stateOf, ZEROS } from "./memory.ts";
import { Status } from "./views.ts";

/** Numbers of events that a canonical state may hold are below this. */
export const RANKS = 8;
const OTHER = 2;

/** What of a state no decision of a world reads, so that it need not tell states apart. */
export interface Ignored {
  /** Bits of pages. */
  readonly bits: number;
  /** Lanes whose last event's kind is read; the others' is left out. */
  readonly kindLanes: readonly number[];
}

/** Brings `memory` into its canonical form, in place. */
export function canonicalize(memory: Memory, ignored: Ignored): void {
  const { status, laneKind, lanes } = memory;
  status[Status.Events] = 0;
  forgetFree(memory);
  rename(memory);
  turnQueue(memory);
  if (ignored.bits !== 0) {
    const { bits, frames } = memory;
    for (let page = 0; page < frames; page++) bits[page] &= ~ignored.bits;
  }
  for (let lane = 0; lane < lanes; lane++) {
    if (!ignored.kindLanes.includes(lane)) laneKind[lane] = 0;
  }
}

/** Whether a page was written does not count while it is free: it is forgotten as it is handed out. */
function forgetFree({ block, bits, frames }: Memory): void {
  for (let page = 0; page < frames; page++) {
    if (stateOf(block[page]) === State.Free) bits[page] &= ~Bit.Written;
  }
}

function rename({ content, arrived, bits, status, frames }: Memory): void {
  const issued = status[Status.IssuedAt], received = status[Status.ReceivedAt];
  const active = status[Status.ActiveAt];
  // Of the three, how many different ones there are that are older.
  const older = (number: number): number => {
    let count = active > 0 && active < number ? 1 : 0;
    if (received > 0 && received < number && received !== active) count++;
    if (issued > 0 && issued < number && issued !== active && issued !== received) count++;
    return count;
  };
  for (let page = 0; page < frames; page++) {
    const here = content[page], there = arrived[page];
    const isKept = (bits[page] & Bit.Written) !== 0;
    const next = here <= ZEROS ? here : isKept ? 1 + 2 * older(here) : OLD_DATA;
    content[page] = next;
    if (there === ZEROS || (there < ZEROS && there > DISCARDED && there !== OLD_DATA)) continue;
    if (there === DISCARDED) continue;
    arrived[page] = isKept && there === here ? next : OTHER;
  }
  if (issued > 0) status[Status.IssuedAt] = 2 + 2 * older(issued);
  if (received > 0) status[Status.ReceivedAt] = 2 + 2 * older(received);
  if (active > 0) status[Status.ActiveAt] = 2 + 2 * older(active);
}

function turnQueue(memory: Memory): void {
  const { status, slotMessage, slotPfn, slotState } = memory;
  const queue = memory.geometry.queue;
  if (queue === 0) return;
  const first = status[Status.Reclaimed];
  if (first !== 0) {
    for (let turn = first % queue; turn > 0; turn--) {
      turnOnce(slotMessage, queue);
      turnOnce(slotPfn, queue);
      turnOnce(slotState, queue);
    }
    status[Status.Filled] -= first;
    status[Status.Queued] -= first;
    status[Status.Taken] -= first;
    status[Status.Used] -= first;
    status[Status.Reclaimed] = 0;
  }
  for (let slot = 0; slot < queue; slot++) {
    if (slotState[slot] !== Slot.Used) continue;
    slotMessage[slot] = 0;
    slotPfn[slot] = NONE;
  }
}

function turnOnce(view: Int32Array | Uint8Array, queue: number): void {
  const head = view[0];
  for (let slot = 1; slot < queue; slot++) view[slot - 1] = view[slot];
  view[queue - 1] = head;
}
