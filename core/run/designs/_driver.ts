/**
 * The merged driver (Linux 4.20, commit 86a559787e6f) and its kin: free blocks are allocated, hinted one
 * descriptor each, held on a list, and given back when the migration is done.
 *
 * As drivers/virtio/virtio_balloon.c does it: the id is looked at again before each block; a block
 * is allocated with {@linkcode GFP_HINT}; if the queue has more than one descriptor free the block is
 * queued, then put on the list under `free_page_list_lock` with interrupts off; else it is given
 * straight back, and the loop goes on. When no block can be had the report ends. The list is emptied
 * from the block put on last, under its lock, when DONE is read.
 *
 * ```text
 * phase 1 next block (first word 1: the queue was full)  2 hint queued, not used yet (`waitsOnAck`)
 *       3 block in hand   4 hint queued, not held yet     (where steps are fine; first word: pfn)
 * ```
 * @module
 */
import { GFP_HINT } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { allocate, free, lockToAllocate } from "../../decide/allocator.ts";
import { configId, freeSlots, isIdle, Message, reclaim, send } from "../../decide/channel.ts";
import { hold, listLock, returnNewest } from "../../decide/held.ts";
import { contend, isHeld, unlockIrqrestore } from "../../decide/lock.ts";
import { nodeOfReach, reachOf } from "../../decide/watermark.ts";
import { ownerList, tailOf, zoneList } from "../../state/lists.ts";
import { Status } from "../../state/views.ts";
import { touchHinted } from "./_touch.ts";
import { type Design, type Driver, note, PLAIN, Worker } from "./design.ts";

const UNMOVABLE = 0;
const HELD = 0x40000000; // the hint was allocated, not read off a list
const SPINS = 1;

/**
 * With a full queue the driver takes a block and gives it back over and over until the host has used a
 * descriptor. A turn leaves all as it found it, so one stands for all.
 */
function isSpinning({ machine }: Driver, lane: number): boolean {
  const { status, laneFirst } = machine.memory;
  return laneFirst[lane] === SPINS && freeSlots(machine.memory) <= 1 &&
    status[Status.Used] === status[Status.Reclaimed] && status[Status.ConfigPending] === 0;
}

/** Reads the id anew if an interrupt came; true if hints under the one announced are wanted no more. */
function isOver({ machine }: Driver, lane: number): boolean {
  const { status } = machine.memory;
  if (status[Status.ConfigPending] !== 0) {
    machine.record(Kind.IdRead, lane, 0, configId(machine));
  }
  return status[Status.Received] !== status[Status.Active];
}

/** Asks how many blocks of the order the cpu's node has free: what the kernel counts, without a lock. */
function countFree({ machine, settings }: Driver, lane: number): number {
  const view = machine.memory, { zones, types } = view.geometry;
  const node = nodeOfReach(reachOf(view, machine.cpus[lane], UNMOVABLE));
  let blocks = 0;
  for (let zone = 0; zone < zones.length; zone++) {
    if (view.zoneNode[zone] !== node) continue;
    for (let type = 0; type < types; type++) {
      blocks += view.listCount[zoneList(view, zone, settings.hintOrder, type)];
    }
  }
  machine.record(Kind.BlocksCounted, lane, 0, blocks, settings.hintOrder);
  return blocks;
}

function nextBlock(driver: Driver, lane: number, waits: boolean, { gfp, counts }: Request): void {
  const { machine, settings } = driver;
  const view = machine.memory, order = settings.hintOrder;
  if (isOver(driver, lane)) return note(machine, lane, Worker.Stop);
  const lock = lockToAllocate(machine, lane, order, UNMOVABLE, gfp);
  if (isHeld(view, lock)) return contend(machine, lane, lock);
  const list = listLock(machine);
  if (isHeld(view, list)) return contend(machine, lane, list);
  reclaim(machine, lane);
  const pfn = allocate(machine, lane, order, UNMOVABLE, gfp, false);
  if (pfn === NONE) return note(machine, lane, Worker.Stop);
  if (counts && countFree(driver, lane) < settings.leaveBlocks) {
    free(machine, lane, pfn, order);
    return note(machine, lane, Worker.Stop);
  }
  if (freeSlots(view) <= 1) { // one is kept for STOP
    free(machine, lane, pfn, order);
    return note(machine, lane, Worker.Collect, SPINS);
  }
  const held = view.listCount[ownerList(view, lane)];
  machine.record(Kind.HintRead, lane, pfn, held | HELD, order);
  touchHinted(driver, lane, pfn);
  if (settings.grain === "event") return note(machine, lane, Worker.HintQueue, pfn);
  send(machine, lane, Message.Hint, pfn, order);
  if (waits) note(machine, lane, Worker.HintAck, pfn);
  else hold(machine, lane, pfn, order);
}

/** Where steps are fine: the block in hand is queued, or what is queued is put on the list. */
function goOn(driver: Driver, lane: number, waits: boolean): void {
  const { machine, settings } = driver;
  const view = machine.memory, pfn = view.laneFirst[lane];
  if (view.lanePhase[lane] === Worker.HintQueue) {
    send(machine, lane, Message.Hint, pfn, settings.hintOrder);
    return note(machine, lane, waits ? Worker.HintAck : Worker.HintHold, pfn);
  }
  reclaim(machine, lane);
  if (hold(machine, lane, pfn, settings.hintOrder)) note(machine, lane, Worker.Collect);
}

/** How blocks are asked for. */
export interface Request {
  readonly gfp: number;
  /** After each block the driver asks how many are left, and gives it back if those are too few. */
  readonly counts: boolean;
}

const MERGED: Request = { gfp: GFP_HINT, counts: false };

/** The merged driver, with or without what was proposed for it. */
export function mergedDriver(
  name: string,
  title: string,
  switches: Partial<Pick<Design, "idByReference" | "waitsOnAck" | "repeatsId">> = {},
  request = MERGED,
): Design {
  const waits = switches.waitsOnAck ?? false;
  return {
    ...PLAIN,
    name,
    title,
    returns: "nothing: blocks are held until the migration is done",
    holdsUntilDone: true,
    pressure: "shrinker",
    idByReference: true, // cmd_id_active, one word for every START
    ...switches,
    collectNs(driver, lane) {
      const { machine } = driver;
      if (machine.memory.lanePhase[lane] === Worker.Collect && isSpinning(driver, lane)) {
        return Infinity;
      }
      if (machine.memory.lanePhase[lane] === Worker.HintAck) {
        return isIdle(machine.memory) ? 0 : Infinity;
      }
      return machine.memory.laneKind[lane] === Kind.LaneNoted
        ? machine.costs.allocate
        : machine.costs.queueHint;
    },
    collect(driver, lane) {
      const stage = driver.machine.memory.lanePhase[lane];
      if (stage !== Worker.Collect) return goOn(driver, lane, waits);
      nextBlock(driver, lane, waits, request);
    },
    canRelease: ({ machine }, lane) => {
      const view = machine.memory;
      return view.listCount[ownerList(view, lane)] > 0 ||
        view.lockHolder[listLock(machine)] === lane + 1;
    },
    release({ machine }, lane) {
      const view = machine.memory;
      if (tailOf(view, ownerList(view, lane)) !== NONE) {
        returnNewest(machine, lane, lane);
        return;
      }
      if (view.lockHolder[listLock(machine)] === lane + 1) {
        unlockIrqrestore(machine, lane, listLock(machine));
      }
      note(machine, lane, Worker.Idle);
    },
  };
}
