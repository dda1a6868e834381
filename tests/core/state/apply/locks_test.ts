/**
 * Locks, interrupts and contexts: who holds what.
 * @module
 */
import { assertEquals } from "@std/assert";
import { Fault, Status } from "../../../../core/state/views.ts";
import { given } from "../../../support/given.ts";

Deno.test("a lock remembers its holder, until it is released", () => {
  const memory = given("lock-acquired actor=2 lock=0\nlock-acquired actor=0 lock=2");
  assertEquals([...memory.lockHolder], [2 + 1, 0, 0 + 1]);
  assertEquals([...given("lock-acquired actor=2\nlock-released actor=2").lockHolder], [0, 0, 0]);
});

Deno.test("a lock released by another is free, and the fault bit is set", () => {
  const memory = given("lock-acquired actor=2 lock=0\nlock-released actor=1 lock=0");
  assertEquals(
    [memory.lockHolder[0], memory.status[Status.Faults]],
    [0, Fault.ReleasedByOther],
  );
});

Deno.test("interrupts are off on the actor's cpu only, and remember who put them off", () => {
  const memory = given("interrupts-off actor=2 cpu=1");
  assertEquals([...memory.cpuIrqsOff], [0, 2 + 1]);
  assertEquals([...given("interrupts-off actor=2\ninterrupts-on actor=2").cpuIrqsOff], [0, 0]);
});

Deno.test("a cpu enters a context and leaves it for another", () => {
  const memory = given("context-entered cpu=1 context=hardirq");
  assertEquals([...memory.cpuContext], [0, 2]);
  assertEquals(
    [...given("context-entered context=hardirq\ncontext-left context=softirq").cpuContext],
    [1, 0],
  );
});
