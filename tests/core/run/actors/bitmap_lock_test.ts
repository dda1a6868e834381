/**
 * The bitmap's lock in a world of single steps: held for a whole page, or only while its bit is cleared.
 * @module
 */
import { assertEquals } from "@std/assert";
import { qemu10 } from "../../../../core/decide/hosts/qemu_10.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { FineWorld } from "./fine_world.ts";

Deno.test("before 2021 the lock is held while a bit is cleared, and not while the page is read and sent", () => {
  const world = new FineWorld({ host: qemu30, pages: 2 });
  world.until("migration", "RoundBegun");
  assertEquals(world.move("migration"), ["LockAcquired", "BitsCleared", "LockReleased"]);
  assertEquals(world.move("migration"), ["PagesRead"]);
  assertEquals(world.move("migration"), ["PagesSent"]);
  assertEquals(world.move("migration"), ["LockAcquired", "BitsCleared", "LockReleased"]);
});

Deno.test("a hint is applied between the clearing of a page's bit and its reading", () => {
  const world = new FineWorld({ host: qemu30, pages: 2 });
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld");
  world.until("queue", "DescriptorUsed"); // START
  world.until("queue", "DescriptorReceived"); // the hint
  world.move("migration"); // clears page 0
  assertEquals(world.move("queue").includes("HintApplied"), true);
  assertEquals(world.move("migration"), ["PagesRead"]);
});

Deno.test("a host that holds the lock for a burst lets a hint wait until the page is sent", () => {
  const world = new FineWorld({ host: { ...qemu10, chunkOrder: 1 }, pages: 2 });
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld");
  world.until("queue", "DescriptorUsed"); // START
  world.until("queue", "DescriptorReceived"); // the hint
  assertEquals(world.move("migration"), ["LockAcquired", "ChunkCleared"]);
  assertEquals(world.move("queue").includes("LockContended"), true);
  assertEquals(world.choices("queue"), 0);
  assertEquals(world.move("migration"), ["BitsCleared"]);
  assertEquals(world.move("migration"), ["PagesRead"]);
  assertEquals(world.move("migration"), ["PagesSent", "LockReleased"]);
  assertEquals(world.move("queue").includes("HintApplied"), true);
});

Deno.test("a page that is read before its bit is cleared is the one that is cleared and sent", () => {
  const world = new FineWorld({ host: { ...qemu30, clearsBeforeRead: false }, pages: 2 });
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld"); // page 0
  world.until("queue", "DescriptorUsed"); // START
  assertEquals(world.move("migration"), ["PagesRead"]);
  world.until("queue", "HintApplied"); // clears it meanwhile
  assertEquals(world.bit(0, "Migrate"), false);
  assertEquals(world.move("migration"), ["LockAcquired", "BitsCleared", "LockReleased"]);
  assertEquals(world.move("migration"), ["PagesSent"]);
  assertEquals([world.bit(0, "Received"), world.bit(1, "Received")], [true, false]);
});
