/**
 * The run of one published row: the file's scenario with the row's design, at its real size; nothing of what was
 * published is known here.
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
import type { PaperInputs } from "./file.ts";

const KEPT_EVENTS = 1 << 16; // the log is dropped as it goes: a large guest's has tens of millions
const MS = 1_000_000;

/** One row to simulate. */
export interface Job {
  readonly inputs: PaperInputs;
  /** Its index. */
  readonly row: number;
}

/** What came of a run; null where it was not simulated. */
export interface Simulated {
  /** The row's figure, in ms. */
  readonly ms: number;
  readonly rounds: number;
  readonly hints: number;
  readonly events: number;
  readonly seconds: number;
}

/** A scenario on a machine that is slower by a factor: all costs are. */
export function slowed(scenario: Scenario, factor: number): Scenario {
  const costs: Costs = { ...defaultCosts(), ...scenario.costs };
  for (const name of Object.keys(costs) as (keyof Costs)[]) {
    costs[name] = Math.round(costs[name] * factor);
  }
  return { ...scenario, costs };
}

/** Runs a row. */
export function simulateRow({ inputs, row }: Job): Simulated | null {
  const { design, figure } = inputs.rows[row];
  if (design === undefined) return null;
  const begin = performance.now();
  const { times, rounds, hints, events } = timesOf(slowed(inputs.scenario, inputs.factor), design);
  const fixed = figure === "total" ? inputs.fixedMs * inputs.factor : 0;
  const seconds = (performance.now() - begin) / 1000;
  return { ms: times[figure] / MS + fixed, rounds, hints, events, seconds };
}

/** @throws RangeError if the scenario's memory does not hold what it says */
function timesOf(
  scenario: Scenario,
  design: string,
): { times: Times } & Pick<TimesFold, "rounds" | "hints" | "events"> {
  const rules: Rules = {
    profile: profiles.find(({ name }) => name === scenario.guest.profile)!,
    host: hosts.find(({ name }) => name === scenario.host.name)!,
    design: designs.find(({ name }) => name === design)!,
  };
  const log = new EventLog(KEPT_EVENTS), fold = new TimesFold();
  const run = prepare(scenario, rules, log);
  const { machine } = run.sim;
  machine.fullAt = KEPT_EVENTS;
  machine.onFull = () => {
    fold.see(log.words, log.length);
    log.truncate(0);
  };
  runAll(run, worldOf(scenario, rules));
  fold.see(log.words, log.length);
  return fold;
}
