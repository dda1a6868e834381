/**
 * What events of the balloon and of free page reporting change.
 * @module
 */
import { turn, turnAtHead, zoneList } from "../lists.ts";
import {
  Bit,
  Block,
  type Memory,
  orderOfBlock,
  REPORTED,
  State,
  stateOf,
  typeOfBlock,
} from "../memory.ts";
import { Device, Fault, Reporting, Status } from "../views.ts";
import { taken } from "./allocator.ts";
import { checkBlock, checkNumber, zoneAt } from "./checks.ts";
import { held, returned } from "./hints.ts";

function checkDevice(memory: Memory, event: number): void {
  if (memory.device.length === 0) checkNumber("state of a device that is not there:", 0, 0, event);
}

/** The flag of a free block; on another it is a fault. */
export function reported(memory: Memory, order: number, pfn: number, event: number): void {
  if (isFreeAs(memory, order, pfn, event)) memory.block[pfn] |= REPORTED;
}

/** Off its list and into the actor's keeping. As with a block that is handed out, nobody relies on what it holds. */
export function isolated(
  memory: Memory,
  actor: number,
  order: number,
  pfn: number,
  event: number,
): void {
  if (!isFreeAs(memory, order, pfn, event)) return;
  const type = typeOfBlock(memory.block[pfn]);
  taken(memory, order, pfn, order | (type << 4), event);
  memory.block[pfn] = State.Used | (order << Block.Order) | (type << Block.Type);
  for (let page = pfn; page < pfn + (1 << order); page++) memory.bits[page] &= ~Bit.Written;
  held(memory, actor, order, pfn, event);
}

export function released(memory: Memory, order: number, pfn: number, event: number): void {
  returned(memory, order, pfn, event);
  memory.block[pfn] = 0;
}

export function listTurned(
  memory: Memory,
  order: number,
  pfn: number,
  head: number,
  event: number,
): void {
  if (head > 0) {
    checkNumber("list", head - 1, memory.listCount.length, event);
    return turnAtHead(memory, head - 1);
  }
  if (!isFreeAs(memory, order, pfn, event)) return;
  const type = typeOfBlock(memory.block[pfn]);
  turn(memory, zoneList(memory, zoneAt(memory, pfn, event), order, type), pfn);
}

function isFreeAs(memory: Memory, order: number, pfn: number, event: number): boolean {
  checkBlock(memory, pfn, order, event);
  const word = memory.block[pfn];
  if (stateOf(word) === State.Free && orderOfBlock(word) === order) return true;
  memory.status[Status.Faults] |= Fault.UnlinkedTwice;
  return false;
}

/** A request during a report waits for its end. */
export function reportRequested(memory: Memory, event: number): void {
  checkDevice(memory, event);
  const { device } = memory;
  if (device[Device.Reporting] === Reporting.Idle) startClock(memory);
  device[Device.Reporting] = Reporting.Requested;
}

export function reportBegan(memory: Memory, event: number): void {
  checkDevice(memory, event);
  memory.device[Device.Reporting] = Reporting.Active;
}

export function reportEnded(memory: Memory, event: number): void {
  checkDevice(memory, event);
  const { device } = memory;
  if (device[Device.Reporting] === Reporting.Active) device[Device.Reporting] = Reporting.Idle;
  else startClock(memory);
}

function startClock(memory: Memory): void {
  if (memory.timed) memory.deviceTime[0] = memory.now[0];
}

export function targetSet(memory: Memory, pages: number, event: number): void {
  checkDevice(memory, event);
  memory.device[Device.Target] = pages;
}

export function targetRead(memory: Memory, pages: number, event: number): void {
  checkDevice(memory, event);
  memory.device[Device.TargetRead] = pages;
  memory.status[Status.ConfigPending] = 0;
}
