/**
 * Designs that read the lists: the order of their walk, what they hold meanwhile, where they store.
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { cpuOf, kindOf, pfnOf } from "../../../../events/log.ts";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { State, stateOf } from "../../../../core/state/memory.ts";
import { lostPages } from "../../../../core/state/oracles/lost.ts";
import { Status } from "../../../../core/state/views.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { runOf, scenario, small } from "../../../support/runs.ts";
import { eventsOf, indexesOf, stateBefore, walked } from "./support.ts";

const ASCENDING = Array.from({ length: 11 }, (_, order) => order);
const DESCENDING = ASCENDING.toReversed();

/** A guest of 512 MiB whose lists nobody touches during the first report. */
function quiet(change: (of: Scenario) => void = () => {}): Scenario {
  return scenario("small", (of) => {
    of.guest.profile = "linux-6.1";
    of.guest.mib = 512;
    of.guest.usedMib = 100;
    of.guest.oldDataMib = 200;
    of.tasks = [];
    change(of);
  });
}

Deno.test("bitmap-2016 marks every free page, in each zone from order 0 up", () => {
  const done = runOf(quiet(), "bitmap-2016");
  const marks = indexesOf(done, "HintMarked");
  const state = stateBefore(done, marks[0]);
  const expected = walked(state, ASCENDING);
  assertEquals(
    eventsOf(done, "HintMarked").slice(0, expected.length).map(({ pfn }) => pfn),
    expected,
  );
  const pages = eventsOf(done, "HintMarked").slice(0, expected.length)
    .reduce((sum, { order }) => sum + (1 << order), 0);
  assertEquals(pages, state.zoneFree.reduce((sum, free) => sum + free, 0));
});

Deno.test("bitmap-2016: the host skips what the bits say, largest blocks first at each place", () => {
  const done = runOf(quiet(), "bitmap-2016");
  const first = indexesOf(done, "HintMarked")[0];
  const free = stateBefore(done, first).zoneFree.reduce((sum, pages) => sum + pages, 0);
  const end = indexesOf(done, "HintCallEnded")[0];
  const [, second] = indexesOf(done, "HintCallBegun").concat(done.log.length);
  const applied = eventsOf(done, "HintApplied").filter((_, at) => {
    const index = indexesOf(done, "HintApplied")[at];
    return index > end && index < second;
  });
  assertEquals(applied.reduce((sum, { order }) => sum + (1 << order), 0), free);
  assert(applied.every(({ pfn }, at) => at === 0 || pfn > applied[at - 1].pfn));
});

Deno.test("bitmap-2016 with a small bitmap goes over the guest in windows, one after the other", () => {
  const done = runOf(quiet((of) => of.hints.arrayOrder = 0), "bitmap-2016");
  const windows = eventsOf(done, "BitmapCleared").slice(0, 4).map(({ pfn }) => pfn);
  assertEquals(windows, [0, 32768, 65536, 98304]); // a page of bits spans 128 MiB
  assertEquals(lost(done), 0);
});

Deno.test("bitmap-2016 that fills its bitmap anew before it was read loses pages", () => {
  const done = runOf(
    quiet((of) => {
      of.hints.arrayOrder = 0;
      of.hints.reusesBuffer = true;
    }),
    "bitmap-2016",
  );
  assertGreater(lost(done), 0);
});

function lost(done: ReturnType<typeof runOf>): number {
  const [switched] = indexesOf(done, "SwitchedOver");
  return lostPages(stateBefore(done, switched + 1));
}

Deno.test("callback-v28 calls the driver for each block of every order, from the top, under the lock", () => {
  const done = runOf(quiet((of) => of.hints.queue = 4096), "callback-v28");
  const reads = indexesOf(done, "HintRead");
  const expected = walked(stateBefore(done, reads[0]), DESCENDING);
  assertEquals(
    eventsOf(done, "HintRead").slice(0, expected.length).map(({ pfn }) => pfn),
    expected,
  );
  for (
    const index of indexesOf(done, "DescriptorFilled").filter((at) => at > reads[0]).slice(0, 20)
  ) {
    const memory = stateBefore(done, index);
    const cpu = cpuOf(done.log.words, index);
    assertGreater(memory.cpuIrqsOff[cpu], 0, "interrupts are off in the callback");
  }
});

