/**
 * A process that takes memory a chunk at a time and touches every page of it: up to a size, which it
 * then keeps; or it goes on, and gives its oldest chunk back before it takes another.
 *
 * Chunks that it has exchanged so far are the lane's second word; all else follows from what it owns.
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { touchEntry } from "../../decide/memmap.ts";
import { note } from "../designs/design.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, noChoice, type Sim } from "../sim.ts";
import { ownerList, tailOf } from "../../state/lists.ts";
import { giveBack, MOVABLE, oldestOf, ownedBy, PAGES_A_MIB, takeAndWrite } from "./tasks.ts";

const Growing = 0, Freeing = 1, Filling = 2;
const MS = 1_000_000, US = 1000, PAGES_A_KIB = 1 / 4;

/** The block that the lane took last. */
const newestOf = ({ view }: Sim, lane: number): number => tailOf(view, ownerList(view, lane));

export function chunks(spec: Extract<TaskSpec, { kind: "chunks" }>): Actor {
  const chunk = Math.max(1, Math.round(spec.chunkKib * PAGES_A_KIB));
  const most = Math.max(1, Math.floor((spec.mib * PAGES_A_MIB) / chunk)) * chunk;
  const intervalNs = Math.round((1e9 * chunk) / (spec.mibPerSecond * PAGES_A_MIB));
  const startNs = Math.round(spec.atMs * MS), pageNs = Math.round(spec.pageUs * US);
  /** When its chunk number `count` is due. */
  const slot = (count: number): number => startNs + count * intervalNs;
  const take = (sim: Sim, lane: number): void => {
    const before = ownedBy(sim, lane);
    takeAndWrite(sim, lane, 0, MOVABLE, GFP_KERNEL);
    if (ownedBy(sim, lane) > before) touchEntry(sim.machine, lane, newestOf(sim, lane));
  };
  return {
    name: "chunks",
    cpu: spec.cpu,
    choices: noChoice,
    due(sim, lane) {
      const { view } = sim, owned = ownedBy(sim, lane), next = view.laneTime[lane] + pageNs;
      switch (view.lanePhase[lane]) {
        case Growing:
          if (owned % chunk !== 0) return next;
          if (owned < most) return Math.max(next, slot(owned / chunk));
          return spec.keeps ? Infinity : Math.max(next, slot(most / chunk + view.laneSecond[lane]));
        default:
          return next;
      }
    },
    step(sim, lane) {
      const { view, machine } = sim, owned = ownedBy(sim, lane);
      const exchanged = view.laneSecond[lane];
      switch (view.lanePhase[lane]) {
        case Growing:
          if (owned < most) return take(sim, lane);
          return note(machine, lane, Freeing, 0, exchanged);
        case Freeing:
          if (owned > most - chunk) {
            giveBack(sim, lane, oldestOf(sim, lane));
            return;
          }
          return note(machine, lane, Filling, 0, exchanged);
        default:
          if (owned < most) return take(sim, lane);
          return note(machine, lane, Growing, 0, exchanged + 1);
      }
    },
  };
}
