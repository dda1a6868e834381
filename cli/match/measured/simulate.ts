/**
 * A measured run's inputs, simulated.
 * @module
 */
import { qemu10Tcg } from "../../../core/decide/hosts/qemu_10_tcg.ts";
import { linux61 } from "../../../core/decide/profiles/linux_6_1.ts";
import { designs } from "../../../core/run/designs/mod.ts";
import type { RunInputs } from "../../../core/run/measured/inputs.ts";
import { scenarioOf } from "../../../core/run/measured/scenario.ts";
import { startOf } from "../../../core/run/measured/start.ts";
import type { Scenario } from "../../../core/run/scenario.ts";
import { prepare, type Rules, type Run, runAll, worldOf } from "../../../core/run/simulate.ts";
import { Memory } from "../../../core/state/memory.ts";
import { EventLog } from "../../../events/log.ts";
import { walk } from "../../../replay/replay.ts";
import { type RunFigures, RunFold } from "./figures.ts";

/** A simulated run and its log. */
export interface Simulated {
  readonly run: Run;
  readonly log: EventLog;
}

/** The scenario of a run, and the rules that it is under. */
export function rulesOf(inputs: RunInputs): { scenario: Scenario; rules: Rules } {
  const scenario = scenarioOf(inputs);
  const design = designs.find(({ name }) => name === scenario.designs[0])!;
  const start = startOf(inputs, linux61);
  return { scenario, rules: { profile: linux61, host: qemu10Tcg, design, start } };
}

/**
 * Simulates what a run began with.
 * @throws RangeError if the inputs make no guest
 */
export function simulateRun(inputs: RunInputs): Simulated {
  const { scenario, rules } = rulesOf(inputs);
  const log = new EventLog(1 << 20);
  const run = prepare(scenario, rules, log);
  runAll(run, worldOf(scenario, rules));
  return { run, log };
}

/** The figures of a simulated run. */
export function predictedFigures({ run, log }: Simulated): RunFigures {
  const memory = new Memory(run.geometry);
  const fold = new RunFold(memory, run.sim.machine.host);
  walk(memory, log.words, 0, log.length, 0, [fold]);
  return fold.finish();
}
