/**
 * Page cache growth: a task that reads files and keeps every page, up to a size.
 * @module
 */
import { GFP_KERNEL } from "../../../events/gfp.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, noChoice } from "../sim.ts";
import { intervalOf, slotTime } from "./pace.ts";
import { MOVABLE, ownedBy, PAGES_A_MIB, takeAndWrite } from "./tasks.ts";

export function pageCache(spec: Extract<TaskSpec, { kind: "page-cache" }>): Actor {
  const interval = intervalOf(spec.mibPerSecond * PAGES_A_MIB);
  const pages = spec.mib * PAGES_A_MIB;
  return {
    name: "page-cache",
    cpu: spec.cpu,
    choices: noChoice,
    due: (sim, lane) => ownedBy(sim, lane) >= pages ? Infinity : slotTime(sim, lane, interval),
    step: (sim, lane) => takeAndWrite(sim, lane, 0, MOVABLE, GFP_KERNEL),
  };
}
