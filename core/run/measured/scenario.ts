/**
 * The scenario of a measured migration: its inputs in the words of a simulation.
 *
 * Costs, and what an idle guest writes, are in `calibration.ts` (QEMU 10.0.2 under TCG, one vCPU).
 * @module
 */
import type { Costs } from "../../decide/costs.ts";
import { GUEST, MACHINE, touchNs } from "./calibration.ts";
import { HINTS, type Scenario, type TaskSpec } from "../scenario.ts";
import type { RunInputs } from "./inputs.ts";

const PAGES_A_MIB = 256;
const MBIT_A_MIB = 8.388608;
const LINK_MBIT_NONE = 10_000_000; // a socket on the same host

/** What the rest of an idle guest writes: its kernel, and who samples it. */
const IDLE: readonly TaskSpec[] = [
  { kind: "writer", cpu: 0, mib: GUEST.kernelPages.value / PAGES_A_MIB, mibPerSecond: 2 },
  { kind: "writer", cpu: 0, mib: GUEST.samplerPages.value / PAGES_A_MIB, mibPerSecond: 1.2 },
];

/** The costs of the machine that was measured, with a guest of so many MiB. */
export const costsOf = (mib: number): Partial<Costs> => ({
  ...Object.fromEntries(Object.entries(MACHINE).map(([name, { value }]) => [name, value])),
  touchPage: touchNs(mib),
});

/** The tasks that a run's parameters tell of. */
function tasksOf({ params }: RunInputs): TaskSpec[] {
  const tasks = [...IDLE];
  if (params.rate > 0 && params.ws_mib > 0) {
    tasks.push({
      kind: "writer",
      cpu: 0,
      mib: params.ws_mib,
      mibPerSecond: params.rate / PAGES_A_MIB,
    });
  }
  if (params.churn_mib > 0 && params.churn_rate > 0) {
    tasks.push({
      kind: "chunks",
      cpu: 0,
      mib: params.churn_mib,
      chunkKib: params.churn_chunk_kb,
      mibPerSecond: params.churn_rate,
      atMs: params.lead_ms + params.churn_delay_ms,
      keeps: params.churn_idle === 1,
      pageUs: GUEST.touchUs.value,
    });
  }
  return tasks;
}

/** The scenario of a run. */
export function scenarioOf(inputs: RunInputs): Scenario {
  const { params, ramPages } = inputs;
  return {
    name: params.name,
    title: `measured run ${params.name}`,
    seed: 1,
    designs: [params.hint === 1 ? "merged" : "none"],
    guest: {
      start: params.name,
      mib: ramPages / PAGES_A_MIB,
      nodes: 1,
      movableMib: 0,
      cpus: 1,
      profile: "linux-6.1",
      hugePages: false,
      usedMib: 0,
      unmovableMib: 0,
      oldDataMib: 0,
      initOnAlloc: params.ioa === 1,
      initOnFree: params.iof === 1,
      pagePoison: params.poison === 1,
      mixedMib: 0,
    },
    host: {
      name: "qemu-10-tcg",
      linkMbit: params.link_mib > 0 ? params.link_mib * MBIT_A_MIB : LINK_MBIT_NONE,
      maxBandwidthMib: params.bw_mib,
      downtimeMs: params.downtime_ms,
      startMs: params.lead_ms,
      roundsMax: params.max_rounds,
      raisedDowntimeMs: params.rescue_ms,
      postcopy: false,
      postcopyMs: 0,
      autoConverge: false,
      endMs: 0,
      endsBy: "cancel",
      retryMs: 0,
      otherPages: 0, // they lie in a zone of their own: see start.ts
      untouched: params.touch !== 1,
      afterMs: 10,
    },
    hints: { ...HINTS, queue: 512 },
    tasks: tasksOf(inputs),
    costs: costsOf(params.mem),
  };
}
