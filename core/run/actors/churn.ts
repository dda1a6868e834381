/**
 * A task that takes and gives back pages at random, between half of its size and all of it.
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, chance, noChoice } from "../sim.ts";
import { intervalOf, slotOf, slotTime } from "./pace.ts";
import { giveBack, MOVABLE, oldestOf, ownedBy, PAGES_A_MIB, takeAndWrite } from "./tasks.ts";

export function churn(spec: Extract<TaskSpec, { kind: "churn" }>): Actor {
  const interval = intervalOf(spec.pagesPerSecond);
  const most = spec.mib * PAGES_A_MIB;
  return {
    name: "churn",
    cpu: spec.cpu,
    choices: noChoice,
    due: (sim, lane) => slotTime(sim, lane, interval),
    step(sim, lane) {
      const owned = ownedBy(sim, lane);
      const slot = slotOf(sim, lane, interval);
      const take = owned < most >> 1 || (owned < most && chance(sim, lane, slot, 0, 2) === 0);
      if (take) takeAndWrite(sim, lane, 0, MOVABLE, GFP_KERNEL);
      else giveBack(sim, lane, oldestOf(sim, lane));
    },
  };
}
