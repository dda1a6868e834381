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
import { small } from "../support/runs.ts";

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

for (const { name } of designs) {
  Deno.test(`${name}: the order of locks in its run accuses nothing`, () => {
    const { run, log } = small(name);
    const memory = new Memory(run.geometry), graph = new LockGraph(memory);
    walk(memory, log.words, 0, log.length, 0, [graph]);
    assertEquals(locksReport(graph).accusations, []);
  });
}
