/**
 * Mails 7 and 8: what alloc_pages() with those flags gets, what it leaves, and where it does not reach.
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { zoneOf } from "../../../../core/state/lists.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { type Done, runOf, scenario, small } from "../../../support/runs.ts";
import { eventsOf, indexesOf, stateBefore } from "./support.ts";

const guest = (change: (of: Scenario) => void) => (design: string): Done =>
  runOf(
    scenario("small", (of) => {
      of.guest.profile = "linux-6.1";
      of.guest.mib = 256;
      of.guest.usedMib = 40;
      of.tasks = [];
      of.hints.leaveBlocks = 0;
      change(of);
    }),
    design,
  );

const nodeOf = ({ run }: Done, pfn: number): number =>
  run.sim.view.zoneNode[zoneOf(run.sim.view, pfn)];

Deno.test("alloc-pages asks how many are left after each block, and gives one back when they are too few", () => {
  const done = guest((of) => of.hints.leaveBlocks = 10)("alloc-pages");
  const [start] = indexesOf(done, "BlocksCounted");
  assertGreater(start, 0);
  const end = indexesOf(done, "DescriptorFilled").find((index) =>
    index > start && (done.log.words[index * 4 + 2] & 7) === 2
  )!;
  const counts = indexesOf(done, "BlocksCounted").filter((index) => index < end)
    .map((index) => done.log.words[index * 4 + 2]);
  assert(counts.slice(0, -1).every((blocks) => blocks >= 10));
  assertEquals(counts.at(-1), 9);
  const hinted = indexesOf(done, "HintRead").filter((index) => index < end).length;
  assertEquals(hinted, counts.length - 1); // the last block went back
  const freed = indexesOf(done, "PageFreed").filter((index) => index > start && index < end);
  assertEquals(freed.length, 1);
});

Deno.test("alloc-pages stays on its cpu's node; merged does not", () => {
  const two = guest((of) => of.guest.nodes = 2);
  const ours = two("alloc-pages"), theirs = two("merged");
  const nodes = (done: Done): number[] =>
    [
      ...new Set(eventsOf(done, "HintRead").map(({ pfn }) => nodeOf(done, pfn))),
    ].sort();
  assertEquals(nodes(ours), [1]); // the worker runs on the last cpu
  assertEquals(nodes(theirs), [0, 1]);
  const state = stateBefore(ours, indexesOf(ours, "HintRead")[0]);
  assertGreater(state.zoneFree[0] + state.zoneFree[1], 1024); // node 0 had blocks to give
});

Deno.test("no flag lets it reclaim: once the min mark is near it gets nothing, and nobody is woken", () => {
  const done = guest(() => {})("alloc-pages");
  const failed = eventsOf(done, "AllocationFailed");
  assertGreater(failed.length, 0);
  assertEquals(indexesOf(done, "KswapdWoken").length, 0);
  assertEquals(indexesOf(done, "DirectReclaimBegan").length, 0);
});

Deno.test("no hint of alloc-pages is stale while it is held, and every block comes back", () => {
  const done = small("alloc-pages");
  for (const index of indexesOf(done, "HintApplied")) {
    const state = stateBefore(done, index), pfn = done.log.words[index * 4 + 1];
    for (let page = pfn; page < pfn + 1024; page++) assertEquals(state.bits[page] & 32, 0);
  }
  assertEquals(indexesOf(done, "BlockReturned").length, indexesOf(done, "BlockHeld").length);
});

Deno.test("memory in a Movable zone is hinted by who reads the lists, never by who allocates", () => {
  const movable = guest((of) => of.guest.movableMib = 96);
  const zones = (done: Done): Set<string> =>
    new Set(
      eventsOf(done, "HintRead").map(({ pfn }) => {
        const { view } = done.run.sim;
        return view.geometry.zones[zoneOf(view, pfn)].name;
      }),
    );
  assert(zones(movable("v33")).has("Movable"));
  assert(!zones(movable("merged")).has("Movable"));
  assert(!zones(movable("alloc-pages")).has("Movable"));
});
