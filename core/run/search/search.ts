/**
 * Search: the same actors, decisions and reducer as a simulation, with a schedule that tries every
 * lane and every choice, breadth first, so that the first violation is a shortest one.
 * @module
 */
import { canonicalize, type Ignored, RANKS_MAX } from "../../state/canonical.ts";
import type { Memory } from "../../state/memory.ts";
import { Phase, Status } from "../../state/views.ts";
import { lostPages } from "../../state/oracles/lost.ts";
import { isBlocked } from "../schedules/gate.ts";
import type { Actor, Sim } from "../sim.ts";
import { States } from "./states.ts";

/** One step of a path: which lane, and its choice. */
export interface Move {
  readonly lane: number;
  readonly choice: number;
}

export interface Verdict {
  /** `open`: neither a violation nor the end was found within `statesMax`. */
  readonly verdict: "safe" | "violation" | "open";
  /** Distinct states in canonical form. */
  readonly states: number;
  /** Steps of the longest shortest path, or of the violation. */
  readonly depth: number;
  /** The shortest path to a lost page, if there is one. */
  readonly path: readonly Move[];
  /** How often each lane took a step: what never acted proves nothing. */
  readonly steps: readonly number[];
}

/** How a small world is set up anew: for the search, and to take a path again with real numbers. */
export interface SmallWorld {
  readonly sim: Sim;
  readonly actors: readonly (Actor | null)[];
  /** What no decision of this world reads. */
  readonly ignored: Ignored;
}

const CHOICES_MAX = 16;

/**
 * Searches all interleavings from the state that `world` is in, for a page lost at switch-over.
 * @param statesMax states after which the search gives up
 */
export function search(world: SmallWorld, statesMax = 10_000_000): Verdict {
  const { sim, actors, ignored } = world;
  const memory = sim.machine.memory;
  const words = new Int32Array(memory.buffer, 0, memory.bytes.length >> 2);
  const seen = new States(memory.bytes.length);
  const from: number[] = [-1], moves: number[] = [0], depths: number[] = [0];
  const steps = actors.map(() => 0);
  canonicalize(memory, ignored);
  seen.add(memory.bytes, words);
  for (let state = 0; state < seen.length; state++) {
    if (seen.length > statesMax) return result("open", state);
    for (let lane = 0; lane < actors.length; lane++) {
      restore(sim, seen.at(state));
      const choices = choicesOf(sim, actors, lane);
      for (let choice = 0; choice < choices; choice++) {
        if (choice > 0) restore(sim, seen.at(state));
        actors[lane]!.step(sim, lane, choice);
        steps[lane]++;
        const over = memory.status[Status.Phase] === Phase.Done;
        const lost = over && lostPages(memory) > 0;
        canonicalize(memory, ignored);
        const number = seen.add(memory.bytes, words);
        if (number < 0) continue;
        from.push(state);
        moves.push(lane * CHOICES_MAX + choice);
        depths.push(depths[state] + 1);
        if (lost) return result("violation", number);
      }
    }
  }
  return result("safe", seen.length - 1);

  function result(verdict: Verdict["verdict"], at: number): Verdict {
    const path: Move[] = [];
    for (let state = at; verdict === "violation" && from[state] >= 0; state = from[state]) {
      path.unshift({
        lane: Math.floor(moves[state] / CHOICES_MAX),
        choice: moves[state] % CHOICES_MAX,
      });
    }
    return { verdict, states: seen.length, depth: depths[at], path, steps };
  }
}

/** Different next steps of a lane; 0 if it cannot act, or if the guest runs elsewhere by now. */
export function choicesOf(sim: Sim, actors: readonly (Actor | null)[], lane: number): number {
  const actor = actors[lane];
  if (actor === null || sim.view.status[Status.Phase] === Phase.Done) return 0;
  if (isBlocked(sim, lane) || actor.due(sim, lane) === Infinity) return 0;
  return Math.min(actor.choices(sim, lane), CHOICES_MAX);
}

/** Puts a canonical state back; events recorded from here on are numbered above every renamed one. */
function restore(sim: Sim, bytes: Uint8Array): void {
  const { memory, log } = sim.machine;
  memory.bytes.set(bytes);
  log.length = RANKS_MAX;
}

/** Takes a path again from a fresh world, with real numbers: its log is the counterexample. */
export function retrace(world: SmallWorld, path: readonly Move[]): Memory {
  for (const { lane, choice } of path) world.actors[lane]!.step(world.sim, lane, choice);
  return world.sim.machine.memory;
}
