/**
 * Free page reporting (Linux 5.7, mm/page_reporting.c; QEMU 5.1): the guest tells of large free blocks as
 * it goes, migration or not; the host gives the memory back, so that it reads as zeros.
 *
 * As in Linux: a free of a block of order 9 or more asks for a report, which begins 2 s later; for each zone
 * with more than low + 32 blocks free: orders from 9 up, every migratetype but isolate; a list is passed
 * through up to ceil(blocks / 512) reports; blocks are isolated under the zone's lock, 32 a report, and the
 * lock is dropped while the host works; then they go back to the tail of their pageblock's list, flagged,
 * and are not told again before they were used. What is left at a zone's end is reported as it is.
 *
 * ```text
 * phase 1 zone   2 list   3 tell   4 told: put back
 * first word: zone * 128 + the list within it      second: reports left for this list, or NEW
 * ```
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { placement } from "../../decide/buddy.ts";
import { isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { contend, isHeld, lockIrq, unlockIrq } from "../../decide/lock.ts";
import type { Machine } from "../../decide/machine.ts";
import { after, headOf, ownerList, tailOf, zoneList, zoneOf } from "../../state/lists.ts";
import { type MemoryView, orderOfBlock, REPORTED, State, stateOf } from "../../state/memory.ts";
import { Device, Mark, Reporting } from "../../state/views.ts";
import type { Actor, Sim } from "../sim.ts";
import type { World } from "../world.ts";
import { type Design, NO_REPORT, note, PLAIN } from "./design.ts";

const CAPACITY = 32; // PAGE_REPORTING_CAPACITY: entries of a report, unless the settings say fewer
const DELAY_NS = 2_000_000_000; // PAGE_REPORTING_DELAY, 2 * HZ
const ISOLATE = 5;
const TAIL = 128, HELD = 0x40000000; // fields of BlockPut, HintRead
const QUEUE = 128;
const NEW = -2; // and less, in older logs: at -1 there are no reports left
const PLACES = 128;
const Idle = 0, Zone = 1, List = 2, Tell = 3, Told = 4;

/** pageblock_order, what is told of at least. */
const orderFrom = (view: Pick<MemoryView, "geometry">): number => view.geometry.pageblockOrder;

/** Order and type of a list by its number within its zone, types within orders. */
function listAt(view: MemoryView, place: number): [order: number, type: number] {
  const { types } = view.geometry;
  return [orderFrom(view) + Math.trunc(place / types), place % types];
}

const placesOf = ({ geometry }: MemoryView): number =>
  (geometry.orders - geometry.pageblockOrder) * geometry.types;

const isolated = (view: MemoryView, lane: number): number => view.listCount[ownerList(view, lane)];

/** A zone near its low mark is left alone: reports would take away what it needs. */
function beginZone({ machine, view, settings }: Sim, lane: number): void {
  const capacity = settings.reportBlocks ?? CAPACITY;
  const zone = view.laneFirst[lane] >> 7;
  if (zone >= view.geometry.zones.length) {
    machine.record(Kind.ReportEnded, lane, 0, 0);
    return note(machine, lane, Idle);
  }
  const low = view.zoneMarks[zone * 4 + Mark.Low] + view.zoneMarks[zone * 4 + Mark.Boost];
  if (view.zoneFree[zone] > low + (capacity << orderFrom(view))) {
    return note(machine, lane, List, zone * PLACES, NEW);
  }
  note(machine, lane, Zone, (zone + 1) * PLACES);
}

/** __isolate_free_page: not if the zone would fall to its min mark. */
function mayIsolate(view: MemoryView, zone: number, order: number): boolean {
  const min = view.zoneMarks[zone * 4 + Mark.Min] + view.zoneMarks[zone * 4 + Mark.Boost];
  return view.zoneFree[zone] > min + (1 << order);
}

function isolate(machine: Machine, lane: number, pfn: number, order: number): void {
  machine.spend(machine.costs.moveBlock);
  machine.record(Kind.BlockIsolated, lane, pfn, 0, order);
}

/** Passes through one list under the zone's lock, until a report is full or the list is done. */
function passList({ machine, view, settings, design }: Sim, lane: number): void {
  const capacity = settings.reportBlocks ?? CAPACITY;
  const zone = view.laneFirst[lane] >> 7, place = view.laneFirst[lane] & (PLACES - 1);
  if (place >= placesOf(view)) {
    return isolated(view, lane) > 0
      ? note(machine, lane, Tell, view.laneFirst[lane], NEW)
      : note(machine, lane, Zone, (zone + 1) * PLACES);
  }
  const [order, type] = listAt(view, place);
  const list = zoneList(view, zone, order, type);
  const next = (): void => note(machine, lane, List, zone * PLACES + place + 1, NEW);
  if (type === ISOLATE || headOf(view, list) === NONE) return next();
  if (isHeld(view, zone)) return contend(machine, lane, zone);
  const budget = view.laneSecond[lane] <= NEW
    ? Math.ceil(view.listCount[list] / (capacity * 16))
    : view.laneSecond[lane];

  lockIrq(machine, lane, zone);
  let pfn = headOf(view, list), isFull = false;
  while (pfn !== NONE) {
    const behind = after(view, pfn);
    machine.spend(machine.costs.listEntry);
    if ((view.block[pfn] & REPORTED) === 0) {
      if (budget < 0) {
        machine.record(Kind.ReportRequested, lane, 0, 0);
        break;
      }
      isFull = isolated(view, lane) === capacity;
      if (isFull || !mayIsolate(view, zone, order)) break;
      isolate(machine, lane, pfn, order);
    }
    pfn = behind;
  }
  // The next pass begins where this one stopped.
  if (pfn !== NONE && pfn !== headOf(view, list)) {
    machine.record(Kind.ListTurned, lane, pfn, 0, order);
  }
  if (pfn === NONE && design.turnsAtHead) { // the cursor is the list's head, and no block
    machine.record(Kind.ListTurned, lane, NONE, list + 1, order);
  }
  unlockIrq(machine, lane, zone);
  if (isFull) note(machine, lane, Tell, view.laneFirst[lane], budget);
  else next();
}

