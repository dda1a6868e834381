/**
 * Writes that a log does not notice, and marks that it loses: what the events say, and no more.
 * @module
 */
import { assertEquals } from "@std/assert";
import { Bit, type Memory } from "../../../../core/state/memory.ts";
import { given } from "../../../support/given.ts";

const has = (memory: Memory, bit: number): number[] =>
  Array.from(memory.bits.keys()).filter((page) => memory.bits[page] & bit);

Deno.test("an unlogged write changes the page and no log", () => {
  const memory = given(`log-armed    actor=1
                        page-written actor=1 pfn=0
                        page-written actor=1 pfn=1 unlogged=1
                        device-wrote actor=1 pfn=2
                        device-wrote actor=1 pfn=3 unlogged=1`);
  assertEquals([has(memory, Bit.Log), has(memory, Bit.Fetched)], [[0], [2]]);
  assertEquals([...memory.content.subarray(0, 4)], [2, 3, 4, 5]);
});

Deno.test("a mark stands in the log before its write, and is fetched without it", () => {
  const memory = given(`log-armed    actor=1
                        write-marked actor=1 pfn=0
                        log-fetched  actor=1 pfn=0 count=40
                        page-written actor=1 pfn=0 unlogged=1`);
  assertEquals([has(memory, Bit.Log), has(memory, Bit.Fetched)], [[], [0]]);
});

Deno.test("a chunk that spills takes its neighbour's log with it, seen or not", () => {
  const memory = given(
    `log-armed     actor=1 mode=manual-protect
     page-written  actor=1 pfn=0
     page-written  actor=1 pfn=4
     log-fetched   actor=1 pfn=0 count=40
     page-written  actor=1 pfn=1
     page-written  actor=1 pfn=5
     page-written  actor=1 pfn=8
     chunk-cleared actor=1 pfn=0 count=4 spilt=1`,
    { chunkOrder: 2 },
  );
  assertEquals([has(memory, Bit.Log), has(memory, Bit.Seen)], [[1, 8], []]);
});

Deno.test("a ring that begins with unprotected pages has no entry of them", () => {
  const ring = (armed: string): Memory =>
    given(
      `log-armed    actor=1 mode=ring ${armed}
       page-written actor=1 cpu=0 pfn=0`,
      { ring: 8 },
    );
  assertEquals([has(ring(""), Bit.Log), ring("").ringUsed[0]], [[0], 1]);
  assertEquals(
    [has(ring("unprotected=1"), Bit.Log), ring("unprotected=1").ringUsed[0]],
    [[], 0],
  );
});

Deno.test("what is discarded in postcopy is missing at the destination again", () => {
  const memory = given(`migration-begun actor=1
                        bits-cleared    actor=1 pfn=0 count=2
                        pages-sent      actor=1 pfn=0 count=2
                        postcopy-begun  actor=1
                        page-discarded  actor=1 pfn=0`);
  assertEquals(has(memory, Bit.Received), [1]);
  assertEquals(memory.arrived[0], memory.content[0]);
});
