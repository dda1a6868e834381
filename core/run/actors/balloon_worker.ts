/**
 * The guest's balloon worker: reads command ids, announces START and STOP, and lets the design collect.
 * The order of id, START, hints and STOP is the merged driver's (drivers/virtio/virtio_balloon.c).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { ID_DONE, isId } from "../../state/apply/channel.ts";
import {
  configId,
  fillStart,
  freeSlots,
  isIdle,
  Message,
  queueFilled,
  reclaim,
  send,
  sendStart,
} from "../../decide/channel.ts";
import { listLock } from "../../decide/held.ts";
import { Signal, Status } from "../../state/views.ts";
import { type Driver, note, Worker } from "../designs/design.ts";
import { type Actor, noChoice, type Sim } from "../sim.ts";

function driverOf(sim: Sim): Driver {
  return sim;
}

/**
 * An id that was not announced yet, or, for a driver that repeats itself, any. Nothing counts repeats: one
 * that changes nothing leads a search to a state that it has seen, and a run by time reads DONE at last.
 */
export function hasNewId({ view, design }: Sim): boolean {
  const received = view.status[Status.Received];
  return isId(received) && (design.repeatsId || received !== view.status[Status.Active]);
}

function releasesNow(sim: Sim, lane: number): boolean {
  return sim.design.holdsUntilDone && sim.view.status[Status.Received] === ID_DONE &&
    sim.design.canRelease(driverOf(sim), lane);
}

/** Giving blocks back goes on to its end under the list's lock, whatever interrupt comes meanwhile. */
const isReturning = ({ view, machine }: Sim, lane: number): boolean =>
  view.lockHolder[listLock(machine)] === lane + 1;

/** A free descriptor, or one that the host has used. */
function hasSlot({ view }: Sim): boolean {
  return freeSlots(view) > 0 || view.status[Status.Used] > view.status[Status.Reclaimed];
}

const TASK = 0, HARDIRQ = 2;

/** True if a driver that reads the config space in its interrupt is interrupted now. */
const isInterrupted = ({ view, design, machine }: Sim, lane: number): boolean =>
  design.readsConfigInIrq && view.status[Status.ConfigPending] !== 0 &&
  view.cpuIrqsOff[machine.cpus[lane]] === 0;

/** Intact, the interrupt only queues the work that reads: reading may sleep. */
function readInInterrupt({ machine }: Sim, lane: number): void {
  machine.record(Kind.ContextEntered, lane, 0, HARDIRQ);
  machine.record(Kind.IdRead, lane, 0, configId(machine));
  machine.record(Kind.ContextLeft, lane, 0, TASK);
}

/** START is filled and queued; where steps are fine these are two, for the first writes the driver's word. */
function start({ design, machine, settings }: Sim, lane: number): void {
  if (settings.grain === "event") {
    fillStart(machine, lane, design.idByReference);
    return note(machine, lane, Worker.StartQueue);
  }
  sendStart(machine, lane, design.idByReference);
  note(machine, lane, design.waitsOnAck ? Worker.StartAck : Worker.Collect);
}

function queueStart({ design, machine }: Sim, lane: number): void {
  queueFilled(machine, lane);
  note(machine, lane, design.waitsOnAck ? Worker.StartAck : Worker.Collect);
}

const afterStop = ({ design }: Sim): number => design.holdsUntilDone ? Worker.Idle : Worker.Release;

export const balloonWorker = (cpu: number): Actor => ({
  name: "balloon",
  cpu,
  choices: noChoice,
  due(sim, lane) {
    const { view, design, machine } = sim;
    const last = view.geometry.timed ? view.laneTime[lane] : 0;
    const pending = view.status[Status.ConfigPending] !== 0;
    if (isInterrupted(sim, lane)) return last;
    switch (view.lanePhase[lane]) {
      case Worker.Idle:
        if (isReturning(sim, lane)) return last + machine.costs.allocate;
        if (pending) {
          return view.geometry.timed
            ? Math.max(last, view.signalTime[Signal.Config] + machine.costs.notify)
            : 0;
        }
        if (hasNewId(sim)) return hasSlot(sim) ? last : Infinity;
        return releasesNow(sim, lane) ? last + machine.costs.allocate : Infinity;
      case Worker.StartAck:
      case Worker.StopAck:
        return isIdle(view) ? last : Infinity;
      case Worker.StartQueue:
        return last;
      case Worker.Stop:
        return hasSlot(sim) ? last : Infinity;
      case Worker.Release:
        return design.canRelease(driverOf(sim), lane) ? last : Infinity;
      default: {
        const ns = design.collectNs(driverOf(sim), lane);
        // What is in hand takes its time; a wait for the host ends with an interrupt.
        return ns === Infinity && pending ? last : last + ns;
      }
    }
  },
  step(sim, lane) {
    const { view, design, machine } = sim;
    if (isInterrupted(sim, lane)) return readInInterrupt(sim, lane);
    switch (view.lanePhase[lane]) {
      case Worker.Idle:
        if (isReturning(sim, lane)) return design.release(driverOf(sim), lane);
        if (view.status[Status.ConfigPending] !== 0) {
          return machine.record(Kind.IdRead, lane, 0, configId(machine));
        }
        if (!hasNewId(sim)) return design.release(driverOf(sim), lane);
        reclaim(machine, lane);
        return start(sim, lane);
      case Worker.StartQueue:
        return queueStart(sim, lane);
      case Worker.StartAck:
        return note(machine, lane, Worker.Collect);
      case Worker.StopAck:
        return note(machine, lane, afterStop(sim), view.laneFirst[lane]);
      case Worker.Stop:
        reclaim(machine, lane);
        send(machine, lane, Message.Stop, 0, 0);
        return note(
          machine,
          lane,
          design.waitsOnAck ? Worker.StopAck : afterStop(sim),
          view.laneFirst[lane],
        );
      case Worker.Release:
        return design.release(driverOf(sim), lane);
      default:
        return design.collect(driverOf(sim), lane);
    }
  },
});
