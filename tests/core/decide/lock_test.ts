/**
 * Locks and interrupts: what was off stays off, what was on goes on again.
 * @module
 */
import { assertEquals } from "@std/assert";
import { Kind } from "../../../events/kinds.ts";
import { allocate } from "../../../core/decide/allocator.ts";
import { lockIrqsave, unlockIrqrestore } from "../../../core/decide/lock.ts";
import type { Machine } from "../../../core/decide/machine.ts";
import { given } from "../../support/given.ts";
import { didOf, machineOn } from "../../support/machine.ts";

const LANE = 1, LIST = 2;

const machine = (): Machine =>
  machineOn(given("zone-described zone=0 managed=16\nblock-on-list pfn=0 order=3"));
const interrupts = (of: Machine): string[] =>
  didOf(of, /^interrupts/).map((line) => line.split(" ")[0]);

Deno.test("below a lock that was taken with interrupts saved, an allocation leaves them off", () => {
  const of = machine();
  const wereOn = lockIrqsave(of, LANE, LIST);
  allocate(of, LANE, 3, 0, 0, false);
  assertEquals(interrupts(of), ["interrupts-off"]);
  unlockIrqrestore(of, LANE, LIST, wereOn);
  assertEquals(interrupts(of), ["interrupts-off", "interrupts-on"]);
});

Deno.test("below a mutex, which leaves them on, an allocation turns them on again", () => {
  const of = machine();
  of.record(Kind.LockAcquired, LANE, LIST, 0);
  allocate(of, LANE, 3, 0, 0, false);
  assertEquals(interrupts(of), ["interrupts-off", "interrupts-on"]);
  assertEquals(of.memory.cpuIrqsOff[0], 0);
});
