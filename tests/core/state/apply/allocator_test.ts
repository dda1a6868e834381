/**
 * Allocator events: what they do to lists and counters, and the faults that they show.
 * @module
 */
import { assertEquals } from "@std/assert";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { ownerList, percpuList } from "../../../../core/state/lists.ts";
import { Bit, type Memory } from "../../../../core/state/memory.ts";
import { Fault, Status } from "../../../../core/state/views.ts";
import { blocksOf, freeLists, given, when } from "../../../support/given.ts";

const faultsOf = (memory: Memory): number => memory.status[Status.Faults];

Deno.test("block-put joins free buddies up to the whole=1 zone", () => {
  const memory = given(`
    block-on-list pfn=8 order=3 list=movable
    block-on-list pfn=4 order=2 list=movable
    block-on-list pfn=2 order=1 list=unmovable
    block-on-list pfn=0 order=0 list=movable
    block-put     pfn=1 order=0 merged=3 list=movable`);
  assertEquals(freeLists(memory), "DMA 3 movable: 0 8");
  assertEquals(memory.zoneFree[0], 16);
  assertEquals(checkInvariants(memory), []);
});

Deno.test("block-put stops where the event says, and goes to the tail=1 if it says so", () => {
  const memory = given(`
    block-on-list pfn=4  order=2 list=movable
    block-put     pfn=8  order=2 merged=2 list=movable
    block-put     pfn=16 order=2 merged=2 list=movable
    block-put     pfn=24 order=2 merged=2 list=movable tail=1`);
  assertEquals(freeLists(memory), "DMA 2 movable: 8 4; Normal 2 movable: 16 24");
});

Deno.test("block-put that merges with a block in use sets the fault bit", () => {
  const memory = given("pages-used pfn=1 count=1\nblock-put pfn=0 order=0 merged=1");
  assertEquals(faultsOf(memory), Fault.MergedUsed);
});

Deno.test("block-taken splits: each upper half goes back one order lower", () => {
  const memory = given(`
    block-on-list pfn=0 order=3 list=movable
    block-taken   pfn=0 order=0 found=3 list=movable`);
  assertEquals(freeLists(memory), "DMA 0 movable: 1; DMA 1 movable: 2; DMA 2 movable: 4");
  assertEquals(memory.zoneFree[0], 7);
});

Deno.test("block-taken puts halves at the head, or at the tail=1 if the event says so", () => {
  const memory = given(`
    block-on-list pfn=16 order=2 list=movable
    block-on-list pfn=24 order=3 list=movable
    block-on-list pfn=0  order=2 list=movable
    block-on-list pfn=8  order=3 list=movable
    block-taken   pfn=24 order=2 found=3 list=movable
    block-taken   pfn=8  order=2 found=3 list=movable tail=1`);
  assertEquals(freeLists(memory), "DMA 2 movable: 0 12; Normal 2 movable: 28 16");
});

Deno.test("block-taken of what is on no list sets the fault bit", () => {
  const memory = given("block-taken pfn=0 order=0 found=0");
  assertEquals(faultsOf(memory), Fault.UnlinkedTwice);
});

Deno.test("a refill goes to the tail of the cpu's list, a page from it leaves the head", () => {
  const memory = given(`
    block-on-list  pfn=16 order=1 list=movable
    page-refilled  pfn=16 order=0 found=1 list=movable type=reclaimable cpu=1
    page-refilled  pfn=17 order=0 found=0 list=movable type=reclaimable cpu=1
    page-allocated pfn=16 actor=2 cpu=1 type=reclaimable percpu=1 owned=1`);
  assertEquals(blocksOf(memory, percpuList(memory, 1, 1, 0, 2)), [17]);
  assertEquals(blocksOf(memory, ownerList(memory, 2)), [16]);
  assertEquals([memory.zoneFree[1], memory.percpuPages[1 * 2 + 1]], [0, 1]);
  assertEquals(checkInvariants(memory), []);
});

Deno.test("a page freed to a cpu's list goes to its head; a drain takes it back to the zone", () => {
  const memory = given(`
    block-on-percpu pfn=17 list=movable cpu=1
    pages-used      pfn=16 count=1 actor=1 type=movable
    page-freed      pfn=16 actor=1 cpu=1 type=movable percpu=1`);
  assertEquals(blocksOf(memory, percpuList(memory, 1, 1, 0, 1)), [16, 17]);
  when(
    memory,
    `
    page-drained pfn=17 merged=0 list=movable from=1
    page-drained pfn=16 merged=1 list=movable from=1`,
  );
  assertEquals(freeLists(memory), "Normal 1 movable: 16");
  assertEquals([memory.zoneFree[1], memory.percpuPages[1 * 2 + 1]], [2, 0]);
  assertEquals(checkInvariants(memory), []);
});

Deno.test("a drained page leaves the lists of the cpu that the event names, not its own", () => {
  const memory = given(`
    block-on-percpu pfn=3 list=unmovable cpu=0
    page-drained    pfn=3 merged=0 list=unmovable from=0 cpu=1`);
  assertEquals([memory.percpuPages[0], memory.percpuPages[1]], [0, 0]);
  assertEquals(checkInvariants(memory), []);
});

