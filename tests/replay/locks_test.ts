/**
 * The order of locks by class: what a log's own order proves, and what it accuses before it comes to pass.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { EventLog } from "../../events/log.ts";
import { parseEvent } from "../../events/text.ts";
import { Memory } from "../../core/state/memory.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { type LocksReport, locksReport } from "../../replay/locks/accuse.ts";
import { LockGraph } from "../../replay/locks/graph.ts";
import { walk } from "../../replay/replay.ts";
import { GEOMETRY } from "../support/given.ts";
import { runOf, scenario, small } from "../support/runs.ts";

const LANES = ["world", "task", "balloon", "host"];
const ZONE_A = 0, ZONE_B = 1, LIST_LOCK = 4; // two zones, then three locks

/** The graph of a text log behind a world that is ready. */
function graphOf(text: string): LocksReport {
  const log = new EventLog();
  for (const line of `world-ready\n${text}`.split("\n")) {
    const event = parseEvent(line, LANES);
    if (event !== null) log.append(event.head, event.pfn, event.value, event.gap);
  }
  const memory = new Memory({ ...GEOMETRY, locks: 3 }), graph = new LockGraph(memory);
  walk(memory, log.words, 0, log.length, 0, [graph]);
  return locksReport(graph);
}

const take = (who: string, cpu: number, lock: number, context = ""): string =>
  `interrupts-off actor=${who} cpu=${cpu}${context}\n` +
  `lock-acquired actor=${who} cpu=${cpu} irqs=off lock=${lock}${context}\n`;
const also = (who: string, cpu: number, lock: number): string =>
  `lock-acquired actor=${who} cpu=${cpu} irqs=off lock=${lock}\n`;
const release = (who: string, cpu: number, ...locks: number[]): string =>
  locks.map((lock) => `lock-released actor=${who} cpu=${cpu} irqs=off lock=${lock}\n`).join("") +
  `interrupts-on actor=${who} cpu=${cpu} irqs=off\n`;

Deno.test("an edge for each class that is held when another is taken, with its first event", () => {
  const { edges, accusations } = graphOf(
    take("task", 0, LIST_LOCK) + also("task", 0, ZONE_B) + release("task", 0, ZONE_B, LIST_LOCK) +
      take("task", 0, LIST_LOCK) + also("task", 0, ZONE_A) + release("task", 0, ZONE_A, LIST_LOCK),
  );
  assertEquals(edges, [{ held: "free_page_list_lock", taken: "zone", count: 2, event: 4 }]);
  assertEquals(accusations, []);
});

Deno.test("two orders of two classes are a cycle, though nobody ever waited", () => {
  const { accusations } = graphOf(
    take("task", 0, LIST_LOCK) + also("task", 0, ZONE_B) + release("task", 0, ZONE_B, LIST_LOCK) +
      take("balloon", 1, ZONE_B) + also("balloon", 1, LIST_LOCK) +
      release("balloon", 1, LIST_LOCK, ZONE_B),
  );
  assertEquals(accusations.map(({ what, event }) => [what, event]), [["cycle", 10]]);
  assertMatch(accusations[0].message, /zone -> free_page_list_lock -> zone/);
});

Deno.test("reclaim is a class: allocating under the list's lock closes a circle with the shrinker", () => {
  const { accusations } = graphOf(
    "direct-reclaim-began actor=task cpu=0\n" + take("task", 0, LIST_LOCK) +
      release("task", 0, LIST_LOCK) + "direct-reclaim-ended actor=task cpu=0\n" +
      take("balloon", 1, LIST_LOCK) +
      "allocation-failed actor=balloon cpu=1 irqs=off order=0 gfp=8\n" +
      release("balloon", 1, LIST_LOCK),
  );
  const whats = accusations.map(({ what }) => what).sort();
  assertEquals(whats, ["cycle", "sleep"]);
  assert(accusations.some(({ message }) => message.includes("fs_reclaim")));
});

Deno.test("a class that interrupts take, and others take with interrupts on", () => {
  const soft = "context-entered actor=task cpu=0 context=softirq\n" +
    take("task", 0, ZONE_A, " ctx=softirq") + release("task", 0, ZONE_A) +
    "context-left actor=task cpu=0 context=task\n";
  const open =
    "lock-acquired actor=balloon cpu=1 lock=0\nlock-released actor=balloon cpu=1 lock=0\n";
  assertEquals(graphOf(soft).accusations, []);
  assertEquals(graphOf(open).accusations, []);
  const { accusations, classes } = graphOf(soft + open);
  assertEquals(accusations.map(({ what, event }) => [what, event]), [["interrupts", 8]]);
  assertEquals(classes, [
    { name: "zone", sort: "spinlock", taken: 2, inInterrupts: 1, irqsOn: 1 },
  ]);
});

Deno.test("one zone's lock under another's is recursion on the class", () => {
  const { accusations, edges } = graphOf(
    take("task", 0, ZONE_A) + also("task", 0, ZONE_B) + release("task", 0, ZONE_B, ZONE_A),
  );
  assertEquals(accusations.map(({ what, event }) => [what, event]), [["recursion", 4]]);
  assertEquals(edges, []);
});

