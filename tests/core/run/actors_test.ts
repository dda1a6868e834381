/**
 * Every kind of guest task, alone in a small guest: what it does shows in the log, and no state that
 * it leaves is broken.
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { Kind, type KindName } from "../../../events/kinds.ts";
import { contextOf, kindOf, orderOf, valueOf } from "../../../events/log.ts";
import { checkInvariants } from "../../../core/state/invariants.ts";
import { ownerList } from "../../../core/state/lists.ts";
import { Status } from "../../../core/state/views.ts";
import type { Scenario, TaskSpec } from "../../../core/run/scenario.ts";
import { designs } from "../../../core/run/designs/mod.ts";
import { type Done, runOf, scenario, small } from "../../support/runs.ts";

function alone(task: TaskSpec, change: (scenario: Scenario) => void = () => {}): Done {
  const subject = scenario("small", (of) => {
    of.tasks = [task];
    change(of);
  });
  const done = runOf(subject, "none");
  assertEquals(checkInvariants(done.run.sim.machine.memory), []);
  assertEquals(done.run.sim.view.status[Status.Faults], 0);
  return done;
}

/** Events of a kind, by task or by anyone. */
function count(
  { log }: Done,
  name: KindName,
  when: (index: number) => boolean = () => true,
): number {
  let found = 0;
  for (let index = 0; index < log.length; index++) {
    if (kindOf(log.words, index) === Kind[name] && when(index)) found++;
  }
  return found;
}

const owned = ({ run }: Done): number => run.sim.view.listCount[ownerList(run.sim.view, 1)];

Deno.test("idle does nothing", () => {
  const done = alone({ kind: "idle", cpu: 0 });
  assertEquals(count(done, "PageAllocated") + count(done, "PageWritten"), 0);
});

Deno.test("writer writes pages of its working set, at its rate while the guest runs", () => {
  const done = alone({ kind: "writer", cpu: 0, mib: 4, mibPerSecond: 10 });
  const { now, status } = done.run.sim.view;
  assertEquals(owned(done), 4 * 256);
  const writes = count(done, "PageWritten");
  const expected = (now[0] / 1e9) * 10 * 256;
  assert(writes > expected * 0.8 && writes <= expected + 1, `${writes} of ${expected}`);
  assertGreater(status[Status.Round], 1);
});

Deno.test("network receive takes blocks of orders 0 and 3 in softirq and gives the oldest back", () => {
  const done = alone({
    kind: "network-receive",
    cpu: 0,
    packetsPerSecond: 2000,
    largeEvery: 4,
    window: 20,
  });
  const { words } = done.log;
  assertEquals(count(done, "PageAllocated", (index) => contextOf(words, index) !== 1), 0);
  const large = count(done, "PageAllocated", (index) => orderOf(words, index) === 3);
  const all = count(done, "PageAllocated");
  assert(large > all / 6 && large < all / 3, `${large} of ${all}`);
  assertEquals(owned(done), 20);
  assertEquals(count(done, "PageFreed"), all - 20);
});

Deno.test("fill and free leaves old data in free memory", () => {
  const done = alone({ kind: "fill-and-free", cpu: 0, mib: 2, mibPerSecond: 40 });
  assertEquals(count(done, "PageAllocated"), 512);
  assertEquals(count(done, "PageFreed"), 512);
  assertEquals(owned(done), 0);
});

Deno.test("churn stays between half of its size and all of it", () => {
  const done = alone({ kind: "churn", cpu: 1, mib: 2, pagesPerSecond: 10_000 });
  assert(owned(done) >= 255 && owned(done) <= 512, `${owned(done)}`);
  assertGreater(count(done, "PageFreed"), 100);
});

Deno.test("page cache grows up to its size and keeps every page", () => {
  const done = alone({ kind: "page-cache", cpu: 0, mib: 3, mibPerSecond: 50 });
  assertEquals(owned(done), 768);
  assertEquals(count(done, "PageFreed"), 0);
});

Deno.test("a page cache that outgrows memory wakes kswapd, which gives its oldest pages back", () => {
  const done = alone({ kind: "page-cache", cpu: 0, mib: 60, mibPerSecond: 400 });
  assertGreater(count(done, "KswapdWoken"), 0);
  assertGreater(count(done, "PageFreed"), 0);
  assertEquals(count(done, "AllocationFailed"), 0);
  assertEquals(count(done, "KswapdEnded"), count(done, "KswapdBegan"));
});

Deno.test("merged holds blocks and gives all of them back when the migration is done", () => {
  const done = small("merged");
  const held = count(done, "BlockHeld");
  assertGreater(held, 3);
  assertEquals(count(done, "BlockReturned"), held);
});

Deno.test("under pressure the shrinker gives back what merged holds", () => {
  const subject = scenario("small", (of) => {
    of.tasks = [{ kind: "page-cache", cpu: 0, mib: 40, mibPerSecond: 300 }];
    of.host.linkMbit = 200;
  });
  const done = runOf(subject, "merged");
  assertGreater(count(done, "ShrinkerCalled"), 0);
  assertEquals(checkInvariants(done.run.sim.machine.memory), []);
  assertEquals(count(done, "BlockReturned"), count(done, "BlockHeld"));
});

for (const { name, keepsBooks } of designs) {
  Deno.test(`${name} leaves a state in which ${keepsBooks ? "all holds" : "not all holds"}`, () => {
    const breaches = checkInvariants(small(name).run.sim.machine.memory);
    if (keepsBooks) assertEquals(breaches, []);
    else assertGreater(breaches.length, 0);
  });
}

Deno.test("ids, START, hints and STOP come in their order; DONE comes last", () => {
  const done = small("v33");
  const story: string[] = [];
  const { words, length } = done.log;
  const statuses = ["stop", "requested", "start", "done"];
  for (let index = 0; index < length; index++) {
    const kind = kindOf(words, index), value = valueOf(words, index);
    if (kind === Kind.IdIssued) story.push(`id ${value}`);
    if (kind === Kind.StatusChanged) story.push(statuses[value]);
    if (kind === Kind.LogMerged) story.push("sync");
    if (kind === Kind.HintApplied && story.at(-1) !== "hints") story.push("hints");
  }
  assertEquals(story.slice(0, 7), [
    "sync",
    `id ${0x80000001 | 0}`,
    "requested",
    "start",
    "hints",
    "stop",
    "sync",
  ]);
  assertEquals(story.at(-1), "done");
  story.forEach((said, at) => {
    if (said === "sync" && at > 0) assertEquals(story[at - 1], "stop", story.join(" "));
  });
});
