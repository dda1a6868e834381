/**
 * A process that takes memory a chunk at a time and touches every page of it: up to a size, which it
 * then keeps; or it goes on, and gives one of its chunks back before it takes another.
 *
 * Which chunk goes is drawn. (Assumed; what churn-256 and churn-512 dirtied a round, without hints, fits it,
 * and not that the oldest goes.) For each 512 pages it takes one more: a page table. Chunks that it has
 * exchanged so far are the lane's second word; all else follows from what it owns.
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, lockToAllocate } from "../../decide/allocator.ts";
import { write } from "../../decide/contents.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { PAGES_A_TABLE } from "../../decide/memmap.ts";
import { after } from "../../state/lists.ts";
import { note } from "../designs/design.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, chance, noChoice, type Sim } from "../sim.ts";
import {
  giveBack,
  MOVABLE,
  oldestOf,
  ownedBy,
  PAGES_A_MIB,
  takeAndWrite,
  UNMOVABLE,
} from "./tasks.ts";

const Growing = 0, Freeing = 1, Filling = 2;
const MS = 1_000_000, US = 1000, PAGES_A_KIB = 1 / 4;

/** Takes a page for a page table; false if the lock is held. */
function takeTable({ machine, view }: Sim, lane: number): boolean {
  const lock = lockToAllocate(machine, lane, 0, UNMOVABLE, GFP_KERNEL);
  if (isHeld(view, lock)) {
    contend(machine, lane, lock);
    return false;
  }
  const pfn = allocate(machine, lane, 0, UNMOVABLE, GFP_KERNEL, false);
  if (pfn !== NONE) write(machine, lane, pfn, 0);
  return true;
}

export function chunks(spec: Extract<TaskSpec, { kind: "chunks" }>): Actor {
  const chunk = Math.max(1, Math.round(spec.chunkKib * PAGES_A_KIB));
  const count = Math.max(1, Math.floor((spec.mib * PAGES_A_MIB) / chunk));
  const most = count * chunk;
  const intervalNs = Math.round((1e9 * chunk) / (spec.mibPerSecond * PAGES_A_MIB));
  const startNs = Math.round(spec.atMs * MS), pageNs = Math.round(spec.pageUs * US);
  /** When the chunk of that number is due. */
  const slot = (number: number): number => startNs + number * intervalNs;

  /** Gives what is left of a chunk back; false if a lock is held. */
  const giveChunk = (sim: Sim, lane: number, exchanged: number): boolean => {
    const left = ownedBy(sim, lane) - (most - chunk);
    let pfn = oldestOf(sim, lane);
    for (let at = chance(sim, lane, exchanged, 0, count) * chunk; at > 0; at--) {
      pfn = after(sim.view, pfn);
    }
    for (let page = 0; page < left && pfn !== NONE; page++) {
      const next = after(sim.view, pfn);
      if (!giveBack(sim, lane, pfn)) return false;
      pfn = next;
    }
    return true;
  };

  const take = (sim: Sim, lane: number, wantsTable: boolean): void => {
    if (wantsTable && !takeTable(sim, lane)) return;
    takeAndWrite(sim, lane, 0, MOVABLE, GFP_KERNEL);
  };

  return {
    name: "chunks",
    cpu: spec.cpu,
    choices: noChoice,
    due(sim, lane) {
      const { view } = sim, owned = ownedBy(sim, lane), next = view.laneTime[lane] + pageNs;
      if (view.lanePhase[lane] !== Growing || owned % chunk !== 0) return next;
      if (owned < most) return Math.max(next, slot(owned / chunk));
      return spec.keeps ? Infinity : Math.max(next, slot(count + view.laneSecond[lane]));
    },
    step(sim, lane) {
      const { view, machine } = sim, owned = ownedBy(sim, lane);
      const exchanged = view.laneSecond[lane];
      const phase = view.lanePhase[lane];
      if (phase === Freeing) {
        if (giveChunk(sim, lane, exchanged)) note(machine, lane, Filling, 0, exchanged);
      } else if (owned < most) take(sim, lane, phase === Growing && owned % PAGES_A_TABLE === 0);
      else if (phase === Growing) note(machine, lane, Freeing, 0, exchanged);
      else note(machine, lane, Growing, 0, exchanged + 1);
    },
  };
}
