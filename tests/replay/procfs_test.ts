/**
 * The views that print the kernel's own text, held against that text: read by a program of the guest
 * just after the last event of its trace, which the model has followed with the kernel's lists.
 */
import { assertEquals, assertMatch } from "@std/assert";
import type { MemoryView } from "../../core/state/memory.ts";
import { views } from "../../replay/views/mod.ts";
import { WIRE } from "../../replay/views/view.ts";
import { given } from "../support/given.ts";
import { matched } from "../support/matches.ts";

const folder = new URL("../../fixtures/traces/", import.meta.url);

/** What a view prints of a state. */
function shown(memory: MemoryView, view: string): string {
  const scene = {
    memory,
    lanes: [],
    wire: WIRE,
    events: 0,
    clock: "ns" as const,
    end: 0,
    title: "",
    all: false,
  };
  return `${views.find(({ name }) => name === view)!.begin(scene).show().text}\n`;
}

for (const trace of ["base-256", "smp2-512"]) {
  const { memory } = matched(trace).machine;
  for (const view of ["buddyinfo", "pagetypeinfo"]) {
    Deno.test(`${trace}: --show ${view} of the matched end is the kernel's own text`, () => {
      const text = Deno.readTextFileSync(new URL(`${trace}.${view}.txt`, folder));
      assertEquals(shown(memory, view), text);
    });
  }
}

/** Lines of zoneinfo by zone, without those of a kernel's statistics and of zones without memory. */
function zoneLines(text: string): Map<string, string[]> {
  const zones = text.split(/^(?=Node )/m).map((zone) => zone.trimEnd().split("\n"));
  return new Map(zones.map(([head, ...lines]) => [head, lines]));
}

for (const [trace, later] of [["base-256", 3], ["smp2-512", 2]] as const) {
  Deno.test(`${trace}: every line of --show zoneinfo is the kernel's, but for counts read a little later`, () => {
    const theirs = zoneLines(Deno.readTextFileSync(new URL(`${trace}.zoneinfo.txt`, folder)));
    let differ = 0;
    for (const [head, lines] of zoneLines(shown(matched(trace).machine.memory, "zoneinfo"))) {
      const kernel = theirs.get(head)!;
      for (const line of lines.filter((text) => !kernel.includes(text))) {
        assertMatch(line, /^ {14}count: \d+$|^ {2}pages free {5}\d+$|^ {6}nr_free_pages \d+$/);
        differ++;
      }
    }
    assertEquals(differ, later);
  });
}

Deno.test("pagetypeinfo of a small world: free blocks by type, pageblocks by type, CMA where there is one", () => {
  const memory = given(`pageblocks-typed pfn=0 blocks=2 type=movable
    block-on-list pfn=0 order=2 list=movable
    block-on-list pfn=16 order=1 list=unmovable`);
  const lines = shown(memory, "pagetypeinfo").split("\n");
  assertEquals(lines.slice(0, 2), ["Page block order: 2", "Pages per block:  4"]);
  assertEquals(
    lines[5],
    "Node    0, zone      DMA, type      Movable      0      0      1      0 ",
  );
  assertEquals(
    lines[10],
    "Node    0, zone   Normal, type    Unmovable      0      1      0      0 ",
  );
  assertEquals(
    lines.at(-3),
    "Node 0, zone      DMA            2            2            0            0            0            0 ",
  );
});
