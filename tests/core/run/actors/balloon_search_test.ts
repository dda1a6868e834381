/**
 * The balloon where steps are fine: its lock, a host whose pages are larger than the guest's, targets that are no whole
 * pages, and tasks that reclaim.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { qemu10 } from "../../../../core/decide/hosts/qemu_10.ts";
import { balloonDevice } from "../../../../core/run/actors/balloon_device.ts";
import { balloonOperator } from "../../../../core/run/actors/balloon_operator.ts";
import { reader } from "../../../../core/run/actors/reader.ts";
import { balloon } from "../../../../core/run/designs/balloon.ts";
import type { Design } from "../../../../core/run/designs/design.ts";
import { DISCARDED } from "../../../../core/state/memory.ts";
import { FineWorld } from "./fine_world.ts";

/** @param size what the operator asks for, by turns with none */
function withBalloon(
  size: number,
  change: Partial<Design> = {},
  units = 1,
  pageOrder = 0,
): FineWorld {
  return new FineWorld({
    host: { ...qemu10, pageOrder },
    design: { ...balloon, ...change },
    pages: 2,
    geometry: { device: 1, array: 1, orders: pageOrder + 1, pageblockOrder: pageOrder },
    settings: { pageUnits: units, cacheLanes: [1] },
    actors: {
      taker: reader(0),
      balloon: balloon.worker!(0),
      queue: balloonDevice(),
      operator: balloonOperator(size, 4),
    },
  });
}

/** The balloon gets the size that is asked for next. */
function resize(world: FineWorld): void {
  world.move("operator");
  for (let steps = 0; steps < 40; steps++) {
    if (world.choices("balloon") > 0) world.move("balloon");
    else if (world.choices("queue") > 0) world.move("queue");
    else return;
  }
  throw new Error("it is never done");
}

Deno.test("the driver's lock is held from a full batch until the host has used its message", () => {
  const world = withBalloon(1);
  world.move("operator");
  world.until("balloon", "LockAcquired");
  world.until("balloon", "DescriptorQueued");
  world.move("queue");
  assertEquals(world.choices("balloon"), 0);
  world.until("queue", "DescriptorUsed");
  assert(world.move("balloon").includes("LockReleased"));
});

Deno.test("who reclaims while the balloon's message is under way waits for its lock", () => {
  const world = withBalloon(1, { deflatesInShrinker: true });
  world.until("taker", "PageWritten");
  world.move("operator");
  world.until("balloon", "LockAcquired");
  assertEquals(world.move("taker"), ["LockContended"]);
});

Deno.test("a shrinker of the balloon takes its pages though there is page cache; a notifier does not", () => {
  for (const deflatesInShrinker of [true, false]) {
    const world = withBalloon(1, { deflatesInShrinker });
    world.until("taker", "PageWritten");
    resize(world);
    const happened = world.move("taker");
    assertEquals(happened.includes("ShrinkerCalled"), deflatesInShrinker);
    assertEquals(happened.includes("OutOfMemory"), false);
  }
});

Deno.test("a target that is no whole page is rounded up; without that the balloon is never done", () => {
  const world = withBalloon(1, {}, 2);
  resize(world);
  assertEquals(world.memory.listCount[world.memory.ownerBase + 1], 1);
  let endless = false;
  try {
    resize(withBalloon(1, { ignoresPageSize: true }, 2));
  } catch {
    endless = true;
  }
  assert(endless);
});

Deno.test("a host page goes back when all of it is in the balloon, and not before", () => {
  const world = withBalloon(2, {}, 1, 1);
  world.move("operator");
  world.until("balloon", "DescriptorQueued");
  assertEquals(world.move("queue").includes("PageDiscarded"), false);
  world.until("balloon", "DescriptorQueued");
  assert(world.move("queue").includes("PageDiscarded"));
  assertEquals([...world.memory.content], [DISCARDED, DISCARDED]);
});

Deno.test("a page that leaves the balloon is told to a host with larger pages before it is free", () => {
  const world = withBalloon(1, {}, 1, 1);
  resize(world);
  world.move("operator");
  world.until("balloon", "DescriptorQueued");
  assertEquals(world.choices("balloon"), 0);
  world.until("queue", "DescriptorUsed");
  world.until("balloon", "PageFreed");
  assertEquals(world.memory.lanePhase[5], 0); // and it forgets that it had a part of the page
});
