/**
 * Lists are circular, with a sentinel behind the last page frame.
 * @module
 */
import { assertEquals } from "@std/assert";
import {
  after,
  headOf,
  link,
  ownerList,
  percpuList,
  tailOf,
  turnAtHead,
  unlink,
  zoneList,
  zoneOf,
} from "../../../core/state/lists.ts";
import { Memory } from "../../../core/state/memory.ts";
import { Fault, Status } from "../../../core/state/views.ts";
import { blocksOf, GEOMETRY, given } from "../../support/given.ts";

const NONE = -1, UNMOVABLE = 0, MOVABLE = 1, RECLAIMABLE = 2, HIGHATOMIC = 3, CMA = 4;
const LIST = 5;

Deno.test("zoneOf() names the zone of a page, and none in a hole", () => {
  const zones = [{ name: "DMA", start: 0, frames: 8 }, { name: "Normal", start: 16, frames: 8 }];
  const memory = given("", { frames: 32, zones });
  assertEquals([0, 7, 8, 15, 16, 23, 24].map((pfn) => zoneOf(memory, pfn)), [
    0,
    0,
    NONE,
    NONE,
    1,
    1,
    NONE,
  ]);
});

Deno.test("zone lists, per-cpu lists and owners' lists follow one another without gaps", () => {
  const memory = new Memory(GEOMETRY);
  assertEquals(zoneList(memory, 0, 0, 0), 0);
  assertEquals(zoneList(memory, 1, 3, 5) + 1, percpuList(memory, 0, 0, 0, UNMOVABLE));
  assertEquals(percpuList(memory, 1, 1, 0, RECLAIMABLE) + 1, ownerList(memory, 1));
  assertEquals(ownerList(memory, 3) + 1, memory.listCount.length);
});

Deno.test("types above reclaimable wait on the movable per-cpu list", () => {
  const memory = new Memory(GEOMETRY);
  const movable = percpuList(memory, 1, 1, 0, MOVABLE);
  assertEquals(percpuList(memory, 1, 1, 0, HIGHATOMIC), movable);
  assertEquals(percpuList(memory, 1, 1, 0, CMA), movable);
});

Deno.test("with 14 per-cpu lists the last two are of order 9: movable, and all others", () => {
  const memory = new Memory({ ...GEOMETRY, percpuLists: 14 });
  const first = percpuList(memory, 0, 0, 0, UNMOVABLE);
  assertEquals(percpuList(memory, 0, 0, 3, RECLAIMABLE) - first, 11);
  assertEquals(percpuList(memory, 0, 0, 9, UNMOVABLE) - first, 12);
  assertEquals(percpuList(memory, 0, 0, 9, RECLAIMABLE) - first, 12);
  assertEquals(percpuList(memory, 0, 0, 9, MOVABLE) - first, 13);
});

Deno.test("an empty list has neither head nor tail", () => {
  const memory = new Memory(GEOMETRY);
  assertEquals([headOf(memory, LIST), tailOf(memory, LIST)], [NONE, NONE]);
});

Deno.test("link() puts a block at the head or the tail and counts it", () => {
  const memory = new Memory(GEOMETRY);
  link(memory, LIST, 3, false);
  link(memory, LIST, 7, true);
  link(memory, LIST, 1, false);
  assertEquals(blocksOf(memory, LIST), [1, 3, 7]);
  assertEquals(
    [headOf(memory, LIST), tailOf(memory, LIST), memory.listCount[LIST]],
    [1, 7, 3],
  );
  assertEquals([after(memory, 3), after(memory, 7)], [7, NONE]);
});

Deno.test("unlink() leaves the others in order, and no links behind", () => {
  const memory = new Memory(GEOMETRY);
  for (const pfn of [1, 3, 7]) link(memory, LIST, pfn, true);
  unlink(memory, LIST, 3);
  assertEquals(blocksOf(memory, LIST), [1, 7]);
  assertEquals([memory.next[3], memory.prev[3], memory.listCount[LIST]], [NONE, NONE, 2]);
});

Deno.test("unlink() of a page that is on no list changes no list and sets the fault bit", () => {
  const memory = new Memory(GEOMETRY);
  link(memory, LIST, 1, true);
  unlink(memory, LIST, 3);
  assertEquals(blocksOf(memory, LIST), [1]);
  assertEquals([memory.listCount[LIST], memory.status[Status.Faults]], [1, Fault.UnlinkedTwice]);
});

Deno.test("unlink() follows the links: a count that names another list falls below zero", () => {
  const memory = new Memory(GEOMETRY);
  link(memory, LIST, 1, true);
  unlink(memory, LIST + 1, 1);
  assertEquals(blocksOf(memory, LIST), []);
  assertEquals([memory.listCount[LIST], memory.listCount[LIST + 1]], [1, -1]);
  assertEquals(memory.status[Status.Faults], Fault.CountBelowZero);
});

Deno.test("a list that is turned at its own head keeps its count, and nothing hangs off it", () => {
  const memory = given(`
    block-on-list pfn=0 order=2
    block-on-list pfn=4 order=2`);
  const list = zoneList(memory, 0, 2, UNMOVABLE);
  turnAtHead(memory, list);
  assertEquals(headOf(memory, list), NONE);
  assertEquals(memory.listCount[list], 2);
  assertEquals(after(memory, 0), 4); // the blocks still hang together
});
