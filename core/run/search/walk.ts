/**
 * Random walks: a schedule by seeded draw in place of a search, for worlds that are too large for one.
 *
 * A walk that draws every step alike takes a page back right after it was hinted almost never, and every known
 * bug wants that. So while a hint is under way what leads there is drawn more often: the shrinker's turn, a task
 * that takes a page, and its writes; and while none is, tasks keep still, so that their writes are not used up.
 * @module
 */
import { Memory } from "../../state/memory.ts";
import type { Oracle } from "../../state/oracles/oracle.ts";
import { drawBelow } from "../prng.ts";
import { Actions, isAnyHintUnderWay } from "./actions.ts";
import type { Move } from "./moves.ts";
import type { SmallWorld } from "./small_world.ts";
import { Stepper } from "./stepper.ts";

/** What walks came to. */
export interface Walked {
  /** `open`: no walk met a violation; that proves nothing. */
  readonly verdict: "violation" | "open";
  readonly oracle: string;
  readonly why: string;
  /** Walks begun, and steps of all. */
  readonly walks: number;
  readonly steps: number;
  /** The way of the last walk; empty if it is no violation. */
  readonly path: readonly Move[];
  readonly actions: Readonly<Record<string, number>>;
}

export interface WalkLimits {
  readonly walksMax: number;
  /** Steps after which a walk is given up. */
  readonly stepsMax: number;
}

const SELDOM = 1, USUAL = 4, FAVOURED = 16;
const CHOICES_MAX = 16;

/** Walks from the state that `world` is in, again and again, until an oracle speaks. */
export function walk(world: SmallWorld, seed: number, limits: WalkLimits): Walked {
  const { machine } = world.sim, { memory, log } = machine;
  const begin = new Memory(memory.geometry), stepper = new Stepper(world);
  const first = log.length, actions = new Actions(world.roles);
  begin.copyFrom(memory);
  const options = new Int32Array(world.actors.length * CHOICES_MAX);
  const weights = new Int32Array(options.length);
  let steps = 0;
  for (let number = 0; number < limits.walksMax; number++) {
    memory.copyFrom(begin);
    log.truncate(first);
    const oracles = world.oracles(), path: Move[] = [];
    while (path.length < limits.stepsMax) {
      const move = drawn(seed, number, path.length);
      if (move === null) break;
      const { lane, choice } = move;
      const step = stepper.take(lane, () => world.moves.take(world, lane, choice));
      path.push(move);
      steps++;
      actions.count(step);
      const said = heard(oracles, (oracle) => oracle.after?.(step) ?? oracle.at?.(memory));
      if (said !== null) return found(said, number, path);
    }
    const atEnd = path.length < limits.stepsMax && !world.moves.isCut(world);
    const said = atEnd ? heard(oracles, (oracle) => oracle.atEnd?.(memory)) : null;
    if (said !== null) return found(said, number, path);
  }
  return {
    verdict: "open",
    oracle: "",
    why: "",
    walks: limits.walksMax,
    steps,
    path: [],
    actions: actions.counts(),
  };

  function found(said: { oracle: string; why: string }, number: number, path: Move[]): Walked {
    return {
      verdict: "violation",
      ...said,
      walks: number + 1,
      steps,
      path,
      actions: actions.counts(),
    };
  }

  /** The next move of a walk; null where nobody can act. */
  function drawn(seed: number, number: number, at: number): Move | null {
    let count = 0, total = 0;
    for (let lane = 1; lane < world.actors.length; lane++) {
      const choices = world.moves.count(world, lane);
      for (let choice = 0; choice < choices; choice++) {
        options[count] = lane * CHOICES_MAX + choice;
        total += weights[count++] = weightOf(world, lane, choice);
      }
    }
    if (count === 0) return null;
    let left = drawBelow(total, seed, number & 0xffff, at, number >>> 16);
    let option = 0;
    while (left >= weights[option]) left -= weights[option++];
    return {
      lane: Math.floor(options[option] / CHOICES_MAX),
      choice: options[option] % CHOICES_MAX,
    };
  }
}

/** How often a move is drawn, against others: more where it leads to the reuse of what was just hinted. */
function weightOf(world: SmallWorld, lane: number, choice: number): number {
  const { roles, sim } = world;
  if (lane >= roles.balloon && lane !== roles.shrinker) return USUAL;
  if (!isAnyHintUnderWay(sim.view)) return SELDOM;
  const takes = sim.view.listCount[sim.view.ownerBase + lane - 1] === 0;
  return lane === roles.shrinker || takes || choice > 0 ? FAVOURED : SELDOM;
}

function heard(
  oracles: readonly Oracle[],
  ask: (oracle: Oracle) => string | null | undefined,
): { oracle: string; why: string } | null {
  for (const oracle of oracles) {
    const why = ask(oracle);
    if (why !== null && why !== undefined) return { oracle: oracle.name, why };
  }
  return null;
}
