/**
 * The canonical form of a state, for search: two states are equal if nothing that can happen from
 * now on tells them apart.
 *
 * Event numbers (contents of pages, and the events that issued ids) are renamed to their rank, which
 * keeps which is equal and which is older; times and event numbers of lanes are left out; the queue
 * is turned to slot 0. The form is itself a state that can be gone on from: renamed numbers are
 * small, so that events numbered above {@linkcode RANKS_MAX} are new.
 * @module
 */
import { DISCARDED, type Memory } from "./memory.ts";
import { Status } from "./views.ts";

/** More distinct event numbers than a small world holds. */
export const RANKS_MAX = 1 << 12;

/** What of a state no decision of a world reads, so that it need not tell states apart. */
export interface Ignored {
  /** Bits of pages. */
  readonly bits: number;
  /** Lanes whose last event's kind is read; the others' is left out. */
  readonly kindLanes: readonly number[];
}

const EVENT_STATUSES = [Status.IssuedAt, Status.ReceivedAt, Status.ActiveAt];

/**
 * Brings `memory` into its canonical form, in place.
 * @throws RangeError if the world holds more than `RANKS_MAX` distinct event numbers
 */
export function canonicalize(memory: Memory, ignored: Ignored): void {
  rename(memory);
  memory.status[Status.Events] = 0;
  turnQueue(memory);
  if (ignored.bits !== 0) {
    for (let page = 0; page < memory.frames; page++) memory.bits[page] &= ~ignored.bits;
  }
  for (let lane = 0; lane < memory.lanes; lane++) {
    if (!ignored.kindLanes.includes(lane)) memory.laneKind[lane] = 0;
  }
}

const ranks = new Int32Array(RANKS_MAX);

function rename(memory: Memory): void {
  const { content, arrived, status, frames } = memory;
  let count = 0;
  const add = (number: number): void => {
    if (number <= 0) return;
    let at = 0;
    while (at < count && ranks[at] < number) at++;
    if (at < count && ranks[at] === number) return;
    if (count === RANKS_MAX) failRanks();
    ranks.copyWithin(at + 1, at, count++);
    ranks[at] = number;
  };
  for (let page = 0; page < frames; page++) {
    add(content[page]);
    add(arrived[page]);
  }
  for (const which of EVENT_STATUSES) add(status[which]);
  for (let page = 0; page < frames; page++) {
    content[page] = rankOf(content[page], count);
    arrived[page] = rankOf(arrived[page], count);
  }
  for (const which of EVENT_STATUSES) status[which] = rankOf(status[which], count);
}

/** Zeros, poison and data from before the log keep their numbers. */
function rankOf(number: number, count: number): number {
  if (number <= 0 && number >= DISCARDED) return number;
  let at = 0;
  while (at < count && ranks[at] !== number) at++;
  return at + 1;
}

function turnQueue(memory: Memory): void {
  const { status, slotMessage, slotPfn, slotState } = memory;
  const queue = memory.geometry.queue;
  if (queue === 0) return;
  const first = status[Status.Reclaimed];
  for (let turn = first % queue; turn > 0; turn--) {
    for (const view of [slotMessage, slotPfn, slotState]) {
      const head = view[0];
      view.copyWithin(0, 1);
      view[queue - 1] = head;
    }
  }
  for (
    const which of [Status.Filled, Status.Queued, Status.Taken, Status.Used, Status.Reclaimed]
  ) status[which] -= first;
}

function failRanks(): never {
  throw new RangeError(`Cannot canonicalize: more than ${RANKS_MAX} distinct event numbers`);
}
