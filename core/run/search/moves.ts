/**
 * The steps that a search may take from a state: those of the actors, as a simulation takes them.
 * @module
 */
import { Phase, Status } from "../../state/views.ts";
import { isBlocked } from "../schedules/gate.ts";
import type { SmallWorld } from "./small_world.ts";

/** One step of a path: which lane, and its choice. */
export interface Move {
  readonly lane: number;
  readonly choice: number;
}

/** How finely a world's steps are cut. */
export interface Moves {
  /** Different next steps of a lane; 0 if it cannot act. */
  count(world: SmallWorld, lane: number): number;
  /** Takes one of them. */
  take(world: SmallWorld, lane: number, choice: number): void;
  /** True where a search looks no further, though somebody could act. */
  isCut(world: SmallWorld): boolean;
}

const CHOICES_MAX = 16;

/** Takes a step of an actor, whether or not it could be chosen. */
export function stepOf({ actors, sim }: SmallWorld, lane: number, choice: number): void {
  actors[lane]!.step(sim, lane, choice);
}

/** Every step of an actor is a step of the search. */
export const events: Moves = {
  count(world, lane) {
    const actor = world.actors[lane], { sim } = world;
    if (actor === null || events.isCut(world)) return 0;
    if (isBlocked(sim, lane) || actor.due(sim, lane) === Infinity) return 0;
    return Math.min(actor.choices(sim, lane), CHOICES_MAX);
  },
  take(world, lane, choice) {
    world.trail?.push({ lane, choice });
    stepOf(world, lane, choice);
  },
  isCut: ({ sim, goesOn }) => !goesOn && sim.view.status[Status.Phase] === Phase.Done,
};
