/**
 * The schedule of a simulation: the lane whose next step is due first, ties to the lower number.
 * Due times are worked out from the view, so a run goes on from any state as if it had never stopped.
 * @module
 */
import { isOver } from "../actors/migration/stage.ts";
import type { Actor, Sim } from "../sim.ts";
import { isBlocked } from "./gate.ts";
import { hasFault, stepOf } from "./step.ts";

/** When a lane may act next, in ns; Infinity while it waits for another. */
function dueOf(sim: Sim, actors: readonly (Actor | null)[], lane: number): number {
  const actor = actors[lane];
  if (actor === null || isBlocked(sim, lane)) return Infinity;
  if (hasFault(sim, lane)) return sim.view.now[0];
  const due = actor.due(sim, lane);
  // A lane that waited for a lock goes on as soon as it is free, if it still has something to do.
  return sim.view.laneWait[lane] !== 0 && due !== Infinity ? sim.view.now[0] : due;
}

/** The choice of a lane that has several next steps; a run by time takes the first. */
export type Choose = (lane: number) => number;
const first: Choose = () => 0;

/**
 * Runs until the migration is over, nobody has anything to do, or the log has `until` events or more.
 * @param actors by lane; null where a lane has none
 * @param choose asked before each step
 */
export function runByTime(
  sim: Sim,
  actors: readonly (Actor | null)[],
  until = Infinity,
  choose = first,
): void {
  const { machine } = sim;
  const due = new Float64Array(actors.length);
  machine.wake = 1;
  let last = 0, held = machine.held;
  while (machine.log.events < until && !isOver(sim)) {
    if (machine.wake !== 0 || machine.held !== held) {
      machine.wake = 0;
      held = machine.held;
      for (let lane = 0; lane < due.length; lane++) due[lane] = dueOf(sim, actors, lane);
    } else due[last] = dueOf(sim, actors, last);
    let next = 0;
    for (let lane = 1; lane < due.length; lane++) if (due[lane] < due[next]) next = lane;
    if (due[next] === Infinity) return;
    machine.advanceTo(due[next]);
    last = next;
    stepOf(sim, actors, next, choose(next));
  }
}
