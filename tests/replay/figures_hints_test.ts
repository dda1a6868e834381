/**
 * Figures of hints and migration, each told by a short log: lane 1 is a task, lane 2 hints, lane 3 is the
 * host's.
 * @module
 */
import { assertEquals } from "@std/assert";
import { figuresOf } from "../support/measured.ts";
import { figuresOfText } from "../support/figures.ts";
import { small } from "../support/runs.ts";

const WORLD = `
  block-on-list pfn=0 order=3 list=movable
  block-on-list pfn=16 order=3 list=movable
  world-ready
  migration-begun actor=3 cpu=host0
  id-read actor=2 id=2`;
const TAKEN = `
  block-taken    actor=1 pfn=0 order=0 found=3 list=movable
  page-allocated actor=1 pfn=0 order=0 type=movable`;

/** A call that reads block 0, with what happens before it returns, is received, is used. */
const report = (inCall: string, onTheWay: string, atHost: string): string =>
  `${WORLD}
  hint-call-begun     actor=2 array=none order=3 capacity=8
  hint-read           actor=2 pfn=0 order=3 index=0
  ${inCall}
  hint-call-ended     actor=2 returned=1
  descriptor-filled   actor=2 message=array number=1
  descriptor-queued   actor=2 slot=0
  ${onTheWay}
  descriptor-received actor=3 cpu=host0 slot=0
  ${atHost}
  hint-applied        actor=3 cpu=host0 pfn=0 order=3 index=0`;

Deno.test("a page taken before the call returned is stale at read, receipt and use", () => {
  const { hints } = figuresOfText(report(TAKEN, "", ""));
  assertEquals([hints.staleAtReturn, hints.staleAtReceipt, hints.staleAtUse], [1, 1, 1]);
  assertEquals([hints.staleBlocksAtUse, hints.example], [1, 0]);
});

Deno.test("a page taken on the way is stale at receipt and use, one taken later at use", () => {
  const { hints: way } = figuresOfText(report("", TAKEN, ""));
  assertEquals([way.staleAtReturn, way.staleAtReceipt, way.staleAtUse], [0, 1, 1]);
  const { hints: late } = figuresOfText(report("", "", TAKEN));
  assertEquals([late.staleAtReturn, late.staleAtReceipt, late.staleAtUse], [0, 0, 1]);
});

Deno.test("an array in two messages is received in two parts, each counted once", () => {
  const { hints } = figuresOfText(`${WORLD}
    hint-read           actor=2 pfn=0 order=3 index=0
    hint-read           actor=2 pfn=16 order=3 index=1
    descriptor-filled   actor=2 message=array number=1
    descriptor-queued   actor=2 slot=0
    descriptor-filled   actor=2 message=array number=2
    descriptor-queued   actor=2 slot=1
    ${TAKEN}
    descriptor-received actor=3 cpu=host0 slot=0
    hint-applied        actor=3 cpu=host0 pfn=0 order=3 index=0
    descriptor-received actor=3 cpu=host0 slot=1
    hint-applied        actor=3 cpu=host0 pfn=16 order=3 index=1`);
  assertEquals([hints.staleAtReceipt, hints.staleAtUse], [1, 1]);
});

Deno.test("bits of a bitmap are stale at receipt as entries of an array are", () => {
  const { hints } = figuresOfText(`${WORLD}
    bitmap-cleared      actor=2 first=0
    hint-marked         actor=2 pfn=0 order=3 bit=0
    hint-marked         actor=2 pfn=16 order=3 bit=16
    descriptor-filled   actor=2 message=bitmap number=0
    descriptor-queued   actor=2 slot=0
    ${TAKEN}
    descriptor-received actor=3 cpu=host0 slot=0`);
  assertEquals([hints.read, hints.staleAtReceipt], [2, 1]);
});

Deno.test("a hint that was used is outstanding no more: who takes its page makes nothing stale", () => {
  const { hints } = figuresOfText(`${WORLD}
    hint-read         actor=2 pfn=0 order=3 index=0
    hint-applied      actor=3 cpu=host0 pfn=0 order=3 index=-1
    ${TAKEN}
    descriptor-filled actor=2 message=stop`);
  assertEquals(hints.staleAtReturn, 0);
});

Deno.test("a hint applied and its memory discarded is one hint", () => {
  const { hints } = figuresOfText(`${WORLD}
    hint-read      actor=2 pfn=0 order=3 index=0
    hint-applied   actor=3 cpu=host0 pfn=0 order=3 index=-1
    page-discarded actor=3 cpu=host0 pfn=0 order=3 index=-1`);
  assertEquals(hints.applied, 1);
});

Deno.test("buffers are what the hinting lane owns at most; what it holds or hints is none", () => {
  const { hints } = figuresOfText(`${WORLD}
    block-taken     actor=2 pfn=0 order=2 found=3 list=movable
    page-allocated  actor=2 pfn=0 order=2 type=movable owned=1
    block-taken     actor=2 pfn=4 order=1 found=2 list=movable
    page-allocated  actor=2 pfn=4 order=1 type=movable owned=1
    hint-call-begun actor=2 array=0x0 order=3 capacity=8
    page-freed      actor=2 pfn=4 order=1 type=movable
    block-put       actor=2 pfn=4 order=1 merged=2 list=movable
    block-taken     actor=2 pfn=16 order=3 found=3 list=movable
    page-allocated  actor=2 pfn=16 order=3 type=movable
    hint-read       actor=2 pfn=16 order=3 index=0 held=1
    block-held      actor=2 pfn=16 order=3`);
  assertEquals(hints.bufferPages, 6);
});

Deno.test("figures are of the last migration; what came before the first belongs to it", () => {
  const hint = `
    hint-read    actor=2 pfn=0 order=3 index=0
    hint-applied actor=3 cpu=host0 pfn=0 order=3 index=-1
    page-written actor=1 pfn=0 order=0
    allocation-failed actor=1 order=0 gfp=8`;
  const end = `
    descriptor-filled actor=2 message=stop
    migration-cancelled actor=3 cpu=host0`;
  const once = figuresOfText(`${hint} ${WORLD} ${hint} ${end}`);
  assertEquals([once.hints.read, once.hints.hintedThenWritten], [2, 2]);
  assertEquals(once.guest.allocationsFailed, 2);
  const again = figuresOfText(`${WORLD} ${hint} ${end}
    migration-begun actor=3 cpu=host0
    round-begun     actor=3 cpu=host0 round=1`);
  assertEquals([again.hints.read, again.hints.hintedThenWritten], [0, 0]);
  assertEquals([again.hints.freeNotHinted, again.guest.allocationsFailed], [null, 0]);
  assertEquals(again.migration.rounds, 1);
});

Deno.test("on the bundled scenario the reasons add up, and buffers are the design's arrays", () => {
  for (const [design, buffers] of [["v33", 16], ["merged", 0], ["first-chunk", 1024]] as const) {
    const { hints } = figuresOf(small(design));
    const sum = Object.values(hints.notHinted).reduce((all, pages) => all + pages, 0);
    assertEquals([hints.freeNotHinted, hints.bufferPages], [sum, buffers], design);
    assertEquals(hints.notHinted.other, 0, design);
  }
});
