/**
 * A request made without `free_page_lock` (C-2): what the hint queue's thread saw before it is what it acts
 * on behind it.
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { isRequestOverwritten } from "../../../../core/state/oracles/overwritten.ts";
import { STATUSES } from "../../../../events/kinds.ts";
import { FineWorld } from "./fine_world.ts";

const statusOf = (world: FineWorld): string => STATUSES[world.status("Hinting")];

/** The guest's first START waits in the queue while the host stops hinting for the second sync. */
function lateStart(switches: Partial<Host>): FineWorld {
  const world = new FineWorld({ host: { ...qemu30, ...switches } });
  world.until("migration", "RoundBegun");
  world.until("balloon", "DescriptorQueued");
  world.until("migration", "LogMerged", 1);
  assertEquals(statusOf(world), "stop");
  return world;
}

Deno.test("without the lock a request is three steps: id, status, interrupt", () => {
  const world = new FineWorld({ host: { ...qemu30, locksStart: false } });
  world.until("migration", "LogMerged");
  assertEquals(world.move("migration"), ["IdIssued"]);
  assertEquals(world.move("migration"), ["StatusChanged"]);
  assertEquals(world.move("migration"), ["InterruptRaised"]);
});

Deno.test("with the lock a request waits until the queue's thread has done with its descriptor", () => {
  const world = lateStart({ startsOnlyOnRequest: false });
  world.move("queue"); // receives it
  assertEquals(world.move("migration"), ["LockContended"]);
  world.until("queue", "DescriptorUsed");
  assertEquals(world.move("migration").includes("IdIssued"), true);
  assertEquals(statusOf(world), "requested");
  assertEquals(isRequestOverwritten(world.memory), false);
});

Deno.test("a late START that was looked at before a request takes its place behind it", () => {
  const world = lateStart({ startsOnlyOnRequest: false, locksStart: false });
  world.move("queue");
  world.move("queue"); // the id is the one issued last
  world.until("migration", "InterruptRaised");
  assertEquals(statusOf(world), "requested");
  assertEquals(world.move("queue"), ["StatusChanged", "DescriptorUsed", "LockReleased"]);
  assertEquals(statusOf(world), "start"); // of a round that the guest has not heard of
  assertEquals(isRequestOverwritten(world.memory), true);
  world.until("balloon", "IdRead");
  assertEquals(world.status("Received"), 0);
});

Deno.test("a STOP that was looked at before a request overwrites it, where nothing stops before a sync", () => {
  const world = new FineWorld({
    host: { ...qemu30, locksStart: false, stopsBeforeSync: false },
  });
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld");
  for (let used = 0; used < 2; used++) world.until("queue", "DescriptorUsed"); // START, the hint
  world.until("balloon", "DescriptorQueued"); // STOP
  world.until("queue", "DescriptorReceived");
  world.move("queue"); // looks at it
  world.until("migration", "InterruptRaised", 1);
  world.move("queue");
  assertEquals(statusOf(world), "stop");
  world.until("balloon", "IdRead");
  assertEquals(world.status("Received"), 0); // the round has no hints
});
