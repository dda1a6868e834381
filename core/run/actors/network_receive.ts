/**
 * Network receive: each packet takes a buffer in softirq, atomically, and gives the oldest one back.
 * @module
 */
import { GFP_ATOMIC } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, free, lockToAllocate, lockToFree } from "../../decide/allocator.ts";
import { write } from "../../decide/contents.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { orderOfBlock } from "../../state/memory.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, chance, noChoice } from "../sim.ts";
import { intervalOf, slotOf, slotTime } from "./pace.ts";
import { oldestOf, ownedBy, UNMOVABLE } from "./tasks.ts";

const TASK = 0, SOFTIRQ = 1;
const LARGE_ORDER = 3; // a jumbo frame's data, or a fragment page of 32 KiB

export function networkReceive(spec: Extract<TaskSpec, { kind: "network-receive" }>): Actor {
  const interval = intervalOf(spec.packetsPerSecond);
  return {
    name: "network-receive",
    cpu: spec.cpu,
    choices: noChoice,
    due: (sim, lane) => slotTime(sim, lane, interval),
    step(sim, lane) {
      const { machine, view } = sim;
      const slot = slotOf(sim, lane, interval);
      const order = chance(sim, lane, slot, 0, spec.largeEvery) === 0 ? LARGE_ORDER : 0;
      const lock = lockToAllocate(machine, lane, order, UNMOVABLE, GFP_ATOMIC);
      if (isHeld(view, lock)) return contend(machine, lane, lock);
      const oldest = ownedBy(sim, lane) >= spec.window ? oldestOf(sim, lane) : NONE;
      const oldestOrder = oldest === NONE ? 0 : orderOfBlock(view.block[oldest]);
      if (oldest !== NONE) {
        const freeing = lockToFree(machine, lane, oldest, oldestOrder);
        if (isHeld(view, freeing)) return contend(machine, lane, freeing);
      }
      machine.record(Kind.ContextEntered, lane, 0, SOFTIRQ);
      if (oldest !== NONE) free(machine, lane, oldest, oldestOrder);
      const pfn = allocate(machine, lane, order, UNMOVABLE, GFP_ATOMIC, true);
      if (pfn !== NONE) write(machine, lane, pfn, order);
      machine.record(Kind.ContextLeft, lane, 0, TASK);
    },
  };
}
