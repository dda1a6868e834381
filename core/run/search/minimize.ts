/**
 * Shortens a way to a violation: steps are left out, many at first, then one by one, as long as what is left
 * still leads to the same oracle's word (delta debugging; A. Zeller, R. Hildebrandt, 2002).
 *
 * What is left out may keep a later step from being possible; then that step is left out, too.
 * @module
 */
import type { Move } from "./moves.ts";
import type { SmallWorld } from "./small_world.ts";
import { Stepper } from "./stepper.ts";

/**
 * The steps of a way that are needed: no one of them can be left out alone.
 * @param fresh makes the world that the way begins in
 * @param oracle the name of who speaks at its end
 */
export function minimize(
  fresh: () => SmallWorld,
  path: readonly Move[],
  oracle: string,
): readonly Move[] {
  let kept = leads(fresh, path, oracle) ?? path;
  for (let size = kept.length >> 1; size >= 1;) {
    const shorter = without(fresh, kept, oracle, size);
    if (shorter !== null) kept = shorter;
    else size >>= 1;
    size = Math.min(size, kept.length >> 1);
    if (kept.length < 2) break;
  }
  return kept;
}

/** The way without the first run of `size` steps that it can do without; null if there is none. */
function without(
  fresh: () => SmallWorld,
  path: readonly Move[],
  oracle: string,
  size: number,
): readonly Move[] | null {
  for (let from = 0; from < path.length; from += size) {
    const rest = [...path.slice(0, from), ...path.slice(from + size)];
    const taken = leads(fresh, rest, oracle);
    if (taken !== null && taken.length < path.length) return taken;
  }
  return null;
}

/** The possible ones of some steps, up to the oracle's word; null if it says nothing. */
export function leads(
  fresh: () => SmallWorld,
  path: readonly Move[],
  oracle: string,
): readonly Move[] | null {
  const world = fresh(), { memory } = world.sim.machine, stepper = new Stepper(world);
  const judges = world.oracles().filter(({ name }) => name === oracle);
  const taken: Move[] = [];
  for (const { lane, choice } of path) {
    if (world.moves.count(world, lane) <= choice) continue;
    const step = stepper.take(lane, () => world.moves.take(world, lane, choice));
    taken.push({ lane, choice });
    if (judges.some((judge) => judge.after?.(step) || judge.at?.(memory))) return taken;
  }
  const isEnd = world.actors.every((_, lane) => lane === 0 || world.moves.count(world, lane) === 0);
  const isSaid = isEnd && !world.moves.isCut(world) &&
    judges.some((judge) => judge.atEnd?.(memory));
  return isSaid ? taken : null;
}