/** One chain of descriptors, a block each; the driver waits until the host has used it. */
function tell({ machine, view }: Sim, lane: number): void {
  const { laneFirst, laneSecond } = view;
  const first = laneFirst[lane], second = laneSecond[lane];
  let index = 0;
  for (let pfn = headOf(view, ownerList(view, lane)); pfn !== NONE; pfn = after(view, pfn)) {
    machine.record(Kind.HintRead, lane, pfn, index++ | HELD, orderOfBlock(view.block[pfn]));
    send(machine, lane, Message.Report, pfn, orderOfBlock(view.block[pfn]));
  }
  note(machine, lane, Told, first, second);
}

/** The last one isolated goes back first; who did not merge is flagged. */
function putBack({ machine, view }: Sim, lane: number): void {
  const first = view.laneFirst[lane], budget = view.laneSecond[lane], zone = first >> 7;
  if (isHeld(view, zone)) return contend(machine, lane, zone);
  reclaim(machine, lane);
  lockIrq(machine, lane, zone);
  for (;;) {
    const pfn = tailOf(view, ownerList(view, lane));
    if (pfn === NONE) break;
    const order = orderOfBlock(view.block[pfn]);
    const type = view.blockType[pfn >> view.geometry.pageblockOrder];
    machine.spend(machine.costs.moveBlock);
    machine.record(Kind.BlockReleased, lane, pfn, 0, order);
    const place = placement(view, machine.profile, zone, pfn, order, type);
    machine.record(Kind.BlockPut, lane, pfn, place | TAIL, order);
    const word = view.block[pfn];
    if (stateOf(word) === State.Free && orderOfBlock(word) === order) {
      machine.record(Kind.BlockReported, lane, pfn, 0, order);
    }
  }
  unlockIrq(machine, lane, zone);
  if (budget <= NEW) note(machine, lane, Zone, (zone + 1) * PLACES);
  else note(machine, lane, List, first, budget - 1);
}

/**
 * Where the kernel fills free pages and the host cannot be told with what, the driver does not report: the
 * host's zeros would pass for the pattern (Linux 5.7, virtballoon_validate).
 */
function refuses({ machine, settings, design }: Sim): boolean {
  const { onFree, poison } = machine.memoryInit;
  return (onFree || poison) && !settings.poisonTold && !design.reportsWithPoison;
}

/** Who registers asks for a report of what is free already (page_reporting_register). */
const isNew = (view: MemoryView, lane: number): boolean => view.laneKind[lane] === 0;

function due(sim: Sim, lane: number): number {
  const { machine, view } = sim;
  const { timed } = view.geometry, last = timed ? view.laneTime[lane] : 0;
  switch (view.lanePhase[lane]) {
    case Idle:
      if (refuses(sim)) return Infinity;
      if (isNew(view, lane)) return last;
      return view.device[Device.Reporting] === Reporting.Requested
        ? timed ? Math.max(last, view.deviceTime[0] + DELAY_NS) : 0
        : Infinity;
    case Tell:
      return last + machine.costs.queueHint;
    case Told:
      return isIdle(view) ? last : Infinity;
    default:
      return last;
  }
}

function step(sim: Sim, lane: number): void {
  const { machine, view } = sim;
  switch (view.lanePhase[lane]) {
    case Idle:
      if (isNew(view, lane)) return machine.record(Kind.ReportRequested, lane, 0, 0);
      machine.record(Kind.ReportBegan, lane, 0, 0);
      return note(machine, lane, Zone);
    case Zone:
      return beginZone(sim, lane);
    case List:
      return passList(sim, lane);
    case Tell:
      return tell(sim, lane);
    default:
      return putBack(sim, lane);
  }
}

const worker = (cpu: number): Actor => ({
  name: "page-reporting",
  cpu,
  choices: () => 1,
  due,
  step,
});

/**
 * A guest that has reported since it booted: large free blocks are flagged, and hold nothing; where free
 * memory holds the poison pattern the host let the reports fall.
 */
function past(world: World): World {
  const { memory } = world, touched = world.touched.slice();
  const reported: number[] = [];
  for (let pfn = 0; pfn < memory.frames;) {
    const word = memory.block[pfn], order = orderOfBlock(word);
    if (
      stateOf(word) === State.Free && order >= orderFrom(memory) && zoneOf(memory, pfn) !== NONE
    ) {
      reported.push(pfn);
      touched.fill(0, pfn, pfn + (1 << order));
    }
    pfn += stateOf(word) === State.None ? 1 : 1 << order;
  }
  return { ...world, touched, reported };
}

export const pageReporting: Design = {
  ...PLAIN,
  ...NO_REPORT,
  name: "page-reporting",
  title: "free page reporting (Linux 5.7)",
  hints: false,
  returns: "nothing: blocks are back on their lists when the host has them",
  array: () => ({ array: CAPACITY, queue: QUEUE, device: 1 }),
  worker,
  reportOrder: (geometry) => geometry.pageblockOrder,
  past: (world, _, hints) => hints.reported ? past(world) : world,
};
