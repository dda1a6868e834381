/**
 * Random walks of a case's world, in place of a search.
 * @module
 */
import { type CaseSpec, worldOf } from "../../core/run/search/cases.ts";
import { minimize } from "../../core/run/search/minimize.ts";
import { walk } from "../../core/run/search/walk.ts";
import { contextOracles } from "./context_oracle.ts";
import type { Explored } from "./run.ts";

const STEPS_MAX = 400;

/** What walks came to: a violation, or nothing, which proves nothing. */
export interface Walks extends Explored {
  readonly seed: number;
  readonly walks: number;
  /** Steps of the way as it was met. */
  readonly metIn: number;
}

/**
 * Walks, from one seed, until an oracle speaks or there were enough walks.
 * @param shorten leaves out of the way what is not needed
 */
export function walks(spec: CaseSpec, seed: number, walksMax: number, shorten: boolean): Walks {
  const begin = performance.now(), fresh = () => worldOf(spec, "events", contextOracles);
  const found = walk(fresh(), seed, { walksMax, stepsMax: STEPS_MAX });
  const path = shorten && found.path.length > 0
    ? minimize(fresh, found.path, found.oracle)
    : found.path;
  return {
    spec,
    grain: "events",
    seed,
    walks: found.walks,
    metIn: found.path.length,
    statesMax: 0,
    verdict: found.verdict,
    oracle: found.oracle,
    why: found.why,
    states: 0,
    steps: found.steps,
    events: 0,
    depth: path.length,
    seconds: (performance.now() - begin) / 1000,
    stateBytes: 0,
    actions: found.actions,
    never: [],
    path,
  };
}
