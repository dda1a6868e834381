/**
 * Why a free page was not hinted, told from the log: a block of order 3 that no hint names, and how the
 * report ended.
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Geometry } from "../../core/state/geometry.ts";
import { figuresOfText } from "../support/figures.ts";
import { GEOMETRY } from "../support/given.ts";

/** Pages by reason, of a report in which block 0 is hinted and block 16 is not; reasons without any are left out. */
function why(end: string, change: Partial<Geometry> = {}, request = ""): Record<string, number> {
  const { hints } = figuresOfText(
    `block-on-list     pfn=0 order=3 list=movable
     block-on-list     pfn=16 order=3 list=movable
     world-ready
     id-read           actor=2 id=2
     descriptor-filled actor=2 pfn=2 message=start
     ${request}
     hint-call-begun   actor=2 array=none order=3 capacity=1
     hint-read         actor=2 pfn=0 order=3 index=0
     ${end}
     descriptor-filled actor=2 message=stop`,
    change,
  );
  return Object.fromEntries(Object.entries(hints.notHinted).filter(([, pages]) => pages > 0));
}

Deno.test("a page on a per-cpu list, and a block below the order, no design sees", () => {
  const { hints } = figuresOfText(`
    block-on-list     pfn=0 order=3 list=movable
    block-on-list     pfn=8 order=1 list=movable
    block-on-percpu   pfn=10 order=0 list=movable
    world-ready
    hint-read         actor=2 pfn=0 order=3 index=0
    allocation-failed actor=2 order=3
    descriptor-filled actor=2 message=stop`);
  const { belowOrder, percpu } = hints.notHinted;
  assertEquals([hints.freeNotHinted, belowOrder, percpu], [3, 2, 1]);
});

Deno.test("a walk over one order does not see the larger blocks, an allocation would split them", () => {
  const hint = (held: number): number[] => {
    const { hints } = figuresOfText(`
      block-on-list     pfn=0 order=2 list=movable
      block-on-list     pfn=16 order=3 list=movable
      world-ready
      hint-read         actor=2 pfn=0 order=2 index=0 held=${held}
      descriptor-filled actor=2 message=stop`);
    return [hints.notHinted.aboveOrder, hints.notHinted.other];
  };
  assertEquals([hint(0), hint(1)], [[8, 0], [0, 8]]);
});

Deno.test("an array that is full was too small", () => {
  assertEquals(why("hint-call-ended actor=2 returned=1"), { arrayFull: 8 });
});

Deno.test("a request that fails met the watermark; a Movable zone it does not reach", () => {
  const failed = "allocation-failed actor=2 order=3 gfp=176";
  assertEquals(why(failed), { watermark: 8 });
  const [dma, normal] = GEOMETRY.zones;
  const zones = [dma, { ...normal, name: "Movable" }];
  assertEquals(why(failed, { zones }), { otherZone: 8 });
});

Deno.test("a request for this node does not reach the other", () => {
  const [dma, normal] = GEOMETRY.zones;
  const taken = `
    block-taken    actor=2 pfn=0 order=3 found=3 list=movable
    page-allocated actor=2 pfn=0 order=3 type=movable gfp=240`;
  const failed = "allocation-failed actor=2 order=3 gfp=240";
  assertEquals(
    why(failed, { zones: [dma, { ...normal, node: 1 }], nodes: 2 }, taken),
    { otherNode: 8 },
  );
});

Deno.test("what was counted and given back was left on purpose", () => {
  const left = `
    block-taken    actor=2 pfn=16 order=3 found=3 list=movable
    page-allocated actor=2 pfn=16 order=3 type=movable gfp=176
    blocks-counted actor=2 order=3 blocks=0
    page-freed     actor=2 pfn=16 order=3 type=movable
    block-put      actor=2 pfn=16 order=3 merged=3 list=movable`;
  assertEquals(why(left), { onPurpose: 8 });
});

Deno.test("a hint that the driver let fall names no page: the queue was full", () => {
  const fallen = `
    hint-read    actor=2 pfn=16 order=3 index=1
    hint-dropped actor=2 pfn=16 order=3 reason=queue-full`;
  assertEquals(why(fallen), { queueFull: 8 });
});

Deno.test("a report that the host stopped says nothing of what it did not come to", () => {
  assertEquals(why("id-read actor=2 id=0"), { other: 8 });
});

Deno.test("only the first report's end is looked at", () => {
  const twice = `
    allocation-failed actor=2 order=3
    descriptor-filled actor=2 message=stop
    hint-read         actor=2 pfn=16 order=3 index=1`;
  assertEquals(why(twice), { watermark: 8 });
});
