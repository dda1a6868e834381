/**
 * The operator of a world that is searched: at any time while a migration runs it may cancel it (or it
 * fails), turn it to postcopy, begin another one after it has ended, and raise an interrupt in the guest
 * that has nothing to do with hints. Each so often as a bound allows.
 *
 * Its lane is its desk: the phase is the last order, which the migration thread looks for where it can
 * obey; the first word counts what was done, two bits each.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU, NONE } from "../../../events/log.ts";
import { Hinting } from "../../decide/channel.ts";
import { AT_DESTINATION } from "../../state/apply/dirty_log.ts";
import { Device, Phase, Status } from "../../state/views.ts";
import { note } from "../designs/design.ts";
import type { Actor, Sim } from "../sim.ts";

/** Orders, as noted in the operator's lane. */
export const Order = { None: 0, End: 1, Postcopy: 2, Retry: 3 } as const;
/** An act that is no order. */
const INTERRUPT = 4;
const ACTS = [Order.End, Order.Postcopy, Order.Retry, INTERRUPT] as const;

/** How often the operator does what; what is left out, it never does. */
export interface OperatorBounds {
  /** Migrations that it ends early, as `settings.endsBy` says. */
  readonly ends?: number;
  /** Migrations that it begins after one that ended early. */
  readonly retries?: number;
  /** Turns to postcopy. */
  readonly postcopies?: number;
  /** Interrupts for another change of the config space while hints are asked for or flow, or sizes of a balloon. */
  readonly interrupts?: number;
}

/** The last order of the operator; none in a run by time, whose settings say what it does when. */
export function orderOf({ view, settings }: Sim): number {
  const lane = settings.operatorLane ?? 0;
  return lane === 0 ? Order.None : view.lanePhase[lane];
}

/** True if another order or interrupt makes sense now. */
function fits(sim: Sim, act: number): boolean {
  const { status } = sim.view, phase = status[Status.Phase], order = orderOf(sim);
  switch (act) {
    case Order.End: // in postcopy the source cannot take the guest back: it can only fail
      return order !== Order.End && (phase === Phase.Running ||
        (phase === Phase.Postcopy && sim.settings.endsBy === "failure"));
    case Order.Postcopy:
      return phase === Phase.Running && order !== Order.End && order !== Order.Postcopy &&
        sim.settings.postcopy;
    case Order.Retry: // what the guest wrote at the destination is there alone
      return (phase === Phase.Cancelled || phase === Phase.Failed) && order === Order.End &&
        status[Status.LogMode] !== AT_DESTINATION;
    default: {
      if (status[Status.ConfigPending] !== 0) return false;
      if (sim.design.balloons) return phase === Phase.Running || phase === Phase.Postcopy;
      const hinting = status[Status.Hinting];
      return hinting === Hinting.Requested || hinting === Hinting.Start;
    }
  }
}

/** Another size of the balloon, where there is one: of a page, or of none. */
function interrupt({ machine, view }: Sim, lane: number): void {
  if (view.device.length > 0) {
    const pages = view.device[Device.Target] === 0 ? 1 : 0;
    machine.record(Kind.BalloonTargetSet, lane, 0, pages);
  }
  machine.record(Kind.InterruptRaised, lane, 0, 0);
}

/** How often an act was done, by the lane's first word. */
const timesOf = (word: number, act: number): number => (word >>> (2 * (act - 1))) & 3;

/**
 * @param bounds how often it does what: at most twice each
 */
export function operator(bounds: OperatorBounds): Actor {
  const most = [0, bounds.ends ?? 0, bounds.postcopies ?? 0, bounds.retries ?? 0];
  most.push(bounds.interrupts ?? 0);
  const may = (sim: Sim, lane: number, act: number): boolean =>
    timesOf(sim.view.laneFirst[lane], act) < most[act] && fits(sim, act);
  const choices = (sim: Sim, lane: number): number => {
    let count = 0;
    for (const act of ACTS) if (may(sim, lane, act)) count++;
    return count;
  };
  const chosen = (sim: Sim, lane: number, choice: number): number => {
    let left = choice;
    for (const act of ACTS) if (may(sim, lane, act) && left-- === 0) return act;
    return NONE;
  };
  return {
    name: "operator",
    cpu: HOST_CPU + 4,
    due: (sim, lane) => choices(sim, lane) > 0 ? 0 : Infinity,
    choices,
    step(sim, lane, choice) {
      const { machine, view } = sim;
      const act = chosen(sim, lane, choice), done = view.laneFirst[lane] + (1 << (2 * (act - 1)));
      if (act === INTERRUPT) interrupt(sim, lane);
      note(machine, lane, act === INTERRUPT ? view.lanePhase[lane] : act, done);
    },
  };
}
