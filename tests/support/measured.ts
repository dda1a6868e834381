/**
 * Measured migrations for tests: the bundled records, what a simulation may read of one, and its run.
 * @module
 */
import { recordsIn } from "../../cli/match/measured/folder.ts";
import { runName } from "../../cli/match/measured/one.ts";
import { readRecord, type RunOutputs } from "../../cli/match/measured/record.ts";
import { type Simulated, simulateRun } from "../../cli/match/measured/simulate.ts";
import type { RunInputs } from "../../core/run/measured/inputs.ts";
import { Memory } from "../../core/state/memory.ts";
import { walk } from "../../replay/replay.ts";
import { type Figures, FiguresFold } from "../../replay/views/figures.ts";

const folder = new URL("../../fixtures/qemu/", import.meta.url).pathname;

/** What of a record the tests compare with. */
export type Measured = RunOutputs & {
  readonly end_compare: NonNullable<RunOutputs["end_compare"]>;
  readonly guest_trace: NonNullable<RunOutputs["guest_trace"]>;
};

/** Paths of the bundled records, by name. */
export const runPaths = (): string[] => recordsIn(folder);

/** Names of the bundled records. */
export const runNames = (): string[] => runPaths().map(runName);

/** Reads a bundled record. */
export async function measuredRun(
  name: string,
): Promise<{ inputs: RunInputs; measured: Measured }> {
  const record = await readRecord(`${folder}${name}.json.zst`);
  return { inputs: record.inputs(), measured: record.outputs() as Measured };
}

/** The figures of a simulated run. */
export function figuresOf({ run, log }: Simulated): Figures {
  const memory = new Memory(run.geometry);
  const fold = new FiguresFold(memory, run.sim.machine.host);
  walk(memory, log.words, 0, log.length, 0, [fold]);
  return fold.finish();
}

/** Simulates a record's inputs. */
export const simulated = (inputs: RunInputs): Simulated => simulateRun(inputs);
