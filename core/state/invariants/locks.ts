/**
 * Invariants of locks, cpus and lanes: whoever is named exists.
 * @module
 */
import { CONTEXTS } from "../../../events/kinds.ts";
import { lockName } from "../geometry.ts";
import type { MemoryView } from "../memory.ts";
import type { Say } from "./lists.ts";

export function checkLocks(view: MemoryView, say: Say): void {
  const { geometry, lockHolder, cpuIrqsOff, cpuContext, laneWait } = view;
  const { lanes, cpus } = geometry;
  for (let lock = 0; lock < lockHolder.length; lock++) {
    if (lockHolder[lock] > lanes) {
      say(`The ${lockName(geometry, lock)} is held by lane ${lockHolder[lock] - 1} of ${lanes}`);
    }
  }
  for (let cpu = 0; cpu < cpus; cpu++) {
    if (cpuIrqsOff[cpu] > lanes) {
      say(`Interrupts of cpu ${cpu} were put off by lane ${cpuIrqsOff[cpu] - 1} of ${lanes}`);
    }
    if (cpuContext[cpu] >= CONTEXTS.length) say(`Cpu ${cpu} is in context ${cpuContext[cpu]}`);
  }
  for (let lane = 0; lane < lanes; lane++) {
    if (laneWait[lane] > lockHolder.length) {
      say(`Lane ${lane} waits for lock ${laneWait[lane] - 1} of ${lockHolder.length}`);
    }
  }
}
