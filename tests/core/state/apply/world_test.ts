/**
 * World events describe the state that a log begins with.
 * @module
 */
import { assertEquals } from "@std/assert";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { ownerList } from "../../../../core/state/lists.ts";
import { Bit, OLD_DATA, POISON } from "../../../../core/state/memory.ts";
import { blocksOf, freeLists, given, when } from "../../../support/given.ts";

Deno.test("blocks stand on their lists in the order in which they were described", () => {
  const memory = given(`
    block-on-list pfn=8 order=2 list=movable
    block-on-list pfn=0 order=2 list=movable
    block-on-list pfn=16 order=0 list=reclaimable`);
  assertEquals(freeLists(memory), "DMA 2 movable: 8 0; Normal 0 reclaimable: 16");
  assertEquals([...memory.zoneFree], [8, 1]);
  assertEquals(checkInvariants(memory), []);
});

Deno.test("pages in use hold old data that the guest may rely on, and stand on their owner's list", () => {
  const memory = given("pages-used pfn=4 count=3 type=movable actor=2\npages-used pfn=9 count=1");
  assertEquals(blocksOf(memory, ownerList(memory, 2)), [4, 5, 6]);
  assertEquals([...memory.content].slice(3, 8), [0, OLD_DATA, OLD_DATA, OLD_DATA, 0]);
  assertEquals(memory.bits[9], Bit.Written);
  assertEquals(checkInvariants(memory), []);
});

Deno.test("free pages hold old data, zeros or poison; none of it is relied on", () => {
  const memory = given("pages-hold pfn=1 count=2\npages-hold pfn=2 count=1 fill=poison");
  assertEquals([...memory.content].slice(0, 4), [0, OLD_DATA, POISON, 0]);
  assertEquals(memory.bits[1], 0);
});

Deno.test("limits are kept by zone, mark, request and cpu", () => {
  const memory = given(`
    zone-described    zone=1 managed=24
    watermark-set     zone=1 mark=high pages=9
    reserve-set       zone=0 request=1 pages=7
    percpu-limits-set zone=1 high=6 batch=2 cpu=1
    pageblocks-typed  pfn=16 blocks=2 type=reclaimable`);
  assertEquals([...memory.zoneManaged], [0, 24]);
  assertEquals(memory.zoneMarks[1 * 4 + 2], 9);
  assertEquals(memory.zoneReserve[0 * 2 + 1], 7);
  assertEquals([memory.percpuHigh[3], memory.percpuBatch[3]], [6, 2]);
  assertEquals([...memory.blockType].slice(3, 7), [0, 2, 2, 0]);
});

Deno.test("when the world is ready every lane begins anew, at the time reached", () => {
  const memory = given("+30 pages-hold pfn=1 count=2 actor=1");
  when(memory, "+5 world-ready");
  assertEquals([...memory.laneTime], [35, 35, 35, 35]);
  assertEquals([...memory.laneLast, ...memory.laneKind], Array(8).fill(0));
});