Deno.test("callback-v28 drops hints without a word when one descriptor is left", () => {
  const done = runOf(
    quiet((of) => {
      of.hints.queue = 4;
      of.costs.applyHint = 1_000_000;
    }),
    "callback-v28",
  );
  const reasons = eventsOf(done, "HintDropped").map(({ value }) => value & 7);
  assertGreater(reasons.filter((reason) => reason === 3).length, 0); // queue-full
  assertGreater(eventsOf(done, "HintApplied").length, 0);
});

Deno.test("v35 takes as many arrays of the largest order as all of memory could need, atomically", () => {
  const done = small("v35");
  const first = indexesOf(done, "HintCallBegun")[0];
  const taken = indexesOf(done, "PageAllocated").filter((index) =>
    index < first && (done.log.words[index * 4] >>> 8 & 0xff) === done.run.sim.settings.balloonLane
  );
  assertEquals(taken.length, 1); // 16 blocks of 4 MiB fit one array of 524,288 entries
  assertEquals(done.log.words[taken[0] * 4] >>> 28, 10);
  const gfp = done.log.words[taken[0] * 4 + 2] & 0xffff;
  assertEquals(gfp & 2, 2); // atomic
  assertEquals(gfp & 8, 0); // does not reclaim
});

Deno.test("v35 gives all back and reports nothing when an array cannot be had", () => {
  const done = runOf(
    scenario("small", (of) => {
      of.guest.usedMib = 40;
      of.guest.mixedMib = 3;
      of.guest.oldDataMib = 21;
    }),
    "v35",
  );
  const failed = eventsOf(done, "AllocationFailed").filter(({ order }) => order === 10);
  assertGreater(failed.length, 0);
  assertEquals(indexesOf(done, "HintRead").length, 0);
});

Deno.test("first-chunk leaves the books wrong: counters, flags, and a block that cannot be given back", () => {
  const done = small("first-chunk");
  const [unlinked] = indexesOf(done, "BlockUnlinked");
  const pfn = pfnOf(done.log.words, unlinked);
  assertEquals(checkInvariants(stateBefore(done, unlinked)), []);
  const after = stateBefore(done, unlinked + 1);
  assertEquals(stateOf(after.block[pfn]), State.Free); // the buddy flag is still set
  const breaches = checkInvariants(after).join("\n");
  assert(breaches.includes("free pages: its lists hold"), breaches);
  assert(breaches.includes(`Pfn ${pfn} is free at order 10 and on no list`), breaches);
  // Its own address is the first hint: the block is called free, and holds the array.
  const first = indexesOf(done, "HintRead")[0];
  assertEquals(pfnOf(done.log.words, first), pfn);
  assertEquals(done.run.sim.view.status[Status.Faults] !== 0, true);
});

Deno.test("first-chunk takes its block from the first zone, DMA; interrupts go on with the unlock", () => {
  const done = small("first-chunk");
  const [unlinked] = indexesOf(done, "BlockUnlinked");
  assert(pfnOf(done.log.words, unlinked) < 4096);
  const on = indexesOf(done, "InterruptsOn").find((index) => index > unlinked)!;
  assertEquals(kindOf(done.log.words, on - 1), Kind.LockReleased);
});

for (const name of ["first-chunk-fixed", "pop-entries"]) {
  Deno.test(`${name} takes its array off the list with the books kept, and does not hint it`, () => {
    const done = small(name);
    const [begun] = indexesOf(done, "ArrayBegun");
    const array = pfnOf(done.log.words, begun);
    assertEquals(checkInvariants(stateBefore(done, begun)), []);
    const next = indexesOf(done, "HintCallBegun")[1] ?? done.log.length;
    const hinted = indexesOf(done, "HintRead").filter((index) => index < next);
    assert(hinted.every((index) => pfnOf(done.log.words, index) !== array));
    assertGreater(hinted.length, 3);
    assert(indexesOf(done, "PageFreed").some((index) => pfnOf(done.log.words, index) === array));
  });
}
