/**
 * The way that a log took, as steps of the search: simulation and search share their actors, so each step of
 * a simulated run is one that the search could have taken, and records the same events.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, kindOf, STRIDE, type Words } from "../../../events/log.ts";
import { Memory } from "../../state/memory.ts";
import { choicesAt, stepOf } from "../schedules/step.ts";
import type { Move } from "./moves.ts";
import type { SmallWorld } from "./small_world.ts";

/** A way, or the index of the first event that no step of the search records. */
export type Accepted = { readonly moves: readonly Move[] } | { readonly stuckAt: number };

/** Of an event all but how long after the one before it happened. */
function isSame(left: Words, right: Words, at: number, other: number): boolean {
  for (let word = 0; word < STRIDE - 1; word++) {
    if (left[at * STRIDE + word] !== right[other * STRIDE + word]) return false;
  }
  return true;
}

/**
 * Finds the steps that a log is made of.
 * @param world fresh, with times, set up as the log's was: its first events are the log's, too
 * @param events of the log
 */
export function accept(world: SmallWorld, words: Words, length: number): Accepted {
  const { log, memory } = world.sim.machine, moves: Move[] = [];
  for (let at = 0; at < log.length; at++) {
    if (at >= length || !isSame(words, log.words, at, at)) return { stuckAt: at };
  }
  const before = new Memory(memory.geometry);
  for (let at = log.length; at < length;) {
    if (kindOf(words, at) === Kind.TimePassed) { // the clock is not the search's
      at++;
      continue;
    }
    const lane = actorOf(words, at), choices = choicesAt(world.sim, world.actors, lane);
    before.copyFrom(memory);
    let taken = 0;
    for (let choice = 0; choice < choices && taken === 0; choice++) {
      const from = log.length;
      stepOf(world.sim, world.actors, lane, choice);
      taken = stepFits(log.words, from, log.length, words, at, length);
      if (taken > 0) moves.push({ lane, choice });
      else {
        memory.copyFrom(before);
        log.truncate(from);
      }
    }
    if (taken === 0) return { stuckAt: at };
    at += taken;
  }
  return { moves };
}

/** How many events of the log, from `at` on, are those of a step; 0 if they are others. */
function stepFits(
  step: Words,
  from: number,
  until: number,
  words: Words,
  at: number,
  length: number,
): number {
  let next = at;
  for (let index = from; index < until; index++, next++) {
    while (next < length && kindOf(words, next) === Kind.TimePassed) next++;
    if (next >= length || !isSame(step, words, index, next)) return 0;
  }
  return next - at;
}
