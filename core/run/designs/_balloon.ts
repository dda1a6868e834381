/**
 * The classic balloon (drivers/virtio/virtio_balloon.c): the guest takes pages for the host, 256 page
 * numbers a message, until the balloon is as large as the host wants it, and gives them back when less is
 * wanted.
 *
 * As in Linux (4.20 to 6.x): a page is asked for as movable user memory, with __GFP_NORETRY, NOWARN and
 * NOMEMALLOC; if there is none the driver tells what it has, sleeps 200 ms and tries again; it waits
 * until the host has used each message. Deflation takes the pages put in last first. That the host is
 * told of deflation changes nothing for it (QEMU, balloon_deflate_page), and is left out, unless its pages are
 * larger than the guest's.
 *
 * ```text
 * phase 1 inflate   2 told   3 out of puff   4 deflate   5 a page's leave told (first word)
 * second word: pages of the batch so far
 * ```
 *
 * Where steps are fine the driver's lock is taken when a batch is complete, and held until the host has used its
 * message, so that nobody gives a page back that the host is about to discard; pages are allocated outside it (Linux
 * since commit c7cdff0e8647, 2017). In a run by time, where a message is used in microseconds, it is left out. A host whose pages are larger is told of deflation, page by page.
 * @module
 */
import { Gfp } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, free, lockToAllocate, lockToFree } from "../../decide/allocator.ts";
import { isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { listLock } from "../../decide/held.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { ownerList, tailOf } from "../../state/lists.ts";
import type { MemoryView } from "../../state/memory.ts";
import { Device, Signal, Status } from "../../state/views.ts";
import type { Actor, Sim } from "../sim.ts";
import { type Design, NO_REPORT, note, PLAIN } from "./design.ts";

const BATCH = 256; // VIRTIO_BALLOON_ARRAY_PFNS_MAX: what `array` has room for
const PUFF_NS = 200_000_000; // msleep(200)
const MOVABLE = 1;
/** Of a message of the balloon: the page goes out, not in. */
const LEAVES = true;
const GFP_BALLOON = Gfp.Direct | Gfp.Kswapd | Gfp.NoRetry | Gfp.NoWarn | Gfp.NoMemalloc;
const Idle = 0, Inflate = 1, Told = 2, Puff = 3, Deflate = 4, Leave = 5;

/** Pages in the balloon. */
const sizeOf = (view: MemoryView, lane: number): number => view.listCount[ownerList(view, lane)];

/**
 * Pages of the host's count that are wanted more than there are; less than 0 if fewer. It counts pages of 4 KiB:
 * where the guest's are larger, the target is rounded up to whole ones.
 */
function missing({ view, settings, design }: Sim, lane: number): number {
  const units = settings.pageUnits ?? 1, target = view.device[Device.TargetRead];
  const wanted = design.ignoresPageSize ? target : Math.ceil(target / units) * units;
  return wanted - sizeOf(view, lane) * units;
}

const isFine = ({ settings }: Sim): boolean => settings.grain === "event";
const holdsLock = ({ machine, view }: Sim, lane: number): boolean =>
  view.lockHolder[listLock(machine)] === lane + 1;

/** True if the lane must wait for the driver's lock. */
function mustWait(sim: Sim, lane: number): boolean {
  const { machine, view } = sim, lock = listLock(machine);
  if (!isFine(sim) || !isHeld(view, lock) || holdsLock(sim, lane)) return false;
  contend(machine, lane, lock);
  return true;
}

/** A mutex: interrupts stay as they are. */
function takeLock(sim: Sim, lane: number): void {
  if (!isFine(sim) || holdsLock(sim, lane)) return;
  sim.machine.record(Kind.LockAcquired, lane, listLock(sim.machine), 0);
}

function dropLock(sim: Sim, lane: number): void {
  if (holdsLock(sim, lane)) sim.machine.record(Kind.LockReleased, lane, listLock(sim.machine), 0);
}

/** The next page of a batch; a full batch, or the last one, is told. */
function inflate(sim: Sim, lane: number): void {
  const { machine, view, design } = sim, count = view.laneSecond[lane], batch = view.array.length;
  if (count === batch || missing(sim, lane) <= 0) return tell(sim, lane, count, Told);
  const type = Math.min(MOVABLE, view.geometry.types - 1); // a small world may have one type
  const lock = lockToAllocate(machine, lane, 0, type, GFP_BALLOON);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  if (mustWait(sim, lane)) return;
  if (design.allocatesUnderLock) takeLock(sim, lane);
  const pfn = allocate(machine, lane, 0, type, GFP_BALLOON, false);
  if (pfn === NONE) return tell(sim, lane, count, Puff);
  if (design.unlinksTwice) machine.record(Kind.BlockReturned, lane, pfn, 0);
  machine.record(Kind.PageInflated, lane, pfn, count);
  if (count + 1 === batch || missing(sim, lane) <= 0) takeLock(sim, lane);
}

function tell(sim: Sim, lane: number, count: number, phase: number): void {
  const { machine } = sim;
  reclaim(machine, lane);
  if (count > 0) {
    takeLock(sim, lane);
    machine.spend(count * machine.costs.tellPage);
    send(machine, lane, Message.Inflate, 0, count);
  } else dropLock(sim, lane);
  const more = missing(sim, lane);
  const isDone = count === 0 && more <= 0;
  rest(machine, lane, isDone ? (more === 0 ? Idle : Deflate) : phase);
}

/** The operator may be waiting for the driver to be done. */
function rest(machine: Sim["machine"], lane: number, phase: number): void {
  note(machine, lane, phase);
  machine.wake = 1;
}

/** The page put in last goes back; a host with larger pages is told before. */
function deflate(sim: Sim, lane: number): void {
  const { machine, view } = sim, more = missing(sim, lane);
  if (more >= 0) return rest(machine, lane, more === 0 ? Idle : Inflate);
  if (mustWait(sim, lane)) return;
  const pfn = tailOf(view, ownerList(view, lane));
  if (machine.host.pageOrder === 0) return putOut(sim, lane, pfn);
  reclaim(machine, lane);
  takeLock(sim, lane);
  send(machine, lane, Message.Inflate, pfn, 1, LEAVES);
  note(machine, lane, Leave, pfn);
}

function putOut({ machine, view }: Sim, lane: number, pfn: number): void {
  const lock = lockToFree(machine, lane, pfn, 0);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  machine.record(Kind.BlockReturned, lane, pfn, 0);
  free(machine, lane, pfn, 0);
}

/** The host knows that the page leaves. */
function leave(sim: Sim, lane: number): void {
  const { machine, view } = sim, pfn = view.laneFirst[lane];
  const lock = lockToFree(machine, lane, pfn, 0);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  reclaim(machine, lane);
  putOut(sim, lane, pfn);
  dropLock(sim, lane);
  note(machine, lane, Deflate);
}

const isPending = (view: MemoryView): boolean => view.status[Status.ConfigPending] !== 0;

function due(sim: Sim, lane: number): number {
  const { machine, view } = sim;
  const { timed } = view.geometry, last = timed ? view.laneTime[lane] : 0;
  switch (view.lanePhase[lane]) {
    case Idle:
      if (!isPending(view)) return Infinity;
      return timed ? Math.max(last, view.signalTime[Signal.Config] + machine.costs.notify) : 0;
    case Told:
    case Leave:
      return isIdle(view) ? last : Infinity;
    case Puff:
      if (holdsLock(sim, lane)) return isIdle(view) ? last : Infinity;
      return isPending(view) ? last : Math.max(last + PUFF_NS, isIdle(view) ? 0 : Infinity);
    default:
      return last + machine.costs.inflatePage;
  }
}

/** Reads what is wanted now, and does it. */
function look(sim: Sim, lane: number): void {
  const { machine, view } = sim;
  dropLock(sim, lane);
  if (isPending(view)) machine.record(Kind.BalloonTargetRead, lane, 0, view.device[Device.Target]);
  const more = missing(sim, lane);
  rest(machine, lane, more > 0 ? Inflate : more < 0 ? Deflate : Idle);
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
      case Leave:
        return leave(sim, lane);
      case Puff:
        if (!holdsLock(sim, lane)) return look(sim, lane);
        return dropLock(sim, lane); // the message is used; the driver sleeps on
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
    array: ({ frames }) => ({ array: Math.min(BATCH, frames), device: 1 }),
    worker,
    isSettled,
  };
}
