/**
 * The migration bitmap without its lock (C-9): who writes a word back undoes what others did to it between.
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { FineWorld } from "./fine_world.ts";

/** Page 0 belongs to the taker, page 1 is hinted; the hint is received, and not applied. */
function hinted(switches: Partial<Host>): FineWorld {
  const world = new FineWorld({ host: { ...qemu30, ...switches }, pages: 2 });
  world.until("taker", "PageAllocated");
  world.move("taker", 1); // before the log is armed
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld");
  world.until("queue", "DescriptorUsed"); // START
  world.until("queue", "DescriptorReceived"); // the hint
  return world;
}

const setBits = (world: FineWorld): number =>
  [0, 1].filter((page) => world.bit(page, "Migrate")).length;

Deno.test("without the lock a page's bit is cleared in two steps", () => {
  const world = hinted({ locksBitmap: false });
  assertEquals(world.move("migration"), ["BitmapWordRead"]);
  assertEquals(world.move("migration"), ["BitmapWordWritten", "BitsCleared"]);
  assertEquals(world.move("migration"), ["PagesRead"]);
  assertEquals(world.move("migration"), ["PagesSent"]);
  assertEquals([world.bit(0, "Received"), world.status("Dirty")], [true, 1]);
});

Deno.test("a bit that a hint cleared between comes back, and the counter of bits is wrong for ever", () => {
  const world = hinted({ locksBitmap: false });
  world.move("migration"); // has read that both are to be sent
  assertEquals(world.move("queue").includes("BitmapWordRead"), true);
  assertEquals(world.move("queue").slice(0, 2), ["BitmapWordWritten", "HintApplied"]);
  assertEquals(setBits(world), 1);
  world.move("migration");
  assertEquals([world.bit(1, "Migrate"), world.status("Dirty")], [true, 0]);
  world.until("queue", "DescriptorUsed");
  world.finish();
  assertEquals([setBits(world), world.status("Dirty"), world.lost()], [0, -1, 0]);
});

Deno.test("with the lock the counter is right", () => {
  const world = hinted({});
  world.move("migration");
  world.until("queue", "HintApplied");
  assertEquals(setBits(world), world.status("Dirty"));
});

Deno.test("a bit that a merge set between is lost with the page, where nothing stops hints before it", () => {
  const world = hinted({ locksBitmap: false, stopsBeforeSync: false });
  world.until("migration", "PagesSent"); // page 0
  world.move("taker", 1);
  world.until("migration", "LogFetched", 1);
  world.move("queue"); // has read that page 0 is not to be sent
  world.until("migration", "LogMerged");
  assertEquals(world.bit(0, "Migrate"), true);
  world.move("queue");
  assertEquals(world.bit(0, "Migrate"), false);
  world.until("queue", "DescriptorUsed");
  world.finish();
  assertEquals(world.lost(), 1);
});
