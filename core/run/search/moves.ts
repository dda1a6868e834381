/**
 * The steps that a search may take from a state: those of the actors, as a simulation takes them.
 * @module
 */
import { Phase, Status } from "../../state/views.ts";
import { choicesAt, stepOf } from "../schedules/step.ts";
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

/** Every step of an actor is a step of the search. */
export const events: Moves = {
  count(world, lane) {
    if (events.isCut(world)) return 0;
    return Math.min(choicesAt(world.sim, world.actors, lane), CHOICES_MAX);
  },
  take(world, lane, choice) {
    world.trail?.push({ lane, choice });
    stepOf(world.sim, world.actors, lane, choice);
  },
  isCut: ({ sim, goesOn }) => !goesOn && sim.view.status[Status.Phase] === Phase.Done,
};
