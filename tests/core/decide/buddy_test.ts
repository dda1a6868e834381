/**
 * Linux 4.17's buddy allocator, rule by rule: taking, splitting, merging, placement, fallback.
 * @module
 */
import { assertEquals } from "@std/assert";
import { allocate, free } from "../../../core/decide/allocator.ts";
import { findBlock, mergedOrder, placement, takeBlock } from "../../../core/decide/buddy.ts";
import { linux417 } from "../../../core/decide/profiles/linux_4_17.ts";
import type { Geometry } from "../../../core/state/geometry.ts";
import type { Memory } from "../../../core/state/memory.ts";
import { checkInvariants } from "../../../core/state/invariants.ts";
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { freeLists, given } from "../../support/given.ts";
import { didOf, machineOn } from "../../support/machine.ts";

const NONE = -1, UNMOVABLE = 0, MOVABLE = 1, RECLAIMABLE = 2;
const TAIL = 128;
const ALL_MOVABLE = "pageblocks-typed pfn=0 blocks=10 type=movable\n";
const MANAGED = "zone-described zone=0 managed=16\nzone-described zone=1 managed=24\n";

/** Takes a block off zone 0 into hand; what was stolen for it, and the pfn. */
function take(memory: Memory, order: number, type: number): [number, ...string[]] {
  const machine = machineOn(memory);
  const pfn = takeBlock(machine, 1, 0, order, type, Kind.BlockTaken);
  assertEquals(checkInvariants(memory), []);
  return [pfn, ...didOf(machine, /stolen/)];
}

Deno.test("a block is the head of the smallest list that has one", () => {
  const memory = given(`
    block-on-list pfn=8 order=2 list=movable
    block-on-list pfn=2 order=1 list=movable
    block-on-list pfn=6 order=1 list=movable
    block-on-list pfn=1 order=0 list=unmovable`);
  assertEquals(findBlock(memory, 0, 0, MOVABLE), 2);
  assertEquals(findBlock(memory, 0, 2, MOVABLE), 8);
  assertEquals(findBlock(memory, 0, 3, MOVABLE), NONE);
  assertEquals(take(memory, 0, MOVABLE), [2]);
  assertEquals(
    freeLists(memory),
    "DMA 0 unmovable: 1; DMA 0 movable: 3; DMA 1 movable: 6; DMA 2 movable: 8",
  );
});

Deno.test("a fresh block is handed out in ascending order: the lower half is kept", () => {
  const memory = given(`${MANAGED}block-on-list pfn=16 order=3 list=movable`);
  const machine = machineOn(memory);
  const pfns = [1, 1, 1].map((order) => allocate(machine, 1, order, MOVABLE, GFP_KERNEL, false));
  assertEquals(pfns, [16, 18, 20]);
  assertEquals(freeLists(memory), "Normal 1 movable: 22");
});

Deno.test("a block given back goes to the head: last in, first out", () => {
  const memory = given(`
    ${ALL_MOVABLE}
    page-allocated pfn=16 order=1 actor=1
    page-allocated pfn=20 order=1 actor=1`);
  const machine = machineOn(memory);
  free(machine, 1, 20, 1);
  free(machine, 1, 16, 1);
  assertEquals(freeLists(memory), "Normal 1 movable: 16 20");
});

Deno.test("a block merges with free buddies of its order, up to the highest order and no further", () => {
  const memory = given(`
    block-on-list pfn=1 order=0 list=movable
    block-on-list pfn=2 order=1 list=movable
    block-on-list pfn=4 order=2 list=unmovable
    block-on-list pfn=8 order=3 list=movable`);
  assertEquals(mergedOrder(memory, linux417, 0, 0, 0), 3);
  const half = given("block-on-list pfn=1 order=0\nblock-on-list pfn=2 order=0");
  assertEquals(mergedOrder(half, linux417, 0, 0, 0), 1); // the buddy of 0 and 1 is split
});

