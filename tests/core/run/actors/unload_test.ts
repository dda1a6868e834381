/**
 * A driver that is unloaded: when it may be, and what becomes of the blocks that it holds.
 * @module
 */
import { assertEquals } from "@std/assert";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { balloonWorker } from "../../../../core/run/actors/balloon_worker.ts";
import { unloadable } from "../../../../core/run/actors/unload.ts";
import { merged } from "../../../../core/run/designs/merged.ts";
import { FineWorld } from "./fine_world.ts";

const UNLOAD = 0;

/** A driver that holds a block, whose report is over and whose buffers the host has used. */
function holding(keepsBlocksOnRemove = false): FineWorld {
  const world = new FineWorld({
    host: qemu30,
    design: { ...merged, keepsBlocksOnRemove },
    actors: { balloon: unloadable(balloonWorker(0)) },
  });
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld");
  while (world.choices("balloon") > 0) world.move("balloon");
  while (world.choices("queue") > 0) world.move("queue");
  return world;
}

Deno.test("while the host has its buffers, or its work goes on, a driver is not unloaded", () => {
  const world = new FineWorld({
    host: qemu30,
    actors: { balloon: unloadable(balloonWorker(0)) },
  });
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld");
  assertEquals(world.choices("balloon"), 1);
  while (world.choices("balloon") > 0) world.move("balloon");
  assertEquals(world.choices("queue"), 1); // START, the hint and STOP wait for the host
});

Deno.test("a driver that is unloaded gives its blocks back, and is not heard of any more", () => {
  const world = holding();
  world.until("balloon", "BlockReturned", UNLOAD);
  world.until("balloon", "InterruptsOn");
  assertEquals(world.choices("balloon"), 0);
  assertEquals(world.memory.zoneFree[0], 1);
  assertEquals(world.memory.lockHolder.every((holder) => holder === 0), true);
});

Deno.test("one that keeps them leaves them with nobody to give them back", () => {
  const world = holding(true);
  world.move("balloon", UNLOAD);
  assertEquals(world.choices("balloon"), 0);
  assertEquals(world.memory.zoneFree[0], 0);
});
