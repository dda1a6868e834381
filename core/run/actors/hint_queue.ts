/**
 * The host's hint-queue thread: receives descriptors in order and applies or drops the hints.
 *
 * It works under `free_page_lock`, which the migration thread needs to change the status: so no
 * hint is applied after a stop that it was received before.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { HOST_CPU, NONE } from "../../../events/log.ts";
import {
  Drop,
  hasQueued,
  Hinting,
  idOfStart,
  Message,
  messageOf,
  nextSlot,
  numberOf,
} from "../../decide/channel.ts";
import { wordPage } from "../../decide/bitmap_word.ts";
import { chunkDueAt, clearChunk } from "../../decide/dirty.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import { Slot } from "../../state/apply/channel.ts";
import type { MemoryView } from "../../state/memory.ts";
import { Phase, Signal, Status } from "../../state/views.ts";
import { type Actor, noChoice, type Sim } from "../sim.ts";
import { actOnLook, lookAt, looksFirst } from "./hint_look.ts";
import { applyUnlocked } from "./hint_unlocked.ts";

/** `free_page_lock` is the first lock behind the zones'. */
export const freePageLock = (sim: Sim): number => sim.view.geometry.zones.length;

/** The bitmap's lock: the sender holds it for a burst, and hints wait so long. */
const bitmapLock = (sim: Sim): number => freePageLock(sim) + 1;

function receive(sim: Sim, lane: number): void {
  const { view, machine } = sim;
  const lock = freePageLock(sim);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  machine.record(Kind.LockAcquired, lane, lock, 0);
  const slot = nextSlot(view);
  machine.record(Kind.DescriptorReceived, lane, 0, slot);
  const message = messageOf(view.slotMessage[slot]);
  // Of an array the entries follow, one a step, and the lock is kept.
  if (message === Message.Array || message === Message.Bitmap || isFine(sim)) return;
  if (act(sim, lane, slot)) finish(sim, lane, slot);
}

/** Does what a message that is no array says; false if the descriptor stays in hand for a later step. */
function act(sim: Sim, lane: number, slot: number): boolean {
  const { view } = sim, word = view.slotMessage[slot];
  if (messageOf(word) === Message.Hint) {
    return decide(sim, lane, view.slotPfn[slot], numberOf(word), -1);
  }
  if (looksFirst(sim)) {
    lookAt(sim, lane, slot);
    return false;
  }
  if (messageOf(word) === Message.Start) started(sim, lane, idOfStart(view, slot));
  else stopped(sim, lane);
  return true;
}

const isFine = ({ settings }: Sim): boolean => settings.grain === "event";

/** Where steps are fine: what the message says is a step, the descriptor's use another; nothing to do is none. */
function actFine(sim: Sim, lane: number, slot: number): void {
  const { machine, view } = sim, kind = view.laneKind[lane], before = machine.log.events;
  const isDone = kind !== Kind.DescriptorReceived && kind !== Kind.LockContended &&
    wordPage(view, lane) === NONE;
  if (isDone || (act(sim, lane, slot) && machine.log.events === before)) finish(sim, lane, slot);
}

/** QEMU, get_free_page_hints: what is not the START asked for ends hinting, if it is under way. */
function started(sim: Sim, lane: number, id: number): void {
  const { view, machine } = sim;
  const { checksId, startsOnlyOnRequest, keepsRequest } = machine.host;
  if (keepsRequest) return follow(sim, lane, id);
  const isAsked = (!checksId || id === view.status[Status.Id]) &&
    (!startsOnlyOnRequest || view.status[Status.Hinting] === Hinting.Requested);
  if (isAsked) machine.record(Kind.StatusChanged, lane, 0, Hinting.Start);
  else stopped(sim, lane);
}

/** Firecracker: hints count while the guest's last command is the id asked for. */
function follow({ view, machine }: Sim, lane: number, id: number): void {
  const hinting = view.status[Status.Hinting];
  const isOpen = hinting === Hinting.Requested || hinting === Hinting.Start;
  const wanted = id === view.status[Status.Id] ? Hinting.Start : Hinting.Requested;
  if (isOpen && hinting !== wanted) machine.record(Kind.StatusChanged, lane, 0, wanted);
}

function stopped({ view, machine }: Sim, lane: number): void {
  if (view.status[Status.Hinting] !== Hinting.Start) return; // a stale one, of the id before
  if (!machine.host.doneOnGuestStop) {
    return machine.record(Kind.StatusChanged, lane, 0, Hinting.Stop);
  }
  machine.record(Kind.StatusChanged, lane, 0, Hinting.Done);
  machine.record(Kind.InterruptRaised, lane, 0, 0);
}

/** In postcopy the queue is the destination's: it has no bitmap that a hint could clear. */
const isElsewhere = ({ view }: Sim): boolean => view.status[Status.Phase] === Phase.Postcopy;

/**
 * Applies a hint while the status is START; else it falls. `index` is -1 outside an array.
 * @returns false if the bitmap's lock is held: the lane waits, and keeps the descriptor
 */
function decide(sim: Sim, lane: number, pfn: number, order: number, index: number): boolean {
  const { view, machine } = sim;
  const entry = (index + 1) << 3;
  if (pfn < 0 || pfn + (1 << order) > view.geometry.frames) {
    machine.record(Kind.HintDropped, lane, pfn, Drop.Range | entry, order);
  } else if (view.status[Status.Hinting] !== Hinting.Start || isElsewhere(sim)) {
    machine.record(Kind.HintDropped, lane, pfn, Drop.Status | entry, order);
  } else if (machine.host.discardsOnHint && machine.host.transfer === "snapshot") {
    machine.record(Kind.PageDiscarded, lane, pfn, index, order);
  } else return applyHint(sim, lane, pfn, order, index);
  return true;
}

