/**
 * The classic balloon (drivers/virtio/virtio_balloon.c): the guest takes pages for the host, 256 page
 * numbers a message, until the balloon is as large as the host wants it, and gives them back when less is
 * wanted.
 *
 * As in Linux (4.20 to 6.x): a page is asked for as movable user memory, with __GFP_NORETRY, NOWARN and
 * NOMEMALLOC; if there is none the driver tells what it has, sleeps 200 ms and tries again; it waits
 * until the host has used each message. Deflation takes the pages put in last first. That the host is
 * told of deflation changes nothing for it (QEMU, balloon_deflate_page), and is left out.
 *
 * ```text
 * phase 1 inflate   2 told   3 out of puff   4 deflate      second word: pages of the batch so far
 * ```
 * @module
 */
import { Gfp } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, free, lockToAllocate, lockToFree } from "../../decide/allocator.ts";
import { isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { ownerList, tailOf } from "../../state/lists.ts";
import type { MemoryView } from "../../state/memory.ts";
import { Device, Signal, Status } from "../../state/views.ts";
import type { Actor, Sim } from "../sim.ts";
import { type Design, NO_REPORT, note, PLAIN } from "./design.ts";

const BATCH = 256; // VIRTIO_BALLOON_ARRAY_PFNS_MAX
const PUFF_NS = 200_000_000; // msleep(200)
const MOVABLE = 1;
const GFP_BALLOON = Gfp.Direct | Gfp.Kswapd | Gfp.NoRetry | Gfp.NoWarn | Gfp.NoMemalloc;
const Idle = 0, Inflate = 1, Told = 2, Puff = 3, Deflate = 4;

/** Pages in the balloon. */
const sizeOf = (view: MemoryView, lane: number): number => view.listCount[ownerList(view, lane)];

/** The next page of a batch; a full batch, or the last one, is told. */
function inflate({ machine, view }: Sim, lane: number): void {
  const count = view.laneSecond[lane], wanted = view.device[Device.TargetRead];
  if (count === BATCH || sizeOf(view, lane) >= wanted) {
    return tell(machine, view, lane, count, Told);
  }
  const lock = lockToAllocate(machine, lane, 0, MOVABLE, GFP_BALLOON);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  const pfn = allocate(machine, lane, 0, MOVABLE, GFP_BALLOON, false);
  if (pfn === NONE) return tell(machine, view, lane, count, Puff);
  machine.record(Kind.PageInflated, lane, pfn, count);
}

function tell(
  machine: Sim["machine"],
  view: MemoryView,
  lane: number,
  count: number,
  phase: number,
): void {
  reclaim(machine, lane);
  if (count > 0) {
    machine.spend(count * machine.costs.tellPage);
    send(machine, lane, Message.Inflate, 0, count);
  }
  const isDone = count === 0 && sizeOf(view, lane) >= view.device[Device.TargetRead];
  rest(machine, lane, isDone ? Idle : phase);
}

/** The operator may be waiting for the driver to be done. */
function rest(machine: Sim["machine"], lane: number, phase: number): void {
  note(machine, lane, phase);
  machine.wake = 1;
}

/** The page put in last goes back. */
function deflate({ machine, view }: Sim, lane: number): void {
  if (sizeOf(view, lane) <= view.device[Device.TargetRead]) return rest(machine, lane, Idle);
  const pfn = tailOf(view, ownerList(view, lane));
  const lock = lockToFree(machine, lane, pfn, 0);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  machine.record(Kind.BlockReturned, lane, pfn, 0);
  free(machine, lane, pfn, 0);
}

const isPending = (view: MemoryView): boolean => view.status[Status.ConfigPending] !== 0;

function due({ machine, view }: Sim, lane: number): number {
  const last = view.laneTime[lane];
  switch (view.lanePhase[lane]) {
    case Idle:
      return isPending(view)
        ? Math.max(last, view.signalTime[Signal.Config] + machine.costs.notify)
        : Infinity;
    case Told:
      return isIdle(view) ? last : Infinity;
    case Puff:
      return isPending(view) ? last : Math.max(last + PUFF_NS, isIdle(view) ? 0 : Infinity);
    default:
      return last + machine.costs.inflatePage;
  }
}

/** Reads what is wanted now, and does it. */
function look({ machine, view }: Sim, lane: number): void {
  if (isPending(view)) machine.record(Kind.BalloonTargetRead, lane, 0, view.device[Device.Target]);
  const size = sizeOf(view, lane), wanted = view.device[Device.TargetRead];
  rest(machine, lane, size < wanted ? Inflate : size > wanted ? Deflate : Idle);
}

const worker = (cpu: number): Actor => ({
  name: "balloon",
  cpu,
  choices: () => 1,
  due,
  step(sim, lane) {
    switch (sim.view.lanePhase[lane]) {
      case Inflate:
        return inflate(sim, lane);
      case Deflate:
        return deflate(sim, lane);
      default:
        return look(sim, lane);
    }
  },
});

/**
 * True when the driver is done: the balloon has had the size that is wanted, or the guest has no page to
 * spare for it. What pressure took back is not taken again before the host says another size.
 */
export function isSettled(view: MemoryView, lane: number): boolean {
  if (isPending(view) || view.device[Device.Target] !== view.device[Device.TargetRead]) {
    return false;
  }
  return view.lanePhase[lane] === Puff || view.lanePhase[lane] === Idle;
}

export function balloonDesign(
  name: string,
  title: string,
  pressure: Design["pressure"],
): Design {
  return {
    ...PLAIN,
    ...NO_REPORT,
    name,
    title,
    hints: false,
    balloons: true,
    pressure,
    returns: "nothing: pages are held until the host wants fewer",
    array: () => ({ array: BATCH, device: 1 }),
    worker,
    isSettled,
  };
}
