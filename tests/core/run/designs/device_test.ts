/**
 * Designs that no command id asks: free page reporting and the balloon.
 * @module
 */
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { actorOf, valueOf } from "../../../../events/log.ts";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { DISCARDED, REPORTED, State, stateOf } from "../../../../core/state/memory.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { type Done, runOf, scenario } from "../../../support/runs.ts";
import { eventsOf, indexesOf, stateBefore } from "./support.ts";

const CAPACITY = 32;

/** A guest of 512 MiB that is idle for ten seconds before it migrates. */
const idle = (design: string, change: (of: Scenario) => void = () => {}): Done =>
  runOf(
    scenario("small", (of) => {
      of.guest.profile = "linux-6.1";
      of.guest.mib = 512;
      of.guest.usedMib = 64;
      of.guest.oldDataMib = 300;
      of.tasks = [];
      of.hints.reported = false;
      of.hints.balloonLeavesMib = 64;
      of.host.startMs = 10_000;
      change(of);
    }),
    design,
  );

const timeAt = (done: Done, index: number): number => stateBefore(done, index + 1).now[0] / 1e9;

Deno.test("page-reporting: a report begins 2 s after it was asked for, and tells 32 blocks at a time", () => {
  const done = idle("page-reporting");
  const [asked] = indexesOf(done, "ReportRequested"), [began] = indexesOf(done, "ReportBegan");
  assertEquals(timeAt(done, began) - timeAt(done, asked), 2);
  const [released] = indexesOf(done, "BlockReleased");
  const told = indexesOf(done, "HintRead").filter((index) => index < released);
  assertEquals(told.length, CAPACITY);
  const used = indexesOf(done, "DescriptorUsed").filter((index) => index < released);
  assertEquals(used.length, CAPACITY); // nothing goes back before the host is done
});

Deno.test("page-reporting: while the host works the blocks are isolated; they return to the tail, flagged", () => {
  const done = idle("page-reporting");
  const [discarded] = indexesOf(done, "PageDiscarded");
  const during = stateBefore(done, discarded);
  const { pfn, order } = eventsOf(done, "PageDiscarded")[0];
  assertEquals(stateOf(during.block[pfn]), State.Used);
  assertEquals(checkInvariants(during), []);
  const flagged = indexesOf(done, "BlockReported").find((index) =>
    done.log.words[index * 4 + 1] === pfn
  )!;
  const after = stateBefore(done, flagged + 1);
  assertEquals([stateOf(after.block[pfn]), after.block[pfn] & REPORTED], [State.Free, REPORTED]);
  assertEquals(after.next[pfn] >= after.frames, true, "it stands at its list's tail");
  assertEquals(after.content[pfn], DISCARDED);
  assertGreater(order, 8);
});

Deno.test("page-reporting: each list is passed through a sixteenth at a time, so an idle guest takes several turns", () => {
  const done = idle("page-reporting");
  const turns = indexesOf(done, "ReportBegan");
  assertGreater(turns.length, 1);
  const counted = turns.map((begin, at) =>
    indexesOf(done, "BlockReported").filter((index) =>
      index > begin && index < (turns[at + 1] ?? Infinity)
    ).length
  );
  assert(counted.every((blocks) => blocks <= 4 * CAPACITY), counted.join(" "));
  const seen = eventsOf(done, "BlockReported").map(({ pfn }) => pfn);
  assertEquals(new Set(seen).size, seen.length, "no block is told twice before it was used");
});

Deno.test("page-reporting: an allocation takes the flag away, and a free of a large block asks again", () => {
  const done = idle("page-reporting", (of) => {
    of.tasks = [{ kind: "fill-and-free", cpu: 0, mib: 200, mibPerSecond: 60 }];
  });
  const { view } = done.run.sim;
  for (let pfn = 0; pfn < view.frames; pfn++) {
    if (view.block[pfn] & REPORTED) assertEquals(stateOf(view.block[pfn]), State.Free);
  }
  const worker = done.run.sim.settings.balloonLane;
  const others = indexesOf(done, "ReportRequested").filter((index) =>
    actorOf(done.log.words, index) !== worker
  );
  assertGreater(others.length, 0);
});

