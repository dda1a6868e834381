/**
 * The migration bitmap: how a migration begins with it, and words of it that are read and written back.
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { Bit, type Memory } from "../../../../core/state/memory.ts";
import { Status } from "../../../../core/state/views.ts";
import { given, when } from "../../../support/given.ts";

const toSend = (memory: Memory): number[] =>
  Array.from(memory.bits.keys()).filter((page) => memory.bits[page] & Bit.Migrate);
const dirty = (memory: Memory): number => memory.status[Status.Dirty];

const SENT = `migration-begun actor=1
              bits-cleared    actor=1 pfn=0 count=38
              pages-read      actor=1 pfn=0 count=38
              pages-sent      actor=1 pfn=0 count=38`;

Deno.test("a bitmap that is left keeps its bits and its counter; the destination has nothing", () => {
  const memory = given(`${SENT}
                        migration-begun actor=1 left=1`);
  assertEquals([toSend(memory), dirty(memory)], [[38, 39], 2]);
  assertEquals([memory.bits[0] & Bit.Received, memory.arrived[0]], [0, 0]);
});

Deno.test("a bitmap that is emptied has no bit", () => {
  const memory = given(`${SENT}
                        migration-begun actor=1 emptied=1`);
  assertEquals([toSend(memory), dirty(memory)], [[], 0]);
});

Deno.test("a word goes back as it was read, and its writer counts what it took for cleared", () => {
  const memory = given(`migration-begun  actor=1
                        bitmap-word-read actor=2 pfn=3
                        bits-cleared     actor=1 pfn=4 count=2`);
  assertEquals(dirty(memory), 38);
  when(memory, `bitmap-word-written actor=2 pfn=3 bits=-9`); // all but page 3
  assertEquals(toSend(memory).slice(0, 6), [0, 1, 2, 4, 5, 6]);
  assertEquals(dirty(memory), 37); // 39 bits are set
  assertEquals([memory.laneFirst[2], memory.laneSecond[2]], [0, 0]);
});

Deno.test("the last word of memory ends with its last page", () => {
  const memory = given(`migration-begun     actor=1
                        bitmap-word-read    actor=2 pfn=39
                        bitmap-word-written actor=2 pfn=39 bits=0`);
  assertEquals([toSend(memory).length, dirty(memory)], [32, 32]);
});

Deno.test("a word of no page is impossible", () => {
  assertThrows(() => given("bitmap-word-read actor=1 pfn=40"), RangeError);
});
