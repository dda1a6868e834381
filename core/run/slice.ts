/**
 * A large guest by one of its equal slices: as many pages as can be simulated soon, with a link, a writer and
 * per-page costs in proportion, so that all lasts as long as it would for the whole.
 *
 * What is counted in pages, bytes or blocks is that of the whole divided by the number of slices; times and
 * rounds are the whole's. What hangs on one block at a time (the longest hold of a lock) is coarser by it.
 * @module
 */
import { type Costs, defaultCosts } from "../decide/costs.ts";
import type { Host } from "../decide/hosts/host.ts";
import type { Scenario, TaskSpec } from "./scenario.ts";

/** Costs of what happens once, however large the guest is. */
const ONCE: readonly (keyof Costs)[] = ["notify", "reclaim"];
const RING_MIN = 64, QUEUE_MIN = 4;

function taskSlice(task: TaskSpec, slices: number): TaskSpec {
  switch (task.kind) {
    case "idle":
    case "trace":
      return task;
    case "network-receive":
      return {
        ...task,
        packetsPerSecond: task.packetsPerSecond / slices,
        window: Math.max(1, Math.round(task.window / slices)),
      };
    case "churn":
      return {
        ...task,
        mib: Math.max(1, task.mib / slices),
        pagesPerSecond: task.pagesPerSecond / slices,
      };
    default:
      return { ...task, mib: task.mib / slices, mibPerSecond: task.mibPerSecond / slices };
  }
}

/** One of `slices` equal slices of a scenario. */
export function sliceOf(scenario: Scenario, slices: number): Scenario {
  if (slices === 1) return scenario;
  const { guest, host, hints, tasks } = scenario;
  const costs: Costs = { ...defaultCosts(), ...scenario.costs };
  for (const name of Object.keys(costs) as (keyof Costs)[]) {
    if (!ONCE.includes(name)) costs[name] *= slices;
  }
  const part = (mib: number): number => Math.round(mib / slices);
  return {
    ...scenario,
    guest: {
      ...guest,
      slices,
      mib: part(guest.mib),
      movableMib: part(guest.movableMib),
      usedMib: part(guest.usedMib),
      unmovableMib: part(guest.unmovableMib),
      oldDataMib: part(guest.oldDataMib),
      mixedMib: part(guest.mixedMib),
    },
    host: {
      ...host,
      linkMbit: host.linkMbit / slices,
      maxBandwidthMib: host.maxBandwidthMib / slices,
    },
    hints: {
      ...hints,
      queue: Math.max(QUEUE_MIN, part(hints.queue)), // how often it is full is the whole's
      balloonLeavesMib: part(hints.balloonLeavesMib),
      leaveBlocks: Math.max(1, Math.round(hints.leaveBlocks / slices)),
    },
    tasks: tasks.map((task) => taskSlice(task, slices)),
    costs,
  };
}

/** A host that logs a slice's writes: its chunks, rings and constant bytes in proportion. */
export function hostSlice(host: Host, slices: number): Host {
  if (slices === 1) return host;
  return {
    ...host,
    otherBytes: host.otherBytes / slices,
    ...(host.chunkOrder === undefined
      ? {}
      : { chunkOrder: Math.max(0, host.chunkOrder - Math.round(Math.log2(slices))) }),
    ...(host.ring === undefined ? {} : {
      ring: { ...host.ring, entries: Math.max(RING_MIN, Math.round(host.ring.entries / slices)) },
    }),
  };
}
