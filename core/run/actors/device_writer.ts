/**
 * A device of the host that writes guest memory: DMA into buffers that a driver owns from the start.
 * The host logs such writes itself; it stands still with the guest.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU, NONE } from "../../../events/log.ts";
import { after } from "../../state/lists.ts";
import { DEVICE_UNLOGGED } from "../../state/apply/guest.ts";
import { ownerOfBlock, State, stateOf } from "../../state/memory.ts";
import { Status } from "../../state/views.ts";
import { note } from "../designs/design.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, chance, noChoice, type Sim } from "../sim.ts";
import { oldestOf, ownedBy } from "./owned.ts";
import { intervalOf, slotOf, slotTime } from "./pace.ts";
import { PAGES_A_MIB } from "./tasks.ts";

/** The value of `DeviceWrote`: whether this host logs it. */
const valueOf = ({ machine }: Sim): number => machine.host.logsDeviceWrites ? 0 : DEVICE_UNLOGGED;

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
      if (page !== NONE) sim.machine.record(Kind.DeviceWrote, lane, page, valueOf(sim));
    },
  };
}

/** True if a task of the guest uses the page: a driver may have handed it to a device. */
function isBuffer({ view, settings }: Sim, page: number): boolean {
  const word = view.block[page];
  return stateOf(word) === State.Used && ownerOfBlock(word) !== settings.balloonLane;
}

/**
 * The device of a world that is searched: it writes any page in use, at any time.
 * @param writesMax how many writes it makes at most; its lane's second word counts them
 */
export function deviceWriterFine(writesMax: number): Actor {
  const choices = (sim: Sim): number => {
    let count = 0;
    for (let page = 0; page < sim.view.frames; page++) if (isBuffer(sim, page)) count++;
    return count;
  };
  return {
    name: "device",
    cpu: HOST_CPU + 3,
    choices,
    due(sim, lane) {
      const { view } = sim;
      const rests = view.laneSecond[lane] >= writesMax || view.status[Status.Paused] !== 0;
      return rests || choices(sim) === 0 ? Infinity : 0;
    },
    step(sim, lane, choice) {
      const { machine, view } = sim;
      let page = 0;
      for (let left = choice;; page++) if (isBuffer(sim, page) && left-- === 0) break;
      machine.record(Kind.DeviceWrote, lane, page, valueOf(sim));
      note(machine, lane, 0, 0, view.laneSecond[lane] + 1);
    },
  };
}
