/**
 * Linux 4.17's per-cpu lists: order 0, filled and drained a batch at a time.
 * @module
 */
import { assertEquals } from "@std/assert";
import {
  allocate,
  drain,
  free,
  lockToAllocate,
  lockToFree,
} from "../../../core/decide/allocator.ts";
import { percpuList } from "../../../core/state/lists.ts";
import type { Memory } from "../../../core/state/memory.ts";
import { Status } from "../../../core/state/views.ts";
import { GFP_KERNEL } from "../../../events/gfp.ts";
import { blocksOf, freeLists, given } from "../../support/given.ts";
import { didOf, machineOn } from "../../support/machine.ts";

const NONE = -1, UNMOVABLE = 0, MOVABLE = 1, RECLAIMABLE = 2;
const DMA = 0, NORMAL = 1;
const WORLD = `
  zone-described    zone=1 managed=24
  percpu-limits-set zone=1 high=6 batch=3 cpu=0
  percpu-limits-set zone=1 high=6 batch=3 cpu=1
  pageblocks-typed  pfn=0 blocks=10 type=movable`;

const listed = (memory: Memory, cpu: number, type: number): number[] =>
  blocksOf(memory, percpuList(memory, NORMAL, cpu, 0, type));

Deno.test("an empty list is filled with a batch in physical order, and served from its head", () => {
  const memory = given(`${WORLD}\nblock-on-list pfn=16 order=3 list=movable`);
  const machine = machineOn(memory);
  assertEquals(allocate(machine, 1, 0, MOVABLE, GFP_KERNEL, false), 16);
  assertEquals(listed(memory, 0, MOVABLE), [17, 18]);
  assertEquals(allocate(machine, 1, 0, MOVABLE, GFP_KERNEL, false), 17);
  assertEquals(didOf(machine, /refilled/).length, 3);
});

Deno.test("each cpu has lists of its own", () => {
  const memory = given(`${WORLD}\nblock-on-list pfn=16 order=3 list=movable`);
  const machine = machineOn(memory);
  assertEquals(allocate(machine, 1, 0, MOVABLE, GFP_KERNEL, false), 16);
  assertEquals(allocate(machine, 2, 0, MOVABLE, GFP_KERNEL, false), 19);
  assertEquals([listed(memory, 0, MOVABLE), listed(memory, 1, MOVABLE)], [[17, 18], [20, 21]]);
});

Deno.test("a refill takes what there is; the pages keep the type that was asked for", () => {
  const memory = given(`${WORLD}\nblock-on-list pfn=16 order=1 list=movable`);
  assertEquals(allocate(machineOn(memory), 1, 0, RECLAIMABLE, GFP_KERNEL, false), 16);
  assertEquals(listed(memory, 0, RECLAIMABLE), [17]);
  assertEquals(freeLists(memory), "");
});

Deno.test("per-cpu pages are handed out with interrupts off, and without the zone's lock", () => {
  const memory = given(
    `${WORLD}\nblock-on-list pfn=20 order=2\nblock-on-percpu pfn=16 list=movable`,
  );
  const machine = machineOn(memory);
  assertEquals(lockToAllocate(machine, 1, 0, MOVABLE, GFP_KERNEL), NONE);
  assertEquals(lockToAllocate(machine, 1, 0, UNMOVABLE, GFP_KERNEL), NORMAL);
  assertEquals(lockToAllocate(machine, 2, 0, MOVABLE, GFP_KERNEL), NORMAL);
  assertEquals(lockToAllocate(machine, 1, 1, MOVABLE, GFP_KERNEL), NORMAL);
  allocate(machine, 1, 0, MOVABLE, GFP_KERNEL, false);
  assertEquals(machine.log.length, 1);
  assertEquals((machine.log.words[0] >>> 26) & 1, 1);
  assertEquals(memory.cpuIrqsOff[0], 0);
});

Deno.test("a page freed goes to the head of its pageblock's type, whatever it was taken as", () => {
  const memory = given(`${WORLD}
    page-allocated  pfn=16 actor=1 type=unmovable
    block-on-percpu pfn=20 list=movable`);
  const machine = machineOn(memory);
  assertEquals(lockToFree(machine, 1, 16, 0), NONE);
  free(machine, 1, 16, 0);
  assertEquals(listed(memory, 0, MOVABLE), [16, 20]);
});

