/**
 * One run of a prediction: a design, a seed.
 * @module
 */
import { hostSlice } from "../../core/run/slice.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import { type Rules, worldOf } from "../../core/run/simulate.ts";
import type { World } from "../../core/run/world.ts";
import type { Figures } from "../../replay/views/figures.ts";
import { type Outcome, runOne, runUnwritten } from "../simulate/run.ts";
import { scaled } from "./scale.ts";
import { type Asked, scenarioOf } from "./scenario.ts";

/** What another thread is sent. */
export interface Job {
  readonly asked: Asked;
  readonly seed: number;
  readonly slices: number;
  readonly design: string;
  /** Where its log goes; empty for none. */
  readonly log: string;
}

/** Figures of the whole guest, and those by which the run can be trusted. */
export interface Predicted {
  readonly figures: Figures;
  readonly replayed: boolean;
  readonly events: number;
  /** Why it could not be simulated. */
  readonly reason?: string;
}

/** The world of the seed that was asked for last: all designs begin with it. */
let kept: { key: string; scenario: Scenario; world: World } | undefined;

function worldFor(
  { asked, seed, slices }: Job,
  rules: Rules,
): { scenario: Scenario; world: World } {
  const key = JSON.stringify([asked, seed, slices]);
  if (kept?.key !== key) {
    const scenario = scenarioOf(asked, seed, slices);
    kept = { key, scenario, world: worldOf(scenario, rules) };
  }
  return kept;
}

/**
 * Runs a job.
 * @throws RangeError if the words make no guest; InputError if a log cannot be written
 */
export function runJob(job: Job): Predicted {
  const { asked, slices } = job;
  const rules: Rules = {
    profile: profiles.find(({ name }) => name === asked.profile)!,
    host: hostSlice(hosts.find(({ name }) => name === asked.host)!, slices),
    design: designs.find(({ name }) => name === job.design)!,
  };
  const { scenario, world } = worldFor(job, rules);
  const outcome: Outcome = job.log === ""
    ? runUnwritten(scenario, rules, world)
    : runOne(scenario, rules, world, job.log);
  const { figures, replayed, events } = outcome;
  return { figures: scaled(figures, slices), replayed, events };
}
