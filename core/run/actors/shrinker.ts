/**
 * The shrinker: under memory pressure it gives back blocks that the balloon worker holds, newest first.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { isHeld } from "../../decide/lock.ts";
import { lockToFree } from "../../decide/allocator.ts";
import { contend } from "../../decide/lock.ts";
import { Mark } from "../../state/views.ts";
import { ownerList, tailOf } from "../../state/lists.ts";
import { orderOfBlock } from "../../state/memory.ts";
import { note } from "../designs/design.ts";
import { returnNewest } from "../designs/merged.ts";
import { type Actor, noChoice, type Sim } from "../sim.ts";

/** True if a zone's free pages are at or under its low mark. */
function isLow({ view }: Sim): boolean {
  for (let zone = 0; zone < view.geometry.zones.length; zone++) {
    if (view.zoneManaged[zone] === 0) continue;
    if (view.zoneFree[zone] <= view.zoneMarks[zone * 4 + Mark.Low]) return true;
  }
  return false;
}

/**
 * @param returnsMax how many blocks it may give back in a world that is searched, where it may act
 * at any time; in a run by time it acts when memory is low, without a limit
 */
export const shrinker = (cpu: number, returnsMax = 0): Actor => ({
  name: "shrinker",
  cpu,
  choices: noChoice,
  due(sim, lane) {
    const { view, settings } = sim;
    if (settings.balloonLane === 0) return Infinity;
    const held = tailOf(view, ownerList(view, settings.balloonLane));
    if (held === NONE) return Infinity;
    if (settings.grain === "event") return view.laneSecond[lane] < returnsMax ? 0 : Infinity;
    return isLow(sim) ? view.laneTime[lane] : Infinity;
  },
  step(sim, lane) {
    const { view, machine, settings } = sim;
    const holder = settings.balloonLane;
    const pfn = tailOf(view, ownerList(view, holder));
    const order = orderOfBlock(view.block[pfn]);
    const lock = lockToFree(machine, lane, pfn, order);
    if (isHeld(view, lock)) return contend(machine, lane, lock);
    machine.record(Kind.ShrinkerCalled, lane, 0, 1 << order);
    returnNewest(sim, lane, holder);
    if (settings.grain === "event") note(machine, lane, 0, 0, view.laneSecond[lane] + 1);
  },
});
