/**
 * A run of a file's scenario with one design, at its real size; nothing of what was published is known here.
 * @module
 */
import { type Costs, defaultCosts } from "../../../core/decide/costs.ts";
import { hosts } from "../../../core/decide/hosts/mod.ts";
import { profiles } from "../../../core/decide/profiles/mod.ts";
import { designs } from "../../../core/run/designs/mod.ts";
import type { Scenario } from "../../../core/run/scenario.ts";
import { prepare, type Rules, runAll, worldOf } from "../../../core/run/simulate.ts";
import { EventLog } from "../../../events/log.ts";
import { type Times, TimesFold } from "../../../replay/views/times.ts";

const KEPT_EVENTS = 1 << 16; // the log is dropped as it goes: a large guest's has tens of millions

/** What is simulated: the costs in it are the machine's. */
export interface Job {
  readonly scenario: Scenario;
  readonly design: string;
}

/** What came of a run. */
export interface Simulated {
  readonly times: Times;
  readonly rounds: number;
  readonly hints: number;
  readonly events: number;
  /** Why it could not be run: the scenario's numbers make no guest. */
  readonly reason?: string;
}

/** A scenario on a machine that is slower by a factor: all costs are. */
export function slowed(scenario: Scenario, factor: number): Scenario {
  const costs: Costs = { ...defaultCosts(), ...scenario.costs };
  for (const name of Object.keys(costs) as (keyof Costs)[]) {
    costs[name] = Math.round(costs[name] * factor);
  }
  return { ...scenario, costs };
}

/** Runs a job. */
export function simulateJob({ scenario, design }: Job): Simulated {
  const rules: Rules = {
    profile: profiles.find(({ name }) => name === scenario.guest.profile)!,
    host: hosts.find(({ name }) => name === scenario.host.name)!,
    design: designs.find(({ name }) => name === design)!,
  };
  const log = new EventLog(KEPT_EVENTS), fold = new TimesFold();
  let reason: string | undefined;
  try {
    const run = prepare(scenario, rules, log), { machine } = run.sim;
    machine.fullAt = KEPT_EVENTS;
    machine.keeper = {
      full() {
        fold.see(log.words, log.length);
        log.truncate(0);
      },
    };
    runAll(run, worldOf(scenario, rules));
    fold.see(log.words, log.length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    reason = error.message;
  }
  const { times, rounds, hints, events } = fold;
  return { times, rounds, hints, events, ...(reason === undefined ? {} : { reason }) };
}
