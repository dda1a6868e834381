/**
 * Hint events: a hint is a claim about the time since its command id was issued.
 * @module
 */
import { assertEquals } from "@std/assert";
import { ownerList } from "../../../../core/state/lists.ts";
import { swapped } from "../../../../core/state/apply/hints.ts";
import { Bit, type Memory } from "../../../../core/state/memory.ts";
import { Fault, Phase, Status } from "../../../../core/state/views.ts";
import { blocksOf, given, when } from "../../../support/given.ts";

const { Written, Hinted, Stale, Migrate } = Bit;
const bitsOf = (memory: Memory, from: number, until: number): number[] =>
  [...memory.bits].slice(from, until);
const STARTED = `
  id-issued id=2
  interrupt-raised interrupt=config
  id-read id=2
  descriptor-filled message=start number=2`;

Deno.test("a hint lets go of what was written before its id was issued, and of nothing newer", () => {
  const memory = given(`
    page-written actor=1 pfn=0 order=2
    ${STARTED}
    page-written actor=1 pfn=2
    hint-read    actor=2 pfn=0 order=2`);
  assertEquals(memory.status[Status.ActiveAt], 2);
  assertEquals(bitsOf(memory, 0, 5), [Hinted, Hinted, Hinted | Written, Hinted, 0]);
});

Deno.test("the id that counts is the one announced, not one issued since", () => {
  const memory = given(`
    ${STARTED}
    page-written actor=1 pfn=0
    id-issued    id=3
    hint-read    actor=2 pfn=0`);
  assertEquals(bitsOf(memory, 0, 1), [Hinted | Written]);
});

Deno.test("a page hinted again after it was handed out and freed is no longer stale", () => {
  const memory = given(`
    hint-read      pfn=4 order=1
    page-allocated pfn=4 order=1 actor=1`);
  assertEquals(bitsOf(memory, 4, 6), [Hinted | Stale, Hinted | Stale]);
  when(
    memory,
    `
    page-freed pfn=4 order=1 actor=1
    hint-read  pfn=4 order=1`,
  );
  assertEquals(bitsOf(memory, 4, 6), [Hinted, Hinted]);
});

Deno.test("the call's array fills as hints are read, and its page is written", () => {
  const memory = given(`
    log-armed
    hint-call-begun array=8 order=3 capacity=8
    hint-read       pfn=16 order=3 index=0
    hint-read       pfn=0  order=3 index=1`);
  assertEquals([...memory.array].slice(0, 2), [16, 0]);
  assertEquals(memory.status[Status.ArrayFilled], 2);
  assertEquals([memory.content[8], memory.bits[8]], [4, Written | Bit.Log]);
});

Deno.test("a hint of a block that is held does not go into the array", () => {
  const memory = given("hint-read pfn=16 order=3 index=5 held=1");
  assertEquals([memory.array[5], memory.status[Status.ArrayFilled]], [0, 0]);
});

Deno.test("a call with a bad order changes nothing but the lane", () => {
  const memory = given("hint-call-begun array=8 order=4 capacity=8");
  assertEquals(memory.status[Status.ArrayPfn], -1);
});

Deno.test("an applied hint clears the block's bits and counts those that were set", () => {
  const memory = given(`
    migration-begun
    bits-cleared pfn=4 count=2
    hint-read    pfn=4 order=2
    hint-applied pfn=4 order=2 index=3`);
  assertEquals(bitsOf(memory, 3, 9), [Migrate, 0, 0, 0, 0, Migrate]);
  assertEquals(memory.status[Status.Dirty], 40 - 2 - 2);
  assertEquals(memory.status[Status.ArrayApplied], 4);
  assertEquals(memory.status[Status.Phase], Phase.Setup);
});

Deno.test("a dropped hint leaves the bitmap alone", () => {
  const memory = given(`
    migration-begun
    hint-read    pfn=4 order=1
    hint-dropped pfn=4 order=1 reason=id entry=2`);
  assertEquals(bitsOf(memory, 4, 6), [Migrate, Migrate]);
  assertEquals([memory.status[Status.Dirty], memory.status[Status.ArrayApplied]], [40, 2]);
});

Deno.test("a hint out of range is dropped though it names no page of ours", () => {
  const memory = given("hint-dropped pfn=1000000 order=9 reason=range entry=1");
  assertEquals(memory.status[Status.ArrayApplied], 1);
});

Deno.test("a block that is held is on the holder's list until anyone returns it", () => {
  const memory = given(`
    page-allocated pfn=16 order=3 actor=2
    block-held     pfn=16 order=3 actor=2`);
  assertEquals(blocksOf(memory, ownerList(memory, 2)), [16]);
  when(memory, "block-returned pfn=16 order=3 actor=3");
  assertEquals(blocksOf(memory, ownerList(memory, 2)), []);
  assertEquals(memory.status[Status.Faults], 0);
});

Deno.test("holding a free block, or returning one that nobody holds, sets the fault bit", () => {
  assertEquals(given("block-held pfn=16 actor=2").status[Status.Faults], Fault.AllocatedTwice);
  assertEquals(given("block-returned pfn=16 actor=2").status[Status.Faults], Fault.UnlinkedTwice);
});

Deno.test("an address stored big-endian is read as another: like the same eight bytes in a DataView", () => {
  const twin = (pfn: number): number => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(pfn) << 12n, false);
    const frame = view.getBigUint64(0, true) >> 12n;
    return frame < 2n ** 31n ? Number(frame) : -1;
  };
  const pfns = [0, 1, 2, 0x400, 0x1000, 0xffc00, 0x100000, 0x300000, 0x7ffffff, 0xfffffff];
  for (let bit = 0; bit < 28; bit++) pfns.push(1 << bit, (1 << bit) | 0x400);
  assertEquals(pfns.map(swapped), pfns.map(twin));
  assertEquals(swapped(0x100000), 0x1000); // 4 GiB comes out at 16 MiB: another page of the guest
});

Deno.test("the host finds in the array what it reads there, not what was meant", () => {
  const memory = given("hint-read pfn=8 order=3 index=2 swapped=1");
  assertEquals([memory.array[2], memory.bits[8] & Hinted], [-1, Hinted]);
});
