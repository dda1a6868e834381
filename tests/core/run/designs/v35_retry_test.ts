/**
 * v35 when memory is onlined between its estimate and its call: the call finds no room, all goes back, and
 * the driver estimates again.
 * @module
 */
import { assertEquals } from "@std/assert";
import { Kind, type KindName } from "../../../../events/kinds.ts";
import { EventLog, kindOf, valueOf } from "../../../../events/log.ts";
import { defaultCosts } from "../../../../core/decide/costs.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { Machine } from "../../../../core/decide/machine.ts";
import { linux417 } from "../../../../core/decide/profiles/linux_4_17.ts";
import { note, Worker } from "../../../../core/run/designs/design.ts";
import { v35 } from "../../../../core/run/designs/v35.ts";
import type { Settings } from "../../../../core/run/sim.ts";
import { ownerList } from "../../../../core/state/lists.ts";
import { Memory } from "../../../../core/state/memory.ts";
import { GEOMETRY } from "../../../support/given.ts";

const BALLOON = 2, ORDER = 3, ENOSPC = -28;

Deno.test("v35: memory that is onlined meanwhile makes the call fail, and the next estimate larger", () => {
  // An array holds one address; the guest is thought to have two blocks, and has five.
  const memory = new Memory({ ...GEOMETRY, percpuLists: 0, array: 5, arraySpan: 1, locks: 3 });
  const cpus = Uint8Array.of(0, 0, 1, 240);
  const machine = new Machine(memory, new EventLog(), cpus, linux417, qemu30, defaultCosts());
  const settings = { hintOrder: ORDER, arrayOrder: ORDER } as Settings;
  machine.record(Kind.ZoneDescribed, 0, 0, 8, 0);
  machine.record(Kind.ZoneDescribed, 0, 0, 8, 1);
  for (const pfn of [0, 8, 16, 24, 32]) machine.record(Kind.BlockOnList, 0, pfn, 0, ORDER);
  machine.record(Kind.WorldReady, 0, 0, 0);
  note(machine, BALLOON, Worker.Collect);

  const driver = { machine, settings };
  const events = (name: KindName): number[] => {
    const { log } = machine, found: number[] = [];
    for (let index = 0; index < log.length; index++) {
      if (kindOf(log.words, index) === Kind[name]) found.push(valueOf(log.words, index));
    }
    return found;
  };
  for (let step = 0; step < 200 && events("HintCallEnded").length < 1; step++) {
    v35.collect(driver, BALLOON);
  }
  assertEquals(events("HintCallEnded"), [ENOSPC]);
  assertEquals(memory.listCount[ownerList(memory, BALLOON)], 2);
  machine.record(Kind.ZoneDescribed, 0, 0, 24, 1); // what was onlined counts now
  for (let step = 0; step < 200 && events("HintCallEnded").length < 2; step++) {
    v35.collect(driver, BALLOON);
  }
  // Four arrays of an address each, taken of the five blocks: one is left to tell.
  assertEquals(memory.listCount[ownerList(memory, BALLOON)], 4);
  assertEquals(events("HintCallEnded"), [ENOSPC, 1]);
});
