/**
 * What the kernel does to memory that comes and goes: init_on_alloc, init_on_free, page_poison, and which
 * of them takes the place of which.
 * @module
 */
import { assertEquals } from "@std/assert";
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { allocate, free } from "../../../core/decide/allocator.ts";
import { type MemoryInit, NO_INIT } from "../../../core/decide/contents.ts";
import { POISON, ZEROS } from "../../../core/state/memory.ts";
import { given } from "../../support/given.ts";
import { didOf, machineOn } from "../../support/machine.ts";

const WORLD = `
  zone-described zone=0 managed=16
  block-on-list  pfn=0 order=3 list=movable`;
const MOVABLE = 1, ORDER = 2, PAGES = 1 << ORDER;

/** What the kernel wrote, what the block's pages then held, and how long it took. */
interface Act {
  writes: string[];
  content: number[];
  ns: number;
}

/** A block is handed out and given back. */
function comeAndGo(init: Partial<MemoryInit>): { taken: Act; freed: Act } {
  const machine = machineOn(given(WORLD));
  const { memory } = machine;
  memory.content.fill(1);
  machine.memoryInit = { ...NO_INIT, ...init };
  const act = (does: () => void): Act => {
    const { length } = didOf(machine, /^page-written/), before = machine.time;
    does();
    return {
      writes: didOf(machine, /^page-written/).slice(length),
      content: [...memory.content.subarray(0, PAGES)],
      ns: machine.time - before,
    };
  };
  return {
    taken: act(() => allocate(machine, 1, ORDER, MOVABLE, GFP_KERNEL, true)),
    freed: act(() => free(machine, 1, 0, ORDER)),
  };
}

const all = (content: number): number[] => Array(PAGES).fill(content);
const plain = comeAndGo({});
const { fillPage, checkPage } = machineOn(given("")).costs;

Deno.test("a plain kernel leaves what memory holds", () => {
  for (const { writes, content } of [plain.taken, plain.freed]) {
    assertEquals([writes, content], [[], all(1)]);
  }
});

Deno.test("init_on_alloc writes zeros as a block is handed out, init_on_free as it is given back", () => {
  for (const [init, at] of [[{ onAlloc: true }, "taken"], [{ onFree: true }, "freed"]] as const) {
    const { [at]: { writes, content, ns } } = comeAndGo(init);
    assertEquals(writes, ["page-written pfn=0x0 order=2 fill=zeros"]);
    assertEquals([content, ns - plain[at].ns], [all(ZEROS), fillPage * PAGES]);
  }
});

Deno.test("page_poison takes init_on_alloc's place: nothing is written, each page is checked", () => {
  const { taken: { writes, content, ns } } = comeAndGo({ onAlloc: true, poison: true });
  assertEquals([writes, content], [[], all(1)]);
  assertEquals(ns - plain.taken.ns, checkPage * PAGES);
});

Deno.test("page_poison takes init_on_free's place: the pattern is written, and no zeros", () => {
  const { freed: { writes, content, ns } } = comeAndGo({ onFree: true, poison: true });
  assertEquals(writes, ["page-written pfn=0x0 order=2 fill=poison"]);
  assertEquals([content, ns - plain.freed.ns], [all(POISON), fillPage * PAGES]);
});
