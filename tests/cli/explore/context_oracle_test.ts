/**
 * O4: steps are judged with the audit's rules, the order of locks over all steps together, and each
 * step's like is judged once.
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { contextOracle } from "../../../cli/explore/context_oracle.ts";
import { Memory } from "../../../core/state/memory.ts";
import type { Oracle } from "../../../core/state/oracles/oracle.ts";
import { apply } from "../../../core/state/apply.ts";
import { Gfp } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { EventLog, packHead } from "../../../events/log.ts";
import { GEOMETRY } from "../../support/given.ts";

type Event = readonly [kind: number, pfn?: number, value?: number];

const ZONE = 0, LIST = 4, HARDIRQ = 2;
const OFF: Event = [Kind.InterruptsOff], ON: Event = [Kind.InterruptsOn];

/** Steps of lanes in one world, each judged by an oracle. */
class Judged {
  /** How often a state before a step was asked for. */
  copies = 0;
  private readonly memory = new Memory({ ...GEOMETRY, locks: 3, timed: false });
  private readonly log = new EventLog();
  private readonly oracle: Oracle = contextOracle({
    lanes: ["world", "task", "driver"].map((name) => ({ name, cpu: 0 })),
    declared: "task",
  });

  step(lane: number, ...events: Event[]): string | null {
    const { memory, log } = this, from = log.length, before = memory.clone();
    for (const [kind, pfn = 0, value = 0] of events) {
      const flags = memory.cpuContext[0] | (memory.cpuIrqsOff[0] !== 0 ? 4 : 0);
      apply(memory, log.words, log.append(packHead(kind, lane, 0, flags, 0), pfn, value, 0));
    }
    return this.oracle.after!({
      view: memory,
      words: log.words,
      from,
      until: log.length,
      lane,
      before: () => {
        this.copies++;
        return before;
      },
    });
  }
}

const take = (lock: number): Event => [Kind.LockAcquired, lock];
const drop = (lock: number): Event => [Kind.LockReleased, lock];

Deno.test("an allocation under the zone's lock is accused, outside it is none", () => {
  const failed: Event = [Kind.AllocationFailed, 0, Gfp.Direct];
  assertEquals(new Judged().step(1, failed), null);
  const why = new Judged().step(1, OFF, take(ZONE), failed, drop(ZONE), ON);
  assertStringIncludes(why!, "sleep-in-atomic: task tries to allocate under the DMA zone lock");
});

Deno.test("reading the config space in a hard interrupt is accused", () => {
  const why = new Judged().step(
    2,
    [Kind.ContextEntered, 0, HARDIRQ],
    [Kind.IdRead],
    [Kind.ContextLeft],
  );
  assertStringIncludes(why!, "driver reads the config space in hardirq context");
});

Deno.test("interrupts that one step turned off the next one may turn on, if it is the same lane's", () => {
  const world = new Judged();
  assertEquals(world.step(1, OFF, take(ZONE)), null);
  assertEquals(world.step(1, drop(ZONE), ON), null);
  assertStringIncludes(world.step(1, ON)!, "not-restored");
});

Deno.test("two ways that each take one half of a cycle are accused together, with the second", () => {
  const world = new Judged();
  assertEquals(world.step(1, OFF, take(LIST), take(ZONE), drop(ZONE), drop(LIST), ON), null);
  const why = world.step(2, OFF, take(ZONE), take(LIST), drop(LIST), drop(ZONE), ON);
  assertStringIncludes(why!, "taken in a circle");
});

Deno.test("who waits for a lock that it holds itself is accused at once", () => {
  const world = new Judged();
  assertEquals(world.step(2, take(LIST)), null);
  assertStringIncludes(world.step(2, [Kind.LockContended, LIST])!, "which it holds itself");
});

Deno.test("a step like one that was judged is not judged again; under another lock it is", () => {
  const world = new Judged(), shrinks: Event = [Kind.ShrinkerCalled];
  for (let times = 0; times < 3; times++) assertEquals(world.step(1, shrinks), null);
  assertEquals(world.copies, 1);
  world.step(1, OFF, take(ZONE));
  assertStringIncludes(world.step(1, shrinks)!, "calls the shrinker under the DMA zone lock");
  assertEquals(world.copies, 3);
});