Deno.test("the page that reaches the high mark drains a batch, from the tail", () => {
  const pfns = [30, 28, 26, 24, 22]; // no two are buddies
  const memory = given(
    WORLD + pfns.map((pfn) => `\nblock-on-percpu pfn=${pfn} list=movable`).join("") +
      "\npage-allocated pfn=16 actor=1",
  );
  const machine = machineOn(memory);
  assertEquals(lockToFree(machine, 1, 16, 0), NORMAL);
  free(machine, 1, 16, 0);
  assertEquals(listed(memory, 0, MOVABLE), [16, 30, 28]);
  assertEquals(freeLists(memory), "Normal 0 movable: 26 24 22");
  assertEquals([memory.percpuPages[NORMAL * 2], memory.status[Status.Faults]], [3, 0]);
});

Deno.test("lists of a zone whose high mark is 0 drain at once", () => {
  const memory = given("page-allocated pfn=3 actor=1\npage-allocated pfn=9 actor=1");
  const machine = machineOn(memory);
  assertEquals(lockToFree(machine, 1, 3, 0), DMA);
  free(machine, 1, 3, 0);
  assertEquals(freeLists(memory), "DMA 0 unmovable: 3");
});

/** Drains `count` pages of a cpu whose lists have so many each; the types in the order drained. */
function drained(lengths: readonly number[], count: number): string {
  const lines: string[] = [];
  let pfn = 0;
  lengths.forEach((length, type) => {
    for (let page = 0; page < length; page++, pfn += 2) {
      lines.push(
        `block-on-percpu pfn=${pfn} list=${["unmovable", "movable", "reclaimable"][type]}`,
      );
    }
  });
  const zones = [{ name: "DMA", start: 0, frames: 40 }];
  const machine = machineOn(given(lines.join("\n"), { zones }));
  drain(machine, 1, 0, 0, count, machine.memory.percpuBase);
  return didOf(machine, /page-drained/)
    .map((line) => (/list=(.)/.exec(line) ?? ["", "u"])[1]).join("");
}

const turns: [string, number[], number, string][] = [
  ["the three in turn, movable first", [3, 3, 3], 9, "mrumrumru"],
  ["not more than asked for", [3, 3, 3], 4, "mrum"],
  ["two at a time behind an empty list", [4, 4, 0], 8, "muumuumm"],
  ["two at a time behind an empty list", [0, 4, 4], 8, "mrmmrmrr"],
  ["two at a time behind an empty list", [4, 0, 4], 8, "rrurruuu"],
  ["all from the only one", [0, 0, 5], 3, "rrr"],
  ["all that is left once the others are empty", [1, 6, 0], 7, "mummmmm"],
  ["no more than there is", [0, 2, 0], 9, "mm"],
];
for (const [what, lengths, count, expected] of turns) {
  Deno.test(`a drain takes ${what}: ${lengths.join(", ")} pages`, () => {
    assertEquals(drained(lengths, count), expected);
  });
}

Deno.test("a drained page merges on its way, and keeps its recorded type", () => {
  const memory = given(`${WORLD}
    block-on-list   pfn=18 order=1 list=movable
    block-on-percpu pfn=16 list=reclaimable
    block-on-percpu pfn=17 list=movable`);
  drain(machineOn(memory), 1, NORMAL, 0, 2, memory.percpuBase);
  assertEquals(freeLists(memory), "Normal 2 reclaimable: 16");
});

Deno.test("a thread of the host has no lists: it gives back under the zone's lock", () => {
  const memory = given(`${WORLD}\npage-allocated pfn=16 actor=1`);
  const machine = machineOn(memory);
  assertEquals(lockToFree(machine, 3, 16, 0), NORMAL);
  free(machine, 3, 16, 0);
  assertEquals(freeLists(memory), "Normal 0 movable: 16");
});

Deno.test("blocks above order 0 go past the lists", () => {
  const memory = given(`${WORLD}\nblock-on-list pfn=16 order=3 list=movable`);
  const machine = machineOn(memory);
  const pfn = allocate(machine, 1, 1, MOVABLE, GFP_KERNEL, false);
  free(machine, 1, pfn, 1);
  assertEquals(memory.percpuPages.every((pages) => pages === 0), true);
  assertEquals(freeLists(memory), "Normal 3 movable: 16");
});
