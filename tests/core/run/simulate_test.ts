/**
 * A run is a pure function of scenario and seed, and every state of it is a fold of its log.
 * @module
 */
import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { Kind } from "../../../events/kinds.ts";
import { EventLog, kindOf } from "../../../events/log.ts";
import { applyAll } from "../../../core/state/apply.ts";
import { Memory } from "../../../core/state/memory.ts";
import { lostPages } from "../../../core/state/oracles/lost.ts";
import { Status } from "../../../core/state/views.ts";
import { designs } from "../../../core/run/designs/mod.ts";
import { prepare, resume, worldOf } from "../../../core/run/simulate.ts";
import { rules, runOf, scenario, small } from "../../support/runs.ts";

Deno.test("a world that serves once is given back, and the run is the same", () => {
  const subject = scenario("small");
  const world = worldOf(subject, rules("merged", subject.guest.profile));
  assertEquals(runOf(subject, "merged", { ...world, once: true }).words, small("merged").words);
  assertEquals([world.memory.bytes.length, world.touched.length], [0, 0]);
});

function worldEnd(log: EventLog): number {
  let index = 0;
  while (kindOf(log.words, index) !== Kind.WorldReady) index++;
  return index + 1;
}

for (const { name, keepsBooks } of designs) {
  Deno.test(`${name}: the same scenario and seed give the same log`, () => {
    assertEquals(runOf(scenario("small"), name).words, small(name).words);
  });

  Deno.test(`${name}: replay of the log gives the live state, byte for byte`, () => {
    const { run, log } = small(name);
    const memory = new Memory(run.geometry);
    applyAll(memory, log.words, 0, log.length);
    assertEquals(memory.bytes, run.sim.machine.memory.bytes);
    assertEquals(memory.status[Status.Faults] === 0, keepsBooks);
  });

  Deno.test(`${name}: a run taken up at any of 60 events of its log ends the same`, () => {
    const { words, log, run } = small(name);
    const from = worldEnd(log);
    const stride = Math.floor((log.length - from) / 60);
    for (let at = from; at <= log.length; at += stride) {
      const again = new EventLog();
      const resumed = prepare(scenario("small"), rules(name), again);
      const kept = resume(resumed, words, at);
      assert(kept <= at);
      assertEquals(again.words.subarray(0, words.length), words, `taken up at event ${at}`);
      assertEquals(again.length, log.length);
      assertEquals(resumed.sim.machine.memory.bytes, run.sim.machine.memory.bytes);
    }
  });

  Deno.test(`${name}: no page is lost under a get-and-clear log`, () => {
    const { log, run } = small(name);
    const memory = new Memory(run.geometry);
    let seen = 0;
    for (let index = 0; index < log.length; index++) {
      applyAll(memory, log.words, index, index + 1);
      if (kindOf(log.words, index) !== Kind.SwitchedOver) continue;
      assertEquals(lostPages(memory), 0);
      seen++;
    }
    assertEquals(seen, 1);
  });
}

Deno.test("another seed gives another log", () => {
  const other = runOf(scenario("small", (change) => change.seed = 2), "none");
  assertNotEquals(other.words, small("none").words);
});

Deno.test("a fork with another seed keeps the log up to the fork and parts after it", () => {
  const { words, log } = small("none");
  const at = worldEnd(log) + 5000;
  const again = new EventLog();
  const forked = prepare(scenario("small", (change) => change.seed = 2), rules("none"), again);
  const kept = resume(forked, words, at);
  assertEquals(again.words.subarray(0, kept * 4), words.subarray(0, kept * 4));
  assertNotEquals(again.words.slice(0, again.length * 4), words);
});

Deno.test("a run cannot be taken up before its world is described", () => {
  const { words, log } = small("none");
  const run = prepare(scenario("small"), rules("none"), new EventLog());
  assertThrows(
    () => resume(run, words, worldEnd(log) - 1),
    RangeError,
    "the world is not described",
  );
});

Deno.test("hints skip pages: v33 sends fewer whole pages than no hinting", () => {
  const sent = (design: string): number => {
    const { log } = small(design);
    let pages = 0;
    for (let index = 0; index < log.length; index++) {
      if (kindOf(log.words, index) === Kind.PagesSent) pages += log.words[index * 4 + 2];
    }
    return pages;
  };
  assert(sent("v33") < sent("none"), `${sent("v33")} of ${sent("none")}`);
});
