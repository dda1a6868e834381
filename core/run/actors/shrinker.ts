/**
 * The shrinker: under memory pressure it gives back blocks that the balloon worker holds, newest first.
 * @module
 */
import { note } from "../designs/design.ts";
import { type Actor, noChoice } from "../sim.ts";
import { shrink, shrinkable } from "./reclaim.ts";

/**
 * The shrinker of a world that is searched: it may act at any time, as if memory were low.
 * In a run by time kswapd and the tasks call it (`reclaim.ts`).
 * @param returnsMax how many blocks it may give back
 */
export const shrinker = (cpu: number, returnsMax: number): Actor => ({
  name: "shrinker",
  cpu,
  choices: noChoice,
  due: (sim, lane) => sim.view.laneSecond[lane] < returnsMax && shrinkable(sim) > 0 ? 0 : Infinity,
  step(sim, lane) {
    const { view, machine } = sim;
    if (shrink(sim, lane)) note(machine, lane, 0, 0, view.laneSecond[lane] + 1);
  },
});
