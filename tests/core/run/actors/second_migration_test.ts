/**
 * A second migration after a first that was cancelled: what its bitmap begins with decides what its
 * destination, which has nothing, is sent.
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { operator } from "../../../../core/run/actors/operator.ts";
import { none } from "../../../../core/run/designs/none.ts";
import { FineWorld } from "./fine_world.ts";

/** Page 0 is written and sent; the migration is cancelled; page 1 is written before the next, or during it. */
function twice(switches: Partial<Host>): FineWorld {
  const world = new FineWorld({
    host: { ...qemu30, ...switches },
    design: none,
    pages: 2,
    actors: { operator: operator({ ends: 1, retries: 1 }) },
  });
  world.until("taker", "PageAllocated");
  world.move("taker", 1);
  world.until("migration", "PagesSent");
  world.move("operator");
  world.until("migration", "MigrationCancelled");
  return world;
}

function again(world: FineWorld): FineWorld {
  world.move("operator");
  world.until("migration", "MigrationBegun");
  return world;
}

Deno.test("a migration that begins with a full bitmap sends what the first one had sent", () => {
  const world = again(twice({}));
  assertEquals(world.status("Dirty"), 2);
  world.finish();
  assertEquals(world.lost(), 0);
});

Deno.test("a bitmap left as the first migration left it loses what that had sent (C-8)", () => {
  const world = again(twice({ refillsBitmap: false }));
  assertEquals([world.bit(0, "Migrate"), world.bit(1, "Migrate")], [false, true]);
  assertEquals(world.status("Dirty"), 1);
  world.finish();
  assertEquals(world.lost(), 1);
});

Deno.test("the first migration begins full on any host", () => {
  const world = new FineWorld({
    host: { ...qemu30, refillsBitmap: false, offersOnlyDirtied: true },
    pages: 2,
  });
  world.until("migration", "MigrationBegun");
  assertEquals(world.status("Dirty"), 2);
});

Deno.test("a second migration that offers only what was written since loses the rest (C-51)", () => {
  const world = again(twice({ offersOnlyDirtied: true }));
  assertEquals(world.status("Dirty"), 0);
  world.finish();
  assertEquals(world.lost(), 1);
});

Deno.test("what was written between two such migrations is offered, and comes", () => {
  const world = twice({ offersOnlyDirtied: true });
  world.move("taker", 1);
  again(world).finish();
  assertEquals([world.bit(0, "Received"), world.bit(1, "Received")], [true, false]);
  assertEquals(world.lost(), 0);
});