Deno.test("blocks do not merge across the border of zones, nor with a page of a cpu's list", () => {
  const zones = [{ name: "DMA", start: 0, frames: 4 }, { name: "Normal", start: 4, frames: 36 }];
  const border = given("block-on-list pfn=4 order=2", { zones });
  assertEquals(mergedOrder(border, linux417, 0, 0, 2), 2);
  assertEquals(mergedOrder(given("block-on-percpu pfn=1"), linux417, 0, 0, 0), 0);
});

const isolations: [string, string, number][] = [
  ["neither side is isolated", "", 3],
  ["one side is isolated", "pageblocks-typed pfn=4 blocks=1 type=isolate", 2],
  ["both sides are isolated", "pageblocks-typed pfn=0 blocks=2 type=isolate", 3],
  ["one side is highatomic", "pageblocks-typed pfn=4 blocks=1 type=highatomic", 3],
];
for (const [when, typed, merged] of isolations) {
  Deno.test(`whole pageblocks merge to order ${merged} if ${when}`, () => {
    const memory = given(`${typed}\nblock-on-list pfn=4 order=2`);
    assertEquals(mergedOrder(memory, linux417, 0, 0, 2), merged);
  });
}

Deno.test("a block goes to the tail if the buddy of what it may yet become is free", () => {
  //   | 0 | 1 used | 2 . 3 free |   0 will merge with 1, and both with 2
  const memory = given("block-on-list pfn=2 order=1 list=movable");
  assertEquals(placement(memory, linux417, 0, 0, 0, MOVABLE), (MOVABLE << 4) | TAIL);
  assertEquals(placement(memory, linux417, 0, 1, 0, MOVABLE), (MOVABLE << 4) | TAIL);
  assertEquals(placement(memory, linux417, 0, 4, 0, MOVABLE), MOVABLE << 4);
  // A buddy that is free, but smaller, promises nothing.
  const smaller = given("block-on-list pfn=2 order=0 list=movable");
  assertEquals(placement(smaller, linux417, 0, 0, 0, MOVABLE), MOVABLE << 4);
});

Deno.test("the second highest order goes to the head, whatever is free beside it", () => {
  const memory = given("block-on-list pfn=8 order=3 list=movable"); // orders 0 to 3
  assertEquals(placement(memory, linux417, 0, 0, 2, MOVABLE), 2 | (MOVABLE << 4));
  assertEquals(placement(memory, linux417, 0, 0, 1, MOVABLE), 1 | (MOVABLE << 4));
  const lower = given("block-on-list pfn=4 order=2 list=movable");
  assertEquals(placement(lower, linux417, 0, 0, 1, MOVABLE), 1 | (MOVABLE << 4) | TAIL);
});

const fallbacks: [number, string[]][] = [
  [UNMOVABLE, ["reclaimable", "movable"]],
  [MOVABLE, ["reclaimable", "unmovable"]],
  [RECLAIMABLE, ["unmovable", "movable"]],
];
for (const [type, [first, second]] of fallbacks) {
  Deno.test(`type ${type} falls back to ${first}, then to ${second}`, () => {
    const memory = given(`
      block-on-list pfn=0 order=2 list=${second}
      block-on-list pfn=8 order=2 list=${first}
      block-on-list pfn=4 order=0 list=highatomic`);
    assertEquals(take(memory, 2, type)[0], 8);
    assertEquals(take(memory, 2, type)[0], 0);
    assertEquals(take(memory, 0, type)[0], NONE);
  });
}

Deno.test("a fallback takes the largest block, and its pageblocks with it", () => {
  const memory = given(`
    ${ALL_MOVABLE}
    block-on-list pfn=4 order=2 list=movable
    block-on-list pfn=8 order=3 list=movable`);
  assertEquals(take(memory, 0, UNMOVABLE), [
    8,
    "pageblock-stolen pfn=0x8 order=3 from=movable owned=1",
  ]);
  assertEquals(
    freeLists(memory),
    "DMA 0 unmovable: 9; DMA 1 unmovable: 10; DMA 2 unmovable: 12; DMA 2 movable: 4",
  );
  assertEquals([...memory.blockType].slice(0, 5), [1, 1, 0, 0, 1]);
});

const LINUX: Partial<Geometry> = {
  frames: 2048,
  zones: [{ name: "DMA", start: 0, frames: 2048 }],
  orders: 11,
  pageblockOrder: 9,
};