Deno.test("page-reporting: with the poison pattern in free pages the host lets reports fall", () => {
  const done = idle("page-reporting", (of) => of.guest.pagePoison = true);
  assertEquals(indexesOf(done, "PageDiscarded").length, 0);
  const reasons = eventsOf(done, "HintDropped").map(({ value }) => value & 7);
  assertGreater(reasons.length, 0);
  assert(reasons.every((reason) => reason === 4));
});

Deno.test("page-reporting does not begin where the kernel fills free pages and the host cannot be told", () => {
  const begun = (change: (of: Scenario) => void): number =>
    indexesOf(idle("page-reporting", change), "ReportBegan").length;
  assertEquals(
    begun((of) => {
      of.guest.initOnFree = true;
      of.hints.poisonTold = false;
    }),
    0,
  );
  assertGreater(begun((of) => of.guest.initOnFree = true), 0);
  assertGreater(begun((of) => of.hints.poisonTold = false), 0);
});

Deno.test("page-reporting: a guest that reported before the log begins sends its free memory as zeros", () => {
  const pages = (design: string): number =>
    eventsOf(idle(design, (of) => of.hints.reported = true), "PagesSent")
      .reduce((sum, { value }) => sum + value, 0);
  assertLess(pages("page-reporting"), pages("none") / 3);
});

Deno.test("balloon: the operator inflates it first, 256 pages a message, and the migration waits", () => {
  const done = idle("balloon");
  const [target] = eventsOf(done, "BalloonTargetSet");
  const [begun] = indexesOf(done, "MigrationBegun");
  const before = stateBefore(done, begun);
  assertEquals(
    indexesOf(done, "PageInflated").filter((index) => index < begun).length,
    target.value,
  );
  assertEquals(before.status[19] - before.status[22], 0); // all that was filled is used
  const sizes = indexesOf(done, "DescriptorFilled").filter((index) => index < begun)
    .map((index) => valueOf(done.log.words, index) >>> 4);
  assert(sizes.slice(0, -1).every((pages) => pages === 256));
});

Deno.test("balloon: what is in it is sent as zeros, and comes back when the guest runs again", () => {
  const done = idle("balloon"), none = idle("none");
  const pages = (of: Done): number =>
    eventsOf(of, "PagesSent").reduce((sum, { value }) => sum + value, 0);
  assertLess(pages(done), pages(none) / 2);
  const resumed = indexesOf(done, "GuestResumed").at(-1)!;
  const back = indexesOf(done, "BlockReturned");
  assertGreater(back[0], resumed);
  assertEquals(back.length, indexesOf(done, "PageInflated").length);
});

const pressed = (of: Scenario): void => {
  of.tasks = [{ kind: "churn", cpu: 0, mib: 120, pagesPerSecond: 100_000 }];
  of.hints.balloonLeavesMib = 24;
  of.host.startMs = 20;
};

Deno.test("balloon: memory that is out comes back from it, 256 pages a time, and nothing fails", () => {
  const done = idle("balloon", pressed);
  const [out] = indexesOf(done, "OutOfMemory");
  assertGreater(out, 0);
  const next = indexesOf(done, "PageAllocated").find((index) => index > out)!;
  const given = indexesOf(done, "BlockReturned").filter((index) => index > out && index < next);
  assertEquals(given.length, 256);
  const failed = eventsOf(done, "AllocationFailed").filter(({ value }) => (value & 32) === 0);
  assertEquals(failed.length, 0);
});

Deno.test("balloon-shrinker: any reclaim takes from it, before memory is out", () => {
  const done = idle("balloon-shrinker", pressed);
  assertGreater(indexesOf(done, "ShrinkerCalled").length, 0);
  assertEquals(indexesOf(done, "OutOfMemory").length, 0);
});
