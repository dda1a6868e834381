/**
 * A guest task of a world that is searched: it takes a page, writes it, gives it back, in any order.
 *
 * ```text
 * phase 0   1, 2 a write of data or zeros is marked in the log, and still to be made (a host without `logsFastPath`)
 * second word: writes so far
 * ```
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { NONE } from "../../../events/log.ts";
import { endWrite, Fill, markWrite, write } from "../../decide/contents.ts";
import { zoneFor } from "../../decide/watermark.ts";
import { Mark } from "../../state/views.ts";
import { note } from "../designs/design.ts";
import type { Actor, Sim } from "../sim.ts";
import { giveBack, oldestOf, ownedBy, take, UNMOVABLE } from "./tasks.ts";

/** Writes so far: the lane's second word. */
const writesOf = ({ view }: Sim, lane: number): number => view.laneSecond[lane];

/**
 * @param writesMax how many writes it makes at most: a bound of the search
 * @param zeros true if a write may also be one of zeros: a choice more
 * @param demands true if it asks for a page where none is free, too, and reclaims for it
 */
export function taker(cpu: number, writesMax: number, zeros = false, demands = false): Actor {
  const canTake = (sim: Sim, lane: number): boolean =>
    ownedBy(sim, lane) === 0 &&
    (demands || zoneFor(sim.view, 0, Mark.Min, GFP_KERNEL) !== NONE);
  const canWrite = (sim: Sim, lane: number): boolean =>
    ownedBy(sim, lane) > 0 && writesOf(sim, lane) < writesMax;
  const isMarked = (sim: Sim, lane: number): boolean => sim.view.lanePhase[lane] !== 0;
  return {
    name: "taker",
    cpu,
    due: (sim, lane) => ownedBy(sim, lane) > 0 || canTake(sim, lane) ? 0 : Infinity,
    choices: (sim, lane) => canWrite(sim, lane) && !isMarked(sim, lane) ? zeros ? 3 : 2 : 1,
    step(sim, lane, choice) {
      const { machine, view } = sim;
      const page = oldestOf(sim, lane), writes = writesOf(sim, lane) + 1;
      if (page === NONE) {
        take(sim, lane, 0, UNMOVABLE, GFP_KERNEL);
        return;
      }
      if (isMarked(sim, lane)) {
        endWrite(machine, lane, page, 0, view.lanePhase[lane] - 1);
        return note(machine, lane, 0, 0, writes);
      }
      if (choice === 0) {
        giveBack(sim, lane, page);
        return;
      }
      const fill = choice === 1 ? Fill.Data : Fill.Zeros;
      if (markWrite(machine, lane, page, 0)) {
        return note(machine, lane, fill + 1, 0, writesOf(sim, lane));
      }
      write(machine, lane, page, 0, fill);
      note(machine, lane, 0, 0, writes);
    },
  };
}
