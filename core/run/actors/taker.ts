/**
 * A guest task of a world that is searched: it takes a page, writes it, gives it back, in any order.
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, lockToAllocate } from "../../decide/allocator.ts";
import { write } from "../../decide/contents.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { zoneFor } from "../../decide/watermark.ts";
import { Mark } from "../../state/views.ts";
import { note } from "../designs/design.ts";
import type { Actor, Sim } from "../sim.ts";
import { giveBack, oldestOf, ownedBy, UNMOVABLE } from "./tasks.ts";

/** Writes so far: the lane's second word. */
const writesOf = ({ view }: Sim, lane: number): number => view.laneSecond[lane];

/** @param writesMax how many writes it makes at most: a bound of the search */
export function taker(cpu: number, writesMax: number): Actor {
  const canTake = (sim: Sim, lane: number): boolean =>
    ownedBy(sim, lane) === 0 && zoneFor(sim.view, 0, Mark.Min, GFP_KERNEL) !== NONE;
  const canWrite = (sim: Sim, lane: number): boolean =>
    ownedBy(sim, lane) > 0 && writesOf(sim, lane) < writesMax;
  return {
    name: "taker",
    cpu,
    due: (sim, lane) => ownedBy(sim, lane) > 0 || canTake(sim, lane) ? 0 : Infinity,
    choices: (sim, lane) => canWrite(sim, lane) ? 2 : 1,
    step(sim, lane, choice) {
      const { machine, view } = sim;
      const page = oldestOf(sim, lane);
      if (page === NONE) {
        const lock = lockToAllocate(machine, lane, 0, UNMOVABLE, GFP_KERNEL);
        if (isHeld(view, lock)) return contend(machine, lane, lock);
        allocate(machine, lane, 0, UNMOVABLE, GFP_KERNEL, true);
        return;
      }
      if (choice === 0) return giveBack(sim, lane, page);
      write(machine, lane, page, 0);
      note(machine, lane, 0, 0, writesOf(sim, lane) + 1);
    },
  };
}