Deno.test("below a zone's lock no allocation at all; below another spinlock none that may sleep", () => {
  const ask = (lock: number, gfp: number): string =>
    take("task", 0, lock) + `allocation-failed actor=task cpu=0 irqs=off order=0 gfp=${gfp}\n` +
    release("task", 0, lock);
  const whats = (text: string): string[] => graphOf(text).accusations.map(({ what }) => what);
  assertEquals(whats(ask(ZONE_A, 3)), ["sleep"]); // GFP_ATOMIC
  assertEquals(whats(ask(LIST_LOCK, 3)), []);
  assertEquals(whats(ask(LIST_LOCK, 8)), ["sleep"]);
});

Deno.test("who waits made the order, though the lock never came", () => {
  const { accusations, edges } = graphOf(
    take("task", 0, LIST_LOCK) + take("balloon", 1, ZONE_B) +
      `lock-contended actor=task cpu=0 irqs=off lock=${ZONE_B}
      lock-contended actor=balloon cpu=1 irqs=off lock=${LIST_LOCK}`,
  );
  assertEquals(edges.map(({ held, count }) => [held, count]), [
    ["zone", 0],
    ["free_page_list_lock", 0],
  ]);
  assertEquals(accusations.map(({ what, event }) => [what, event]), [["cycle", 7]]);
});

Deno.test("waking kswapd under a zone's lock closes a circle through the scheduler's locks", () => {
  const woken = "kswapd-woken actor=task cpu=0 irqs=off zone=0\n";
  assertEquals(
    graphOf(take("task", 0, ZONE_A) + release("task", 0, ZONE_A) + woken).accusations,
    [],
  );
  const { accusations } = graphOf(take("task", 0, ZONE_A) + woken + release("task", 0, ZONE_A));
  assertEquals(accusations.map(({ what, event }) => [what, event]), [["cycle", 4]]);
  assertMatch(accusations[0].message, /zone -> kswapd_wait -> zone: .*commit 73444bc4d8f9/);
});

Deno.test("a lock of softirqs alone, and one of hardirqs alone, is interrupted by nobody who wants it", () => {
  const plain = (ctx: string): string =>
    `context-entered actor=task cpu=0 context=${ctx}\n` +
    `lock-acquired actor=task cpu=0 ctx=${ctx} lock=${LIST_LOCK}\n` +
    `lock-released actor=task cpu=0 ctx=${ctx} lock=${LIST_LOCK}\n` +
    `context-left actor=task cpu=0 ctx=${ctx} context=task\n`;
  assertEquals(graphOf(plain("softirq")).accusations, []);
  assertEquals(graphOf(plain("hardirq")).accusations, []);
  const both = graphOf(plain("softirq") + plain("hardirq")).accusations;
  assertEquals(both.map(({ what, event }) => [what, event]), [["interrupts", 7]]);
});

Deno.test("a mutex below a spinlock may sleep; below a mutex it may", () => {
  const [MUTEX, OTHER] = [2, 3];
  const whats = (first: number): string[] =>
    graphOf(take("task", 0, first) + also("task", 0, OTHER) + release("task", 0, OTHER, first))
      .accusations.map(({ what }) => what);
  assertEquals(whats(LIST_LOCK), ["sleep"]);
  assertEquals(whats(MUTEX), []);
});

Deno.test("a call of the shrinker is reclaim until it lets its last lock go", () => {
  const { edges } = graphOf(
    "shrinker-called actor=task cpu=0 pages=128\n" + take("task", 0, LIST_LOCK) +
      also("task", 0, ZONE_A) + release("task", 0, ZONE_A, LIST_LOCK) + take("task", 0, ZONE_B) +
      release("task", 0, ZONE_B),
  );
  assertEquals(edges.map(({ held, taken, count }) => [held, taken, count]), [
    ["free_page_list_lock", "zone", 1],
    ["fs_reclaim", "zone", 1],
    ["fs_reclaim", "free_page_list_lock", 1],
  ]);
});

for (const { name } of designs) {
  Deno.test(`${name}: the order of locks in its run accuses nothing`, () => {
    const { run, log } = small(name);
    const memory = new Memory(run.geometry), graph = new LockGraph(memory);
    walk(memory, log.words, 0, log.length, 0, [graph]);
    assertEquals(locksReport(graph).accusations, []);
  });
}

Deno.test("under memory pressure, with reclaim and the shrinker at work, nothing is accused either", () => {
  const pressed = scenario("small", (of) => {
    of.guest.profile = "linux-6.1";
    of.tasks = [{ kind: "churn", cpu: 0, mib: 30, pagesPerSecond: 40_000 }];
    of.host.linkMbit = 200;
  });
  const { run, log } = runOf(pressed, "merged");
  const memory = new Memory(run.geometry), graph = new LockGraph(memory);
  walk(memory, log.words, 0, log.length, 0, [graph]);
  const { edges, accusations } = locksReport(graph);
  assert(edges.some(({ held }) => held === "fs_reclaim"));
  assertEquals(accusations, []);
});
