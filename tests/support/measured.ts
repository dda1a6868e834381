/**
 * Measured migrations for tests: the bundled records, what a simulation may read of one, and its run.
 * @module
 */
import { unpacked } from "../../cli/compressed.ts";
import { qemu10Tcg } from "../../core/decide/hosts/qemu_10_tcg.ts";
import { linux61 } from "../../core/decide/profiles/linux_6_1.ts";
import type { RunInputs } from "../../core/run/measured/inputs.ts";
import { scenarioOf } from "../../core/run/measured/scenario.ts";
import { startOf } from "../../core/run/measured/start.ts";
import { prepare, type Rules, type Run, runAll, worldOf } from "../../core/run/simulate.ts";
import { apply } from "../../core/state/apply.ts";
import { Memory } from "../../core/state/memory.ts";
import { EventLog } from "../../events/log.ts";
import { type Figures, FiguresFold } from "../../replay/views/figures.ts";
import { designNamed } from "./runs.ts";

const folder = new URL("../../fixtures/qemu/", import.meta.url);

/** What of a record the tests compare with. */
export interface Measured {
  readonly final: {
    readonly "total-time": number;
    readonly ram: {
      readonly "dirty-sync-count": number;
      readonly normal: number;
      readonly duplicate: number;
      readonly transferred: number;
    };
  };
  readonly guest_trace: {
    readonly order10_alloc_ms_pfn: readonly (readonly [ms: number, pfn: number])[];
    readonly order10_free_ms_pfn: readonly (readonly [ms: number, pfn: number])[];
  };
  readonly rounds: readonly { readonly new_dirty_pages: number }[];
  readonly end_compare: { readonly differ: number };
}

async function inflated(text: string): Promise<Uint8Array> {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Reads a bundled record. */
export async function measuredRun(
  name: string,
): Promise<{ inputs: RunInputs; measured: Measured }> {
  const packed = await Deno.readFile(new URL(`${name}.json.zst`, folder));
  const record = JSON.parse(new TextDecoder().decode(unpacked(packed, "zstd")));
  const { before } = record;
  const inputs: RunInputs = {
    params: record.params,
    zones: before.zones,
    ramPages: before.ram_pages,
    free: await inflated(before.map_free),
    nonzero: await inflated(before.map_nonzero),
  };
  return { inputs, measured: record };
}

/** The figures of a simulated run. */
export function figuresOf({ run, log }: { run: Run; log: EventLog }): Figures {
  const memory = new Memory(run.geometry);
  const fold = new FiguresFold(memory, run.sim.machine.host);
  for (let index = 0; index < log.length; index++) {
    fold.before(log.words, index);
    apply(memory, log.words, index);
    fold.after(log.words, index);
  }
  return fold.finish();
}

/** Simulates a record's inputs. */
export function simulated(inputs: RunInputs): { run: Run; log: EventLog } {
  const scenario = scenarioOf(inputs);
  const rules: Rules = {
    profile: linux61,
    host: qemu10Tcg,
    design: designNamed(scenario.designs[0]),
    start: startOf(inputs, linux61),
  };
  const log = new EventLog();
  const run = prepare(scenario, rules, log);
  runAll(run, worldOf(scenario, rules));
  return { run, log };
}
