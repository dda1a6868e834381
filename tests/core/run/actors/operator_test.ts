/**
 * The operator of a searched world: what it may do when, and that the migration thread obeys between any
 * two steps of sending.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { balloonDevice } from "../../../../core/run/actors/balloon_device.ts";
import { balloon } from "../../../../core/run/designs/balloon.ts";
import { qemu10 } from "../../../../core/decide/hosts/qemu_10.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { operator, type OperatorBounds } from "../../../../core/run/actors/operator.ts";
import { shrinkable } from "../../../../core/run/actors/reclaim.ts";
import { Phase } from "../../../../core/state/views.ts";
import { FineWorld } from "./fine_world.ts";

const STEPS_OF_A_PAGE = 3;

function withOperator(bounds: OperatorBounds, host = qemu30, pages = 1): FineWorld {
  return new FineWorld({
    host,
    pages,
    actors: { operator: operator(bounds) },
    settings: { postcopy: (bounds.postcopies ?? 0) > 0 },
    geometry: { nodes: 1 },
  });
}

Deno.test("an operator without bounds never acts", () => {
  const world = withOperator({});
  world.until("migration", "RoundBegun");
  assertEquals(world.choices("operator"), 0);
});

Deno.test("a migration is cancelled between any two steps of a page, and no lock stays held", () => {
  for (const host of [qemu30, { ...qemu10, chunkOrder: 1 }]) {
    for (let steps = 0; steps < STEPS_OF_A_PAGE; steps++) {
      const world = withOperator({ ends: 1 }, host, 2);
      world.until("migration", "RoundBegun");
      for (let step = 0; step < steps; step++) world.move("migration");
      world.move("operator");
      assertEquals(world.choices("migration"), 1);
      assert(world.move("migration").includes("MigrationCancelled"));
      assertEquals(world.status("Phase"), Phase.Cancelled);
      assertEquals(world.memory.lockHolder.every((holder) => holder === 0), true);
      assertEquals(world.choices("operator"), 0);
    }
  }
});

Deno.test("after an end the guest runs on: it is told, gives back, takes and writes", () => {
  const world = withOperator({ ends: 1 });
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld");
  world.move("operator");
  world.until("migration", "InterruptRaised");
  assertEquals(world.choices("migration"), 0);
  world.until("balloon", "InterruptsOn"); // every block is given back
  assertEquals(shrinkable(world.sim), 0);
  world.until("taker", "PageAllocated");
  assertEquals(world.move("taker", 1), ["PageWritten"]);
});

Deno.test("another migration begins only when it is ordered, and its destination is empty", () => {
  const world = withOperator({ ends: 1, retries: 1 });
  world.until("migration", "PagesSent");
  assertEquals(world.bit(0, "Received"), true);
  world.move("operator");
  assertEquals(world.choices("operator"), 0); // it has not ended yet
  world.until("migration", "InterruptRaised");
  assertEquals(world.choices("migration"), 0);
  world.move("operator");
  assertEquals(world.move("migration"), ["MigrationBegun"]);
  assertEquals([world.bit(0, "Received"), world.memory.arrived[0]], [false, 0]);
  assertEquals(world.choices("operator"), 0);
  world.finish();
  assertEquals(world.bit(0, "Received"), true);
});

Deno.test("postcopy is turned to between two pages, not amid one", () => {
  const world = withOperator({ postcopies: 1 }, qemu30, 2);
  world.until("migration", "RoundBegun");
  world.move("migration"); // a bit is cleared
  world.move("operator");
  assertEquals(world.move("migration"), ["PagesRead"]);
  assertEquals(world.move("migration"), ["PagesSent"]);
  assertEquals(world.move("migration"), ["RoundEnded", "GuestPaused"]);
  world.until("migration", "PostcopyBegun");
  assertEquals([world.bit(0, "Received"), world.bit(1, "Received")], [true, false]);
});

Deno.test("a write at the destination waits until its page has come, and is then made", () => {
  const world = withOperator({ postcopies: 1 }, qemu30, 2);
  world.until("taker", "PageAllocated"); // page 0
  world.until("migration", "RoundBegun");
  world.move("operator");
  world.until("migration", "PostcopyBegun");
  assertEquals(world.move("taker", 1), ["FaultAsked"]);
  assertEquals(world.choices("taker"), 0);
  assertEquals(world.move("migration"), ["BitsCleared", "PagesRead", "PagesSent"]);
  assertEquals(world.choices("taker"), 1);
  assertEquals(world.move("taker"), ["FaultAnswered", "PageWritten"]);
  world.until("migration", "SwitchedOver");
  assertEquals(world.lost(), 0);
});

Deno.test("an interrupt for something else makes the guest read that hints are over (D-3)", () => {
  const world = withOperator({ interrupts: 1 }, qemu30, 2);
  assertEquals(world.choices("operator"), 0);
  world.until("migration", "RoundBegun");
  world.until("balloon", "BlockHeld");
  for (let used = 0; used < 2; used++) world.until("queue", "DescriptorUsed"); // START, the hint
  assertEquals(world.move("operator"), ["InterruptRaised"]);
  assertThrows(() => world.move("operator"));
  world.until("balloon", "IdRead");
  world.until("balloon", "DescriptorQueued"); // STOP
  world.until("queue", "DescriptorUsed");
  assertEquals(world.choices("balloon"), 0);
  world.finish();
  assertEquals([world.bit(0, "Received"), world.bit(1, "Received")], [false, true]);
});

Deno.test("with a balloon its interrupts are other sizes of it: a page, and none", () => {
  const world = new FineWorld({
    host: qemu30,
    design: balloon,
    actors: {
      operator: operator({ interrupts: 2 }),
      balloon: balloon.worker!(0),
      queue: balloonDevice(),
    },
    settings: { balloonLeavesPages: 1 },
    geometry: { device: 1, types: 2 },
  });
  world.until("migration", "RoundBegun");
  assertEquals(world.move("operator"), ["BalloonTargetSet", "InterruptRaised"]);
  assertEquals(world.choices("operator"), 0); // the guest has not read it yet
  world.until("balloon", "DescriptorQueued");
  world.until("queue", "PageDiscarded");
  world.move("operator");
  world.until("balloon", "PageFreed");
  assertEquals(world.choices("operator"), 0);
});
