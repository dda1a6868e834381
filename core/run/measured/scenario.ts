/**
 * The scenario of a measured migration: its inputs in the words of a simulation.
 *
 * Costs are the machine's, read off the run `garbage-vqtrace-512` and facts 9 and 10 of the measured
 * runs (QEMU 10.0.2 under TCG, one vCPU). What an idle guest writes is assumed: the sampler and the rest
 * dirtied 100 to 170 pages a round, however long the round was.
 * @module
 */
import type { Costs } from "../../decide/costs.ts";
import { HINTS, type Scenario, type TaskSpec } from "../scenario.ts";
import type { RunInputs } from "./inputs.ts";

const PAGES_A_MIB = 256;
const MBIT_A_MIB = 8.388608;
const LINK_MBIT_NONE = 10_000_000; // a socket on the same host

/** Nanoseconds. */
const COSTS: Partial<Costs> = {
  scanPage: 1_150, // 45,000 zero pages in a burst of 50 ms
  sendPage: 3_550, // 1664 pages of a window in 7.9 ms
  // 12,801 zero pages in 51 ms that nothing had touched (idle-256, off); guests of 1 GiB took 28 us.
  touchPage: 2_900,
  notify: 2_000_000, // id issued to config read, kick to pop: 2 ms each
  queueHint: 16_000, // 96 blocks in 1.56 ms
  fillPage: 1_250, // init_on_alloc: 1.3 ms a block
  checkPage: 4_300, // page_poison: 4.4 ms a block
};

const IDLE: TaskSpec = { kind: "writer", cpu: 0, mib: 0.5, mibPerSecond: 20 };

export function scenarioOf({ params, ramPages }: RunInputs): Scenario {
  const tasks: TaskSpec[] = [IDLE];
  if (params.rate > 0 && params.ws_mib > 0) {
    tasks.push({
      kind: "writer",
      cpu: 0,
      mib: params.ws_mib,
      mibPerSecond: params.rate / PAGES_A_MIB,
    });
  }
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
      startMs: 10,
      roundsMax: params.max_rounds,
      raisedDowntimeMs: params.rescue_ms,
      postcopy: false,
      postcopyMs: 0,
      autoConverge: false,
      endMs: 0,
      endsBy: "cancel",
      retryMs: 0,
      otherPages: 130, // of the machine `pc`: RAM's total is 131,202 pages of 131,072
      untouched: params.touch !== 1,
      afterMs: 10,
    },
    hints: { ...HINTS, queue: 512 },
    tasks,
    costs: COSTS,
  };
}
