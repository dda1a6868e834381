/**
 * The thread of a host with dirty rings that empties them now and then, so that few fill up.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU } from "../../../events/log.ts";
import { Status } from "../../state/views.ts";
import { type Actor, noChoice } from "../sim.ts";

export const ringReaper = (reapNs: number): Actor => ({
  name: "ring-reaper",
  cpu: HOST_CPU + 2,
  choices: noChoice,
  due: ({ view }, lane) =>
    view.status[Status.LogMode] === 0 ? Infinity : view.laneTime[lane] + reapNs,
  step({ machine }, lane) {
    machine.record(Kind.RingHarvested, lane, 0, machine.memory.frames);
  },
});
