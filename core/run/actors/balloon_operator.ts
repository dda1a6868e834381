/**
 * Who sets the balloon's size in a world that is searched: so many pages, none, so many again, at any time.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU } from "../../../events/log.ts";
import { Device } from "../../state/views.ts";
import { note } from "../designs/design.ts";
import { type Actor, noChoice } from "../sim.ts";

/**
 * @param size how large the balloon is to be, in the host's count
 * @param times how often its size is set at most: the lane's second word counts
 */
export const balloonOperator = (size: number, times: number): Actor => ({
  name: "balloon-operator",
  cpu: HOST_CPU + 5,
  choices: noChoice,
  due: ({ view }, lane) => view.laneSecond[lane] < times ? 0 : Infinity,
  step({ machine, view }, lane) {
    machine.record(Kind.BalloonTargetSet, lane, 0, view.device[Device.Target] > 0 ? 0 : size);
    machine.record(Kind.InterruptRaised, lane, 0, 0);
    note(machine, lane, 0, 0, view.laneSecond[lane] + 1);
  },
});
