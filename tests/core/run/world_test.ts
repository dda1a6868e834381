/**
 * The world that a log begins with: booted as the kernel boots it, and described without loss.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { applyAll } from "../../../core/state/apply.ts";
import { checkInvariants } from "../../../core/state/invariants.ts";
import { zoneList } from "../../../core/state/lists.ts";
import { Bit, Memory, OLD_DATA, State, stateOf } from "../../../core/state/memory.ts";
import { Status, type ViewName, VIEWS } from "../../../core/state/views.ts";
import { describe } from "../../../core/run/describe.ts";
import type { Scenario } from "../../../core/run/scenario.ts";
import { prepare, worldOf } from "../../../core/run/simulate.ts";
import type { World } from "../../../core/run/world.ts";
import { EventLog } from "../../../events/log.ts";
import { blocksOf } from "../../support/given.ts";
import { rules, scenario } from "../../support/runs.ts";

const MOVABLE = 1;
/** Views that the description begins anew, or that are compared list by list. */
const APART: readonly string[] = ["content", "bits", "status"];

/** A world, its description as a log, and what the log makes of it. */
function describedOf(subject: Scenario): { world: World; again: Memory } {
  const log = new EventLog();
  const run = prepare(subject, rules("none"), log);
  const world = worldOf(subject, rules("none"));
  describe(world, run.sim.machine);
  const again = new Memory(run.geometry);
  applyAll(again, log.words, 0, log.length);
  assertEquals(again.bytes, run.sim.machine.memory.bytes);
  return { world, again };
}

const empty = (change: Scenario): void => {
  change.tasks = [];
  Object.assign(change.guest, { usedMib: 0, unmovableMib: 0, oldDataMib: 0, mixedMib: 0 });
};
const twoCpus = (change: Scenario): void => {
  change.guest.mib = 3072;
  change.guest.mixedMib = 2;
  change.guest.usedMib = 24;
};

for (
  const [name, change] of [["small", () => {}], ["booted", empty], ["3 GiB", twoCpus]] as const
) {
  Deno.test(`${name}: a world described as events has the same lists, counts and limits`, () => {
    const { world, again } = describedOf(scenario("small", change));
    for (const view of Object.keys(VIEWS) as ViewName[]) {
      if (APART.includes(view) || /^lane|^now|Time$|^sender$/.test(view)) continue;
      assertEquals(again[view].length, world.memory[view].length, view);
      assert(again[view].every((value, at) => value === world.memory[view][at]), view);
    }
    for (let list = 0; list < again.listCount.length; list++) {
      assertEquals(blocksOf(again, list), blocksOf(world.memory, list));
    }
    assertEquals(checkInvariants(world.memory), []);
    assertEquals(checkInvariants(again), []);
    assertEquals([again.status[Status.Faults], again.status[Status.Ready]], [0, 1]);
  });
}

Deno.test("pages in use and pages once used hold old data, the rest zeros; only the first are relied on", () => {
  const { world, again } = describedOf(scenario("small"));
  for (let pfn = 0; pfn < again.frames; pfn++) {
    const isUsed = stateOf(again.block[pfn]) === State.Used;
    const data = isUsed || world.touched[pfn] !== 0 ? OLD_DATA : 0;
    assertEquals([again.content[pfn], again.bits[pfn]], [data, isUsed ? Bit.Written : 0]);
  }
});

Deno.test("a booted guest has its highest block first: memory came in ascending order, to the head", () => {
  const { memory } = worldOf(scenario("small", empty), rules("none"));
  assertEquals(blocksOf(memory, zoneList(memory, 0, 10, MOVABLE)), [3072, 2048, 1024]);
  const dma32 = blocksOf(memory, zoneList(memory, 1, 10, MOVABLE));
  assertEquals(dma32, Array.from({ length: 12 }, (_, at) => 16384 - (at + 1) * 1024));
});

Deno.test("the first megabyte is firmware's: it leaves blocks of order 8 and 9 behind it", () => {
  const { memory } = worldOf(scenario("small", empty), rules("none"));
  assertEquals(blocksOf(memory, zoneList(memory, 0, 8, MOVABLE)), [256]);
  assertEquals(blocksOf(memory, zoneList(memory, 0, 9, MOVABLE)), [512]);
  assertEquals([...memory.zoneFree], [3840, 12288]);
});

Deno.test("a guest that wants more than it has is refused", () => {
  const greedy = (change: Scenario): void => {
    change.guest.usedMib = 65;
  };
  assertThrows(
    () => worldOf(scenario("small", greedy), rules("none")),
    RangeError,
    "Cannot set up the guest: usedMib 65 and oldDataMib 24 do not fit 64 MiB",
  );
});
