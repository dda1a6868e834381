/**
 * A device of the host that writes guest memory: DMA into buffers that a driver owns from the start.
 * The host logs such writes itself; it stands still with the guest.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU, NONE } from "../../../events/log.ts";
import { after } from "../../state/lists.ts";
import { Status } from "../../state/views.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, chance, noChoice } from "../sim.ts";
import { oldestOf, ownedBy } from "./owned.ts";
import { intervalOf, slotOf, slotTime } from "./pace.ts";
import { PAGES_A_MIB } from "./tasks.ts";

export function deviceWriter(spec: Extract<TaskSpec, { kind: "device-writes" }>): Actor {
  const interval = intervalOf(spec.mibPerSecond * PAGES_A_MIB);
  return {
    name: "device",
    cpu: HOST_CPU + 3,
    choices: noChoice,
    due: (sim, lane) =>
      ownedBy(sim, lane) === 0 || sim.view.status[Status.Paused] !== 0
        ? Infinity
        : slotTime(sim, lane, interval),
    step(sim, lane) {
      const steps = chance(sim, lane, slotOf(sim, lane, interval), 0, ownedBy(sim, lane));
      let page = oldestOf(sim, lane);
      for (let step = 0; step < steps; step++) page = after(sim.view, page);
      if (page !== NONE) sim.machine.record(Kind.DeviceWrote, lane, page, 0);
    },
  };
}
