/**
 * A walk over free lists, as the designs make it that read lists: zones ascending; in a zone the orders
 * that are wanted; at each order every migratetype; each list from its head. The zone's lock is held for
 * the whole zone or for one list.
 *
 * ```text
 * lane's first word: the last block visited, or -1 - place at a list's start     second word: entries so far
 * place = (zone * orders of the walk + step) * types + type
 * ```
 * @module
 */
import { NONE } from "../../../events/log.ts";
import { contend, isHeld, lockIrqsave, unlockIrqrestore } from "../../decide/lock.ts";
import type { Machine } from "../../decide/machine.ts";
import { after, headOf, zoneList, zoneOf } from "../../state/lists.ts";
import { type MemoryView, orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";
import { type Driver, note } from "./design.ts";

/** How a walk takes and leaves a zone's lock. */
export interface LockWay {
  /** Takes the lock, which is free. */
  readonly take: (machine: Machine, lane: number, lock: number) => unknown;
  /** Lets it go. */
  readonly leave: (machine: Machine, lane: number, lock: number) => void;
}

/** `spin_lock_irqsave`, `spin_unlock_irqrestore`. */
export const IRQSAVE: LockWay = { take: lockIrqsave, leave: unlockIrqrestore };

/** What a design does with a walk. */
export interface Walker {
  /** How the zone's lock is taken and left. */
  readonly lock: LockWay;
  /** The same, where it depends on where the walk was called from. */
  lockOf?(driver: Driver): LockWay;
  /** The lock is dropped behind each list, not behind each zone. */
  readonly locksList?: boolean;
  /** The lane's phase while it walks. */
  readonly phase: number;
  /** The first and the last order of the walk; it goes up or down. One order if left out: the one that is hinted. */
  orders?(view: MemoryView): readonly [first: number, last: number];
  /** Asked where the lock is about to be taken: true if the design did something else instead. */
  pause?(driver: Driver, lane: number): boolean;
  /** True for a block that is looked at and passed over. */
  passes?(driver: Driver, lane: number, pfn: number): boolean;
  /** Sees a block that stands on a list, at entry `index`: records at least one event, or ends the walk with false. */
  visit(driver: Driver, lane: number, pfn: number, index: number, order: number): boolean;
  /** The walk is over, or was ended: no lock is held. */
  end(driver: Driver, lane: number, index: number, isWhole: boolean): void;
}

const lockOf = (walker: Walker, driver: Driver): LockWay => walker.lockOf?.(driver) ?? walker.lock;

/** Where a walk begins. */
export const beginWalk = (machine: Machine, lane: number, phase: number): void =>
  note(machine, lane, phase, -1, 0);

/** One step of a walk. */
export function walk(driver: Driver, lane: number, walker: Walker): void {
  const { machine, settings } = driver;
  const view = machine.memory, { types } = view.geometry;
  const [first, last] = walker.orders?.(view) ?? [settings.hintOrder, settings.hintOrder];
  const steps = Math.abs(last - first) + 1, direction = last < first ? -1 : 1;
  const cursor = view.laneFirst[lane], index = view.laneSecond[lane];

  // Who dropped the lock may find its last block gone: the zone is walked from its start again.
  let place = -1 - cursor, at = NONE;
  if (cursor >= 0) {
    const word = view.block[cursor];
    const step = (orderOfBlock(word) - first) * direction;
    place = zoneOf(view, cursor) * steps * types;
    if (stateOf(word) === State.Free && step >= 0 && step < steps) {
      place += step * types + typeOfBlock(word);
      at = cursor;
    }
  }
  const zone = Math.trunc(place / (steps * types));
  if (view.lockHolder[zone] !== lane + 1) {
    if (walker.pause?.(driver, lane)) return;
    if (isHeld(view, zone)) return contend(machine, lane, zone);
    lockOf(walker, driver).take(machine, lane, zone);
    return;
  }

  let pfn = at !== NONE ? after(view, at) : headAt(view, place, first, steps, direction);
  const end = walker.locksList ? place + 1 : (zone + 1) * steps * types;
  for (;;) {
    while (pfn === NONE && ++place < end) pfn = headAt(view, place, first, steps, direction);
    if (pfn === NONE || !walker.passes?.(driver, lane, pfn)) break;
    machine.spend(machine.costs.listEntry);
    pfn = after(view, pfn);
  }
  if (pfn !== NONE && walker.visit(driver, lane, pfn, index, orderOfBlock(view.block[pfn]))) return;
  lockOf(walker, driver).leave(machine, lane, zone);
  if (pfn === NONE && place < view.geometry.zones.length * steps * types) {
    return note(machine, lane, walker.phase, -1 - place, index);
  }
  walker.end(driver, lane, index, pfn === NONE);
}

function headAt(
  view: MemoryView,
  place: number,
  first: number,
  steps: number,
  direction: number,
): number {
  const { types } = view.geometry;
  const list = Math.trunc(place / types), order = first + direction * (list % steps);
  return headOf(view, zoneList(view, Math.trunc(list / steps), order, place % types));
}

/** The lane's first word at a zone's start, in a walk of one order. */
export const zoneStart = (view: MemoryView, zone: number): number =>
  -1 - zone * view.geometry.types;
