/**
 * A path taken again, with real numbers: the counterexample as a log.
 * @module
 */
import type { Oracle } from "../../state/oracles/oracle.ts";
import { stepOf } from "../schedules/step.ts";
import type { Move } from "./moves.ts";
import type { SmallWorld } from "./small_world.ts";
import { Stepper } from "./stepper.ts";

/** A step of a path: who took it, and the index of its first event. */
export interface Taken {
  readonly actor: string;
  readonly from: number;
}

export interface Retraced {
  readonly steps: readonly Taken[];
  /** What the oracles said of the last step, by name; empty if they said nothing. */
  readonly oracle: string;
  readonly why: string;
}

/** The steps of actors that a path is made of, whatever grain it was found at. */
export function fineMoves(world: SmallWorld, path: readonly Move[]): Move[][] {
  return path.map(({ lane, choice }) => {
    const trail = world.trail = [];
    world.moves.take(world, lane, choice);
    world.trail = null;
    return trail;
  });
}

/**
 * Takes a path again in a fresh world.
 * @param path steps of actors by step of the search, as `fineMoves` tells them
 */
export function retrace(world: SmallWorld, path: readonly (readonly Move[])[]): Retraced {
  const { memory } = world.sim.machine, oracles = world.oracles();
  const steps: Taken[] = [], stepper = new Stepper(world);
  let said = { oracle: "", why: "" };
  for (const moves of path) {
    const { lane } = moves[0];
    const step = stepper.take(lane, () => {
      for (const { lane, choice } of moves) stepOf(world.sim, world.actors, lane, choice);
    });
    steps.push({ actor: world.actors[lane]!.name, from: step.from });
    for (const oracle of oracles) said = heard(said, oracle, oracle.after?.(step));
    for (const oracle of oracles) said = heard(said, oracle, oracle.at?.(memory));
  }
  for (const oracle of oracles) said = heard(said, oracle, oracle.atEnd?.(memory));
  return { steps, ...said };
}

function heard(
  said: { oracle: string; why: string },
  { name }: Oracle,
  why: string | null | undefined,
): { oracle: string; why: string } {
  return said.oracle !== "" || why === null || why === undefined ? said : { oracle: name, why };
}
