/**
 * What a migration finds when it is not the first thing that happens: blocks on their way back, memory that
 * a kernel has filled, memory that nobody has touched, a log that has chunks.
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { Kind, type KindName } from "../../../../events/kinds.ts";
import { kindOf, orderOf, valueOf } from "../../../../events/log.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { applyAll } from "../../../../core/state/apply.ts";
import { lostPages } from "../../../../core/state/oracles/lost.ts";
import { Memory } from "../../../../core/state/memory.ts";
import { type Done, runOf, scenario } from "../../../support/runs.ts";

const run = (design: string, change: (of: Scenario) => void): Done =>
  runOf(scenario("small", change), design);

function indexesOf({ log }: Done, name: KindName): number[] {
  const found: number[] = [];
  for (let index = 0; index < log.length; index++) {
    if (kindOf(log.words, index) === Kind[name]) found.push(index);
  }
  return found;
}

const pagesOf = (done: Done, name: KindName): number =>
  indexesOf(done, name).reduce((sum, index) => sum + valueOf(done.log.words, index), 0);

Deno.test("a second migration that begins while blocks go back waits for them: none is kept, no lock either", () => {
  // The driver gives seven blocks back, each filled with zeros: some 0.7 ms; the next id comes within.
  for (const retryMs of [0.02, 0.1, 0.2, 0.4, 0.6, 1, 2]) {
    const done = run("merged", (of) => {
      of.tasks = [];
      of.guest.initOnFree = true;
      Object.assign(of.host, { endMs: 60, retryMs, maxBandwidthMib: 16, afterMs: 200 });
    });
    const { view } = done.run.sim;
    assertEquals(indexesOf(done, "MigrationBegun").length, 2);
    assertEquals(
      indexesOf(done, "BlockReturned").length,
      indexesOf(done, "BlockHeld").length,
      `retry after ${retryMs} ms`,
    );
    for (let lock = 0; lock < view.lockHolder.length; lock++) {
      assertEquals(view.lockHolder[lock], 0);
    }
    for (let cpu = 0; cpu < view.cpus; cpu++) assertEquals(view.cpuIrqsOff[cpu], 0);
  }
});

Deno.test("the sync that begins a second migration ends what was asked for before", () => {
  const done = run("merged", (of) => {
    Object.assign(of.host, { endMs: 60, retryMs: 50, maxBandwidthMib: 16 });
  });
  const [, second] = indexesOf(done, "MigrationBegun");
  const fetch = indexesOf(done, "LogFetched").find((index) => index > second)!;
  const between = indexesOf(done, "StatusChanged").filter((index) =>
    index > second && index < fetch
  );
  assertEquals(between.map((index) => valueOf(done.log.words, index)), [0]); // done -> stop
});

const idle = (of: Scenario): void => {
  of.tasks = [];
  of.guest.usedMib = 16;
};

Deno.test("init_on_free: free memory holds zeros when the log begins, and hints save next to nothing", () => {
  const plain = run("none", idle);
  const filled = run("none", (of) => {
    idle(of);
    of.guest.initOnFree = true;
  });
  const freed = 24 * 256; // what the scenario calls old data
  assertEquals(pagesOf(plain, "PagesSent") - pagesOf(filled, "PagesSent"), freed);
  const hinted = run("merged", (of) => {
    idle(of);
    of.guest.initOnFree = true;
  });
  assert(Math.abs(pagesOf(hinted, "PagesSent") - pagesOf(filled, "PagesSent")) < 64);
  assertGreater(pagesOf(filled, "ZeroPagesSent"), pagesOf(hinted, "ZeroPagesSent"));
});

Deno.test("page_poison: all free memory holds the pattern and is sent whole; hints save as with old data", () => {
  const poisoned = (of: Scenario): void => {
    idle(of);
    of.guest.pagePoison = true;
  };
  const none = run("none", poisoned);
  const world = indexesOf(none, "WorldReady")[0];
  const memory = new Memory(none.run.geometry);
  applyAll(memory, none.log.words, 0, world);
  const free = memory.zoneFree.reduce((sum, pages) => sum + pages, 0);
  assertGreater(pagesOf(none, "PagesSent"), free);
  assertGreater(pagesOf(none, "PagesSent"), 1.5 * pagesOf(run("merged", poisoned), "PagesSent"));
});

Deno.test("host memory that nothing had touched costs a fault a zero page, and only where nobody wrote", () => {
  const measured = (untouched: boolean, initOnFree = false): [ns: number, fresh: number] => {
    const done = run("none", (of) => {
      idle(of);
      of.tasks = initOnFree ? [{ kind: "fill-and-free", cpu: 0, mib: 4, mibPerSecond: 2000 }] : [];
      of.guest.initOnFree = initOnFree;
      of.host.untouched = untouched;
      of.host.startMs = 20;
      of.host.downtimeMs = 1; // the first round goes to its end
      of.costs.touchPage = 20_000;
    });
    const memory = new Memory(done.run.geometry);
    const [begun] = indexesOf(done, "MigrationBegun"), [end] = indexesOf(done, "SwitchedOver");
    applyAll(memory, done.log.words, 0, begun + 1);
    const from = memory.now[0];
    applyAll(memory, done.log.words, begun + 1, end + 1);
    const fresh = indexesOf(done, "ZeroPagesSent")
      .filter((index) => orderOf(done.log.words, index) === 1)
      .reduce((sum, index) => sum + valueOf(done.log.words, index), 0);
    return [memory.now[0] - from, fresh];
  };
  const [slow, fresh] = measured(true), [fast] = measured(false);
  assertGreater(fresh, 4000);
  assert(Math.abs(slow - fast - fresh * 20_000) < 100, "but for a few looks between bursts");
  const zeros = (initOnFree: boolean): number => measured(true, initOnFree)[1];
  assertEquals(zeros(true) < measured(true)[1] + 24 * 256, true); // what was written as zeros is not fresh
});

Deno.test("qemu-10: in the last phase no chunk's log is cleared, for no sync follows", () => {
  const done = run("merged", (of) => {
    of.host.name = "qemu-10";
  });
  const [paused] = indexesOf(done, "GuestPaused");
  assertGreater(indexesOf(done, "ChunkCleared").length, 0);
  assert(indexesOf(done, "ChunkCleared").every((index) => index < paused));
  const memory = new Memory(done.run.geometry);
  applyAll(memory, done.log.words, 0, indexesOf(done, "SwitchedOver")[0] + 1);
  assertEquals(lostPages(memory), 0);
});
