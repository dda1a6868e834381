/**
 * A process that fills memory and ends: its pages go back, and free memory holds old data.
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { NONE } from "../../../events/log.ts";
import { note } from "../designs/design.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, noChoice } from "../sim.ts";
import { intervalOf, slotTime } from "./pace.ts";
import { giveBack, MOVABLE, oldestOf, ownedBy, PAGES_A_MIB, takeAndWrite } from "./tasks.ts";

const Filling = 0, Freeing = 1, Ended = 2;

export function fillAndFree(spec: Extract<TaskSpec, { kind: "fill-and-free" }>): Actor {
  const interval = intervalOf(spec.mibPerSecond * PAGES_A_MIB);
  const pages = spec.mib * PAGES_A_MIB;
  return {
    name: "fill-and-free",
    cpu: spec.cpu,
    choices: noChoice,
    due: (sim, lane) =>
      sim.view.lanePhase[lane] === Ended ? Infinity : slotTime(sim, lane, interval),
    step(sim, lane) {
      if (sim.view.lanePhase[lane] === Filling) {
        if (ownedBy(sim, lane) >= pages) return note(sim.machine, lane, Freeing);
        return takeAndWrite(sim, lane, 0, MOVABLE, GFP_KERNEL);
      }
      const oldest = oldestOf(sim, lane);
      if (oldest === NONE) return note(sim.machine, lane, Ended);
      giveBack(sim, lane, oldest);
    },
  };
}
