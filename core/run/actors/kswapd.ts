/**
 * Kswapd: woken by a request that found every zone under its low mark, it gives back page cache and
 * blocks that the balloon worker holds, until a zone is above its high mark.
 *
 * Linux, mm/vmscan.c, balance_pgdat: priorities from 12 down to 1, a look at the marks before each.
 * What it scans of the page cache is all clean here, so all of it can go. Blocks that the balloon's
 * shrinker frees are not counted as reclaimed, as in the kernel; so the priority falls with each turn.
 * Boosts of the marks end with it.
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { isAbove } from "../../decide/watermark.ts";
import { Mark } from "../../state/views.ts";
import { note } from "../designs/design.ts";
import { type Actor, noChoice, type Sim } from "../sim.ts";
import {
  cacheLane,
  cachePages,
  CALL_PAGES,
  PRIORITY_FIRST,
  scanOf,
  shrink,
  shrinkable,
} from "./reclaim.ts";
import { giveBack, oldestOf } from "./owned.ts";

/** Phases: first word the priority, second what is left to scan, of the shrinker or of the cache. */
const Asleep = 0, Look = 1, Cache = 2, Slab = 3;

/** True if a zone is above its high mark: one is enough (pgdat_balanced). */
function isBalanced({ view }: Sim): boolean {
  for (let zone = 0; zone < view.geometry.zones.length; zone++) {
    if (view.zoneManaged[zone] > 0 && isAbove(view, zone, 0, Mark.High, GFP_KERNEL)) return true;
  }
  return false;
}

function end({ view, machine }: Sim, lane: number): void {
  for (let zone = 0; zone < view.geometry.zones.length; zone++) {
    if (view.zoneMarks[zone * 4 + Mark.Boost] > 0) {
      machine.record(Kind.WatermarkSet, lane, Mark.Boost, 0, zone);
    }
  }
  machine.record(Kind.KswapdEnded, lane, 0, 0);
  note(machine, lane, Asleep);
}

function look(sim: Sim, lane: number): void {
  const { view, machine } = sim;
  const priority = view.laneFirst[lane];
  if (priority < 1 || isBalanced(sim)) return end(sim, lane);
  note(machine, lane, Cache, priority, cachePages(sim) >> priority);
}

export const kswapd = (cpu: number): Actor => ({
  name: "kswapd",
  cpu,
  choices: noChoice,
  due(sim, lane) {
    const { view, machine } = sim;
    const last = view.laneTime[lane];
    if (view.lanePhase[lane] !== Asleep) {
      return view.lanePhase[lane] === Look ? last + machine.costs.reclaim : last;
    }
    return view.kswapdWoken[0] !== 0 ? view.now[0] : Infinity; // it runs at once
  },
  step(sim, lane) {
    const { view, machine } = sim;
    const priority = view.laneFirst[lane], left = view.laneSecond[lane];
    switch (view.lanePhase[lane]) {
      case Asleep:
        machine.record(Kind.KswapdBegan, lane, 0, 0);
        return note(machine, lane, Look, PRIORITY_FIRST);
      case Look:
        return look(sim, lane);
      case Cache: {
        const cache = left > 0 ? cacheLane(sim) : NONE;
        if (cache === NONE) {
          return note(machine, lane, Slab, priority, scanOf(shrinkable(sim), priority));
        }
        if (giveBack(sim, lane, oldestOf(sim, cache))) {
          note(machine, lane, Cache, priority, left - 1);
        }
        return;
      }
      default:
        if (left < CALL_PAGES || shrinkable(sim) === 0) {
          return note(machine, lane, Look, priority - 1);
        }
        if (shrink(sim, lane)) note(machine, lane, Slab, priority, left - CALL_PAGES);
    }
  },
});