/** Clears the block's bits, and the log of its chunks where the host does and it is due. */
function applyHint(sim: Sim, lane: number, pfn: number, order: number, index: number): boolean {
  const { view, machine } = sim;
  if (!machine.host.locksBitmap) return applyUnlocked(sim, lane, pfn, order, index);
  const lock = bitmapLock(sim);
  if (isHeld(view, lock)) {
    contend(machine, lane, lock);
    return false;
  }
  machine.record(Kind.LockAcquired, lane, lock, 0);
  if (machine.host.clearsLogOnHint && chunkDueAt(view, pfn)) clearChunk(machine, lane, pfn);
  machine.record(Kind.HintApplied, lane, pfn, index, order);
  if (machine.host.discardsOnHint) machine.record(Kind.PageDiscarded, lane, pfn, -1, order);
  machine.record(Kind.LockReleased, lane, lock, 0);
  return true;
}

function finish(sim: Sim, lane: number, slot: number): void {
  sim.machine.record(Kind.DescriptorUsed, lane, 0, slot);
  sim.machine.record(Kind.LockReleased, lane, freePageLock(sim), 0);
}

/** The slot that is being worked on. */
function openSlot({ view }: Sim): number {
  return (view.status[Status.Taken] - 1) % view.geometry.queue;
}

/** The first set bit of the guest's bitmap from `bit` on, as the host reads it; NONE if there is none. */
function nextBit({ array }: MemoryView, bit: number): number {
  for (let at = bit >> 5, mask = -1 << (bit & 31); at < array.length; at++, mask = -1) {
    const word = array[at] & mask;
    if (word !== 0) return (at << 5) + 31 - Math.clz32(word & -word);
  }
  return NONE;
}

/** The order of the largest block whose bits are all set, at the first set bit from `bit` on. */
function nextMarked(view: MemoryView, first: number, bit: number): number {
  const begin = nextBit(view, bit);
  if (begin === NONE) return NONE;
  const isSet = (at: number): boolean => ((view.array[at >> 5] >>> (at & 31)) & 1) !== 0;
  let order = 0;
  for (; order < view.geometry.orders - 1; order++) {
    const pages = 1 << order, end = begin + 2 * pages;
    if (((first + begin) & pages) !== 0 || end > view.array.length << 5) break;
    let all = true;
    for (let at = begin + pages; at < end && all; at++) all = isSet(at);
    if (!all) break;
  }
  return order;
}

/** The entry that is read next, of an array that ends behind `end`; the first alone, in a host that reads no more. */
function entryOf({ view, machine }: Sim, end: number, applied: number): number {
  if (machine.host.readsAllEntries) return applied;
  const span = view.arraySpan === 0 ? view.array.length : view.arraySpan;
  const first = end - 1 - ((end - 1) % span);
  return applied <= first ? first : end;
}

/** Goes on with the descriptor in hand: the next entry of an array, or a hint that waited. */
function goOn(sim: Sim, lane: number): void {
  const { view, settings } = sim;
  const slot = openSlot(sim), word = view.slotMessage[slot];
  if (actOnLook(sim, lane)) return finish(sim, lane, slot);
  const isArray = messageOf(word) === Message.Array || messageOf(word) === Message.Bitmap;
  if (!isArray && isFine(sim)) return actFine(sim, lane, slot);
  if (!isArray) {
    if (act(sim, lane, slot)) finish(sim, lane, slot);
    return;
  }
  const applied = view.status[Status.ArrayApplied];
  if (messageOf(word) === Message.Bitmap) {
    const order = nextMarked(view, numberOf(word), applied);
    if (order === NONE) return finish(sim, lane, slot);
    const bit = nextBit(view, applied);
    decide(sim, lane, numberOf(word) + bit, order, bit + (1 << order) - 1);
    return;
  }
  const entry = entryOf(sim, numberOf(word), applied);
  if (view.slotState[slot] === Slot.Received && entry < numberOf(word)) {
    decide(sim, lane, view.array[entry], settings.hintOrder, entry);
    return;
  }
  finish(sim, lane, slot);
}

/**
 * True while hints are at hand that the queue's thread is at work on. A thread that runs gets a free
 * lock before one that has to wake up for it, so it applies them in a row before the sender gets the
 * bitmap's lock again (measured: 95 hints in 0.2 ms).
 */
export function hintsAtHand({ view }: Sim): boolean {
  if (view.status[Status.Hinting] !== Hinting.Start || view.status[Status.Paused] !== 0) {
    return false;
  }
  return view.status[Status.Queued] > view.status[Status.Used];
}

export const hintQueue = (): Actor => ({
  name: "hint-queue",
  cpu: HOST_CPU + 1,
  choices: noChoice,
  due(sim, lane) {
    const { view, machine } = sim;
    const last = view.geometry.timed ? view.laneTime[lane] : 0;
    // It stands still with the guest (QEMU, block_iothread), but ends what it has begun.
    if (view.lockHolder[freePageLock(sim)] === lane + 1) return last + machine.costs.applyHint;
    if (!hasQueued(view) || view.status[Status.Paused] !== 0) return Infinity;
    if (!view.geometry.timed) return 0;
    const next = last + machine.costs.applyHint;
    // While hints flow the queue is polled; else a kick wakes the thread, the first of several at once.
    const isPolling = view.status[Status.Hinting] === Hinting.Start;
    const isOne = view.status[Status.Queued] - view.status[Status.Taken] === 1;
    if (isPolling || !isOne) return next;
    return Math.max(next, view.signalTime[Signal.Queue] + machine.costs.notify);
  },
  step(sim, lane) {
    const { view } = sim;
    if (view.lockHolder[freePageLock(sim)] !== lane + 1) return receive(sim, lane);
    goOn(sim, lane);
  },
});
