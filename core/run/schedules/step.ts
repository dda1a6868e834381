/**
 * A lane's next step, whoever chooses it: its actor's, or the write that waited for a page of the
 * destination. Both schedules, by time and by search, go through here.
 * @module
 */
import { retryWrite } from "../../decide/contents.ts";
import type { Actor, Sim } from "../sim.ts";
import { isBlocked } from "./gate.ts";

/** True if a write of the lane waited for a page, which is there by now unless the lane is blocked. */
export function hasFault({ view }: Sim, lane: number): boolean {
  return view.laneFault.length > 0 && view.laneFault[lane] !== 0;
}

/** Different next steps of a lane; 0 if it is blocked or waits for another. */
export function choicesAt(sim: Sim, actors: readonly (Actor | null)[], lane: number): number {
  const actor = actors[lane];
  if (actor === null || isBlocked(sim, lane)) return 0;
  if (hasFault(sim, lane)) return 1;
  return actor.due(sim, lane) === Infinity ? 0 : actor.choices(sim, lane);
}

/** True if the lane can take a step now. */
export function mayAct(sim: Sim, actors: readonly (Actor | null)[], lane: number): boolean {
  return choicesAt(sim, actors, lane) > 0;
}

/**
 * Takes a lane's next step.
 * @throws Error if it records no event: a fault of the actor
 */
export function stepOf(
  sim: Sim,
  actors: readonly (Actor | null)[],
  lane: number,
  choice: number,
): void {
  const { machine } = sim, events = machine.log.events;
  if (hasFault(sim, lane)) retryWrite(machine, lane);
  else actors[lane]!.step(sim, lane, choice);
  if (machine.log.events === events) failStep(actors[lane]!.name);
}

function failStep(name: string): never {
  throw new Error(`Cannot go on: ${name} took a step and recorded no event`);
}
