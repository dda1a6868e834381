/**
 * A walk over the free lists of one order, as get_from_free_page_list (v33) makes it: every populated
 * zone, lowest first, its lock taken with interrupts off; each migratetype's list from the head.
 *
 * ```text
 * lane's first word: the last block visited, or -1 - zone at a zone's start     second word: entries so far
 * ```
 * @module
 */
import { NONE } from "../../../events/log.ts";
import { contend, isHeld, lockIrqsave, unlockIrqrestore } from "../../decide/lock.ts";
import type { Machine } from "../../decide/machine.ts";
import { after, headOf, zoneList, zoneOf } from "../../state/lists.ts";
import { type MemoryView, orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";
import { type Driver, note } from "./design.ts";

/** The first block of `order` in the lists of the types from `type` on; NONE if there is none. */
function firstFrom(view: MemoryView, zone: number, order: number, type: number): number {
  for (let at = type; at < view.geometry.types; at++) {
    const head = headOf(view, zoneList(view, zone, order, at));
    if (head !== NONE) return head;
  }
  return NONE;
}

function nextBlock(view: MemoryView, zone: number, order: number, cursor: number): number {
  if (cursor < 0) return firstFrom(view, zone, order, 0);
  const next = after(view, cursor);
  return next !== NONE ? next : firstFrom(view, zone, order, typeOfBlock(view.block[cursor]) + 1);
}

/** How a walk takes and leaves a zone's lock. */
export interface LockWay {
  readonly take: (machine: Machine, lane: number, lock: number) => void;
  readonly leave: (machine: Machine, lane: number, lock: number) => void;
}

/** `spin_lock_irqsave`, `spin_unlock_irqrestore`. */
export const IRQSAVE: LockWay = { take: lockIrqsave, leave: unlockIrqrestore };

/** What a design does with a walk. */
export interface Walker {
  readonly lock: LockWay;
  /** The lane's phase while it walks. */
  readonly phase: number;
  /** Sees a block that stands on a list, at entry `index`: records at least one event, or ends the walk with false. */
  visit(driver: Driver, lane: number, pfn: number, index: number): boolean;
  /** The walk is over, or was ended: no lock is held. */
  end(driver: Driver, lane: number, index: number, isWhole: boolean): void;
}

/** Where a walk begins. */
export const beginWalk = (machine: Machine, lane: number, phase: number): void =>
  note(machine, lane, phase, -1, 0);

/** One step of a walk. */
export function walk(driver: Driver, lane: number, walker: Walker): void {
  const { machine, settings } = driver;
  const view = machine.memory;
  const cursor = view.laneFirst[lane], index = view.laneSecond[lane];
  const zone = cursor < 0 ? -1 - cursor : zoneOf(view, cursor);
  if (view.lockHolder[zone] !== lane + 1) {
    if (isHeld(view, zone)) return contend(machine, lane, zone);
    return walker.lock.take(machine, lane, zone);
  }
  const from = cursor < 0 || stands(view, cursor, settings.hintOrder) ? cursor : -1 - zone;
  const pfn = nextBlock(view, zone, settings.hintOrder, from);
  if (pfn !== NONE && walker.visit(driver, lane, pfn, index)) return;
  walker.lock.leave(machine, lane, zone);
  if (pfn === NONE && zone + 1 < view.geometry.zones.length) {
    return note(machine, lane, walker.phase, -2 - zone, index);
  }
  walker.end(driver, lane, index, pfn === NONE);
}

/** Who dropped the lock may find its last block gone: the zone is walked from its start again. */
function stands(view: MemoryView, pfn: number, order: number): boolean {
  const word = view.block[pfn];
  return stateOf(word) === State.Free && orderOfBlock(word) === order;
}
