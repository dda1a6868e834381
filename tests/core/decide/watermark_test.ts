/**
 * Watermarks: what a request must leave in a zone.
 * @module
 */
import { assertEquals } from "@std/assert";
import { allocate } from "../../../core/decide/allocator.ts";
import { isAbove, zoneFor } from "../../../core/decide/watermark.ts";
import { Mark } from "../../../core/state/views.ts";
import { Gfp, GFP_ATOMIC, GFP_HINT, GFP_KERNEL } from "../../../events/gfp.ts";
import { given } from "../../support/given.ts";
import { didOf, machineOn } from "../../support/machine.ts";

const NONE = -1, MOVABLE = 1;
const DMA = 0, NORMAL = 1;
const MANAGED = "zone-described zone=0 managed=16\nzone-described zone=1 managed=24\n";

/** A Normal zone with `free` pages in single pieces, and a min mark. */
function zoneWith(free: number, min: number): ReturnType<typeof given> {
  const pieces = Array.from(
    { length: free },
    (_, at) => `block-on-list pfn=${16 + 2 * at} list=movable`,
  );
  const mark = `watermark-set zone=1 mark=min pages=${min}\n`;
  return given(MANAGED + mark + pieces.join("\n"), {
    frames: 200,
    zones: [{ name: "DMA", start: 0, frames: 16 }, { name: "Normal", start: 16, frames: 184 }],
  });
}

const may = (free: number, min: number, gfp: number): boolean =>
  isAbove(zoneWith(free, min), NORMAL, 0, Mark.Min, gfp);

const rebates: [string, number, number][] = [
  ["nothing", GFP_KERNEL, 40],
  ["half for __GFP_HIGH", Gfp.High, 20],
  ["a quarter for __GFP_ATOMIC", Gfp.Atomic, 30],
  ["half, and a quarter of that, for GFP_ATOMIC", GFP_ATOMIC, 15],
  ["nothing for __GFP_ATOMIC with __GFP_NOMEMALLOC", Gfp.Atomic | Gfp.NoMemalloc, 40],
  ["nothing for the merged driver's mask", GFP_HINT, 40],
];
for (const [what, gfp, kept] of rebates) {
  Deno.test(`below low, a mark of 40 pages gives a rebate of ${what}: ${kept} must be left over`, () => {
    assertEquals([may(kept, 40, gfp), may(kept + 1, 40, gfp)], [false, true]);
  });
}

Deno.test("halves and quarters are rounded as the kernel rounds them: the rebate down", () => {
  assertEquals([may(4, 7, Gfp.High), may(5, 7, Gfp.High)], [false, true]); // 7 - 3
  assertEquals([may(6, 7, Gfp.Atomic), may(7, 7, Gfp.Atomic)], [false, true]); // 7 - 1
});

Deno.test("at the low mark there are no rebates", () => {
  const memory = given(
    `${MANAGED}watermark-set zone=1 mark=low pages=4\nblock-on-list pfn=16 order=2`,
  );
  assertEquals(isAbove(memory, NORMAL, 0, Mark.Low, GFP_ATOMIC), false);
});

Deno.test("a block must leave the mark when it is gone: all but one of its pages count", () => {
  const memory = (pages: number): ReturnType<typeof given> =>
    given(`${MANAGED}watermark-set zone=1 mark=min pages=${pages}\nblock-on-list pfn=16 order=3`);
  const above = (pages: number): boolean => isAbove(memory(pages), NORMAL, 2, Mark.Min, GFP_KERNEL); // 8 - 3 = 5
  assertEquals([above(4), above(5)], [true, false]);
});

Deno.test("above order 0 there must be a block: of the first three types, of the order or more", () => {
  const memory = given(`${MANAGED}
    block-on-list pfn=16 order=2 list=highatomic
    block-on-list pfn=24 order=1 list=reclaimable
    block-on-list pfn=28 order=1 list=movable`);
  const above = (order: number): boolean => isAbove(memory, NORMAL, order, Mark.Min, GFP_KERNEL);
  assertEquals([above(0), above(1), above(2)], [true, true, false]);
});

Deno.test("the highest zone above its mark serves; a lower one keeps its reserve", () => {
  const memory = given(`${MANAGED}
    reserve-set   zone=0 request=1 pages=3
    block-on-list pfn=0 order=2
    block-on-list pfn=16 order=0`);
  assertEquals(zoneFor(memory, 0, Mark.Low, GFP_KERNEL), NORMAL);
  assertEquals(zoneFor(memory, 1, Mark.Low, GFP_KERNEL), NONE); // 4 - 1 is not more than 3
  memory.zoneReserve[0 * 2 + 1] = 2;
  assertEquals(zoneFor(memory, 1, Mark.Low, GFP_KERNEL), DMA);
});

Deno.test("the reserve counts against the zone that a request prefers, not against the zone's own", () => {
  const memory = given(
    `${MANAGED}reserve-set zone=0 request=1 pages=9\nblock-on-list pfn=0 order=2`,
  );
  assertEquals(isAbove(memory, DMA, 0, Mark.Min, GFP_KERNEL), false);
  assertEquals(isAbove(memory, DMA, 0, Mark.Min, GFP_KERNEL | Gfp.Dma), true);
});

const LOW = `${MANAGED}
  watermark-set zone=1 mark=min pages=2
  watermark-set zone=1 mark=low pages=4
  block-on-list pfn=16 order=2 list=movable`;

Deno.test("below low a request that may wakes kswapd, and takes the slow path down to min", () => {
  const machine = machineOn(given(LOW));
  assertEquals(allocate(machine, 1, 0, MOVABLE, GFP_KERNEL, false), 16);
  const [woken, ...rest] = didOf(machine);
  assertEquals(woken, "kswapd-woken zone=1");
  assertEquals(rest[rest.length - 1].includes("slow=1"), true);
});

Deno.test("the merged driver's mask wakes nobody, and gets nothing at min", () => {
  const machine = machineOn(given(LOW));
  assertEquals(allocate(machine, 1, 1, MOVABLE, GFP_HINT, false), 16);
  assertEquals(allocate(machine, 1, 1, MOVABLE, GFP_HINT, false), NONE);
  assertEquals(didOf(machine, /kswapd/), []);
  assertEquals(didOf(machine, /failed/), ["allocation-failed order=1 gfp=176 type=movable"]);
});