Deno.test("a movable request splits the smallest block if the largest is below order 4", () => {
  const memory = given(
    `
    block-on-list pfn=512 order=3 list=unmovable
    block-on-list pfn=640 order=1 list=unmovable
    block-on-list pfn=768 order=2 list=unmovable`,
    LINUX,
  );
  assertEquals(take(memory, 0, MOVABLE), [640, "pageblock-stolen pfn=0x280 order=1 to=movable"]);
  assertEquals(take(memory, 3, MOVABLE), [512, "pageblock-stolen pfn=0x200 order=3 to=movable"]);
});

Deno.test("a movable request claims from order 4 on: half of pageblock order 9", () => {
  const memory = given(
    `
    block-on-list pfn=512 order=4 list=unmovable
    block-on-list pfn=640 order=1 list=unmovable`,
    LINUX,
  );
  // All free pages of the pageblock became movable; the smallest that will do is split.
  assertEquals(take(memory, 0, MOVABLE), [
    640,
    "pageblock-stolen pfn=0x200 order=4 to=movable whole=1",
  ]);
  assertEquals(freeLists(memory), "DMA 0 movable: 641; DMA 4 movable: 512");
});

Deno.test("an unmovable request claims at any order", () => {
  const memory = given(
    "pageblocks-typed pfn=0 blocks=4 type=movable\nblock-on-list pfn=640 order=0 list=movable",
    LINUX,
  );
  // All but the free page counts as alike: in use, in a movable pageblock, and not movable.
  assertEquals(take(memory, 0, UNMOVABLE), [
    640,
    "pageblock-stolen pfn=0x280 order=0 from=movable whole=1 owned=1",
  ]);
});

Deno.test("a pageblock with half of its pages free is given away; one page less, and it is not", () => {
  const typed = "pageblocks-typed pfn=0 blocks=4 type=reclaimable\n";
  const half = given(`${typed}block-on-list pfn=768 order=8 list=reclaimable`, LINUX);
  assertEquals(
    take(half, 0, UNMOVABLE)[1],
    "pageblock-stolen pfn=0x300 order=8 from=reclaimable whole=1 owned=1",
  );
  const orders = [0, 1, 2, 3, 4, 5, 6, 7]; // 255 pages
  const parts = orders.map((order) =>
    `block-on-list pfn=${768 + (1 << order)} order=${order} list=reclaimable`
  );
  assertEquals(
    take(given(typed + parts.join("\n"), LINUX), 0, UNMOVABLE)[1],
    "pageblock-stolen pfn=0x380 order=7 from=reclaimable whole=1",
  );
});

Deno.test("movable pages in use count as alike for a movable request, and against any other", () => {
  const half = `
    pageblocks-typed pfn=0 blocks=4 type=unmovable
    page-allocated   pfn=512 order=7 type=movable actor=1
    page-allocated   pfn=640 order=6 type=movable actor=1
    block-on-list    pfn=704 order=6 list=unmovable`; // 192 and 64 pages: half of 512
  assertEquals(take(given(half, LINUX), 0, MOVABLE)[1].endsWith("whole=1 owned=1"), true);
  assertEquals(take(given(half, LINUX), 0, RECLAIMABLE)[1].endsWith("whole=1"), true);
});

Deno.test("a highatomic pageblock is never claimed: its block moves alone", () => {
  const memory = given(
    `
    pageblocks-typed pfn=512 blocks=1 type=highatomic
    block-on-list    pfn=512 order=4 list=movable
    block-on-list    pfn=640 order=1 list=movable`,
    LINUX,
  );
  assertEquals(take(memory, 4, UNMOVABLE)[1], "pageblock-stolen pfn=0x200 order=4 from=movable");
  assertEquals(memory.blockType[1], 3);
});

Deno.test("a pageblock that ends behind its zone is not claimed", () => {
  const zones = [{ name: "DMA", start: 0, frames: 1000 }];
  const memory = given("block-on-list pfn=512 order=8 list=unmovable", { ...LINUX, zones });
  assertEquals(take(memory, 8, MOVABLE)[1], "pageblock-stolen pfn=0x200 order=8 to=movable");
});
