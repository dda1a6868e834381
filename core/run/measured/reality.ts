/**
 * What a guest was seen to hint and to give back, as a log: the world of the simulation, then each block that was
 * taken, hinted and held, and each that came back, at the time it was measured. Nothing else was traced; so a
 * block that other tasks had taken in the meantime cannot be told apart, and is left out.
 * @module
 */
import { GFP_HINT } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { free } from "../../decide/allocator.ts";
import { hold, listLock } from "../../decide/held.ts";
import { lockIrqsave, unlockIrqrestore } from "../../decide/lock.ts";
import { ownerList, zoneOf } from "../../state/lists.ts";
import { orderOfBlock, ownerOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";
import { describe } from "../describe.ts";
import type { Run } from "../simulate.ts";
import type { World } from "../world.ts";

/** A block that was seen, in ms after the migrate command. */
export type Seen = readonly [ms: number, pfn: number];

/** What was traced of a run. */
export interface Reality {
  readonly hints: readonly Seen[];
  readonly returns: readonly Seen[];
  /** When the guest was stopped, in ms: what comes back later comes back at the destination. */
  readonly stoppedMs: number;
}

const ORDER = 10, UNMOVABLE = 0, MS = 1_000_000;
const HELD = 0x40000000; // the hint was allocated, not read off a list

/**
 * Records what was seen into the log of a run that has not begun.
 * @returns how many hints and returns are left out
 */
export function recordReality(
  run: Run,
  world: World,
  { hints, returns, stoppedMs }: Reality,
): number {
  const { machine, settings } = run.sim;
  describe(world, machine);
  const { balloonLane: balloon, migrationLane } = settings;
  const kswapd = migrationLane - 1;
  const seen = [
    ...hints.map(([ms, pfn]) => ({ ms, pfn, isHint: true })),
    ...returns.map(([ms, pfn]) => ({ ms, pfn, isHint: false })),
  ].sort((a, b) => a.ms - b.ms); // of two at once the hint was listed first
  let left = 0;
  for (const { ms, pfn, isHint } of seen) {
    machine.advanceTo(settings.startNs + Math.round(ms * MS));
    const done = isHint
      ? hint(run, balloon, pfn)
      : giveBack(run, balloon, ms < stoppedMs ? kswapd : balloon, pfn);
    if (!done) left++;
  }
  return left;
}

/** Takes, hints and holds a block; false if it is not free as a whole. */
function hint({ sim: { machine } }: Run, lane: number, pfn: number): boolean {
  const view = machine.memory, word = view.block[pfn], zone = zoneOf(view, pfn);
  if (stateOf(word) !== State.Free || orderOfBlock(word) !== ORDER) return false;
  lockIrqsave(machine, lane, zone);
  machine.record(Kind.BlockTaken, lane, pfn, ORDER | (typeOfBlock(word) << 4), ORDER);
  unlockIrqrestore(machine, lane, zone);
  machine.record(Kind.PageAllocated, lane, pfn, GFP_HINT | (UNMOVABLE << 16), ORDER);
  const held = view.listCount[ownerList(view, lane)];
  machine.record(Kind.HintRead, lane, pfn, held | HELD, ORDER);
  return hold(machine, lane, pfn, ORDER);
}

/** Gives a block back that is held; false if it is not. */
function giveBack({ sim: { machine } }: Run, holder: number, lane: number, pfn: number): boolean {
  const view = machine.memory, word = view.block[pfn], list = listLock(machine);
  if (stateOf(word) !== State.Used || ownerOfBlock(word) !== holder) return false;
  lockIrqsave(machine, lane, list);
  machine.record(Kind.BlockReturned, lane, pfn, 0, ORDER);
  free(machine, lane, pfn, ORDER);
  unlockIrqrestore(machine, lane, list);
  return true;
}
