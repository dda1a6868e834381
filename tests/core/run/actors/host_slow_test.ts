/**
 * Bugs of hosts that lose nothing, and make hints useless.
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { v33 } from "../../../../core/run/designs/v33.ts";
import { FineWorld } from "./fine_world.ts";

const received = (world: FineWorld): boolean[] =>
  Array.from({ length: world.memory.frames }, (_, page) => world.bit(page, "Received"));

/** Page 0 is hinted before the first page of the first round is sent. */
function hintedFirst(switches: Partial<Host>): FineWorld {
  const world = new FineWorld({ host: { ...qemu30, ...switches }, pages: 2 });
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld");
  world.until("queue", "HintApplied");
  world.until("migration", "RoundEnded");
  return world;
}

Deno.test("the first round leaves a hinted page out", () => {
  assertEquals(received(hintedFirst({})), [false, true]);
});

Deno.test("a first round that sends all pages in order sends the hinted one too (C-10)", () => {
  const world = hintedFirst({ bulkHeedsBitmap: false });
  assertEquals(received(world), [true, true]);
  assertEquals(world.status("Dirty"), 0);
});

/** Three pages told in one array, to the end of the descriptor. */
function toldAtOnce(switches: Partial<Host>): FineWorld {
  const world = new FineWorld({ host: { ...qemu30, ...switches }, design: v33, pages: 3 });
  world.until("migration", "RoundBegun");
  world.until("balloon", "HintCallEnded");
  world.until("balloon", "DescriptorQueued");
  world.until("queue", "HintApplied");
  world.until("queue", "DescriptorUsed");
  return world;
}

Deno.test("every entry of an array is applied", () => {
  assertEquals(toldAtOnce({}).status("Dirty"), 0);
});

Deno.test("a host that reads one entry of an array skips one block of it (C-6)", () => {
  const world = toldAtOnce({ readsAllEntries: false });
  assertEquals(world.status("Dirty"), 2);
  assertEquals(world.memory.lockHolder.every((holder) => holder === 0), true);
});