Deno.test("a highatomic page waits on the movable list, with its own type", () => {
  const memory = given(`
    pageblocks-typed pfn=0 blocks=1 type=highatomic
    page-freed       pfn=2 type=highatomic percpu=1`);
  assertEquals(blocksOf(memory, percpuList(memory, 0, 0, 0, 1)), [2]);
  assertEquals(checkInvariants(memory), []);
});

Deno.test("a stolen pageblock's free pages move in ascending order, each to the head", () => {
  const memory = given(`
    block-on-list    pfn=8  order=0 list=unmovable
    block-on-list    pfn=4  order=0 list=movable
    block-on-list    pfn=6  order=1 list=movable
    pageblock-stolen pfn=6  order=1 from=movable to=unmovable whole=1 owned=1`);
  assertEquals(freeLists(memory), "DMA 0 unmovable: 4 8; DMA 1 unmovable: 6");
  assertEquals([...memory.blockType].slice(0, 3), [0, 0, 0]);
  assertEquals(checkInvariants(memory), []);
});

Deno.test("in the pageblock of frame 0, which is no zone's, the walk begins at the stolen block", () => {
  const memory = given(`
    block-on-list    pfn=1  order=0 list=movable
    block-on-list    pfn=2  order=0 list=movable
    block-on-list    pfn=3  order=0 list=movable
    pageblock-stolen pfn=2  order=0 from=movable to=unmovable whole=1`);
  assertEquals(freeLists(memory), "DMA 0 unmovable: 3 2; DMA 0 movable: 1");
});

Deno.test("a stolen pageblock that is not owned keeps its type; tail is tail", () => {
  const memory = given(`
    pageblocks-typed pfn=0 blocks=10 type=movable
    block-on-list    pfn=8 order=0 list=unmovable
    block-on-list    pfn=0 order=0 list=movable
    pageblock-stolen pfn=0 order=0 from=movable to=unmovable whole=1 tail=1`);
  assertEquals(freeLists(memory), "DMA 0 unmovable: 8 0");
  assertEquals(memory.blockType[0], 1);
});

Deno.test("a stolen block above a pageblock moves alone and claims all its pageblocks", () => {
  const memory = given(`
    pageblocks-typed pfn=0 blocks=10 type=movable
    block-on-list    pfn=8 order=3 list=movable
    block-on-list    pfn=0 order=2 list=movable
    pageblock-stolen pfn=8 order=3 from=movable to=reclaimable owned=1`);
  assertEquals(freeLists(memory), "DMA 2 movable: 0; DMA 3 reclaimable: 8");
  assertEquals([...memory.blockType].slice(0, 5), [1, 1, 2, 2, 1]);
});

Deno.test("stealing a block that is not free sets the fault bit", () => {
  const memory = given("pageblock-stolen pfn=8 order=1 from=movable to=reclaimable");
  assertEquals(faultsOf(memory), Fault.UnlinkedTwice);
});

Deno.test("an allocation makes every hinted page of its block stale, and what it held moot", () => {
  const memory = given(`
    pages-used     pfn=4 count=2
    page-freed     pfn=4
    page-freed     pfn=5
    hint-read      pfn=4 order=1
    page-allocated pfn=4 order=2 actor=1`);
  const stale = Bit.Hinted | Bit.Stale;
  assertEquals([...memory.bits].slice(3, 9), [0, stale, stale, 0, 0, 0]);
});

Deno.test("a block handed out twice, or while it is free, sets the fault bit", () => {
  const twice = "page-allocated pfn=0 actor=1\npage-allocated pfn=0 actor=2";
  assertEquals(faultsOf(given(twice)), Fault.AllocatedTwice);
  const free = "block-on-list pfn=0\npage-allocated pfn=0 actor=1";
  assertEquals(faultsOf(given(free)), Fault.AllocatedTwice);
});

Deno.test("a block given back twice sets the fault bit and moves nothing", () => {
  const memory = given(`
    block-on-list pfn=0 list=movable
    page-freed    pfn=0 type=movable percpu=1`);
  assertEquals(faultsOf(memory), Fault.FreedTwice);
  assertEquals(freeLists(memory), "DMA 0 movable: 0");
});

Deno.test("a block given back with another order sets the fault bit", () => {
  const memory = given("page-allocated pfn=0 order=1 actor=1\npage-freed pfn=0 order=0 actor=1");
  assertEquals(faultsOf(memory), Fault.FreedOtherOrder);
});

Deno.test("a page never heard of may be given back: an imported log begins in its life", () => {
  const memory = given("page-freed pfn=9\nblock-put pfn=9");
  assertEquals([freeLists(memory), faultsOf(memory)], ["DMA 0 unmovable: 9", 0]);
});

Deno.test("a block leaves its owner's list when another lane frees it", () => {
  const memory = given(`
    page-allocated pfn=8 order=1 actor=1 owned=1
    page-allocated pfn=4 order=2 actor=1 owned=1
    page-freed     pfn=8 order=1 actor=2`);
  assertEquals(blocksOf(memory, ownerList(memory, 1)), [4]);
});
