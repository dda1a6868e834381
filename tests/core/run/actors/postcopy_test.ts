/**
 * Postcopy: what the destination discards, what the guest waits for there, and what a hint costs it.
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { Kind, type KindName } from "../../../../events/kinds.ts";
import { actorOf, kindOf, pfnOf } from "../../../../events/log.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { apply } from "../../../../core/state/apply.ts";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { lostPages } from "../../../../core/state/oracles/lost.ts";
import { Bit, Memory } from "../../../../core/state/memory.ts";
import { type Done, runOf, scenario } from "../../../support/runs.ts";

const postcopy = (design: string, change: (of: Scenario) => void = () => {}): Done =>
  runOf(
    scenario("small", (of) => {
      of.tasks = [{ kind: "writer", cpu: 1, mib: 8, mibPerSecond: 40 }];
      of.host.maxBandwidthMib = 16;
      of.host.linkMbit = 200;
      of.host.postcopyMs = 300;
      change(of);
    }),
    design,
  );

function indexesOf({ log }: Done, name: KindName): number[] {
  const found: number[] = [];
  for (let index = 0; index < log.length; index++) {
    if (kindOf(log.words, index) === Kind[name]) found.push(index);
  }
  return found;
}

/** Calls `each` with the state after every event. */
function walk({ run, log }: Done, each: (memory: Memory, index: number) => void): Memory {
  const memory = new Memory(run.geometry);
  for (let index = 0; index < log.length; index++) {
    apply(memory, log.words, index);
    each(memory, index);
  }
  return memory;
}

Deno.test("the guest goes on at the destination, which has discarded all that is still to be sent", () => {
  const done = postcopy("none");
  const [begun] = indexesOf(done, "PostcopyBegun"), [resumed] = indexesOf(done, "GuestResumed");
  assertGreater(resumed, begun);
  assertGreater(indexesOf(done, "PageWritten").at(-1)!, resumed);
  walk(done, (memory, index) => {
    if (index !== begun) return;
    let missing = 0;
    for (const bits of memory.bits) {
      assert((bits & (Bit.Migrate | Bit.Received)) !== (Bit.Migrate | Bit.Received));
      if (bits & Bit.Migrate) missing++;
    }
    assertGreater(missing, 1000);
  });
});

Deno.test("a page that is missing is asked for, and comes before the rest; the write waits for it", () => {
  const done = postcopy("none");
  const asked = indexesOf(done, "FaultAsked"), { words } = done.log;
  assertGreater(asked.length, 5);
  assertEquals(indexesOf(done, "FaultAnswered").length, asked.length);
  for (const index of asked) {
    const lane = actorOf(words, index), page = pfnOf(words, index);
    let next = index + 1;
    while (actorOf(words, next) !== lane) next++;
    assertEquals([kindOf(words, next), pfnOf(words, next)], [Kind.FaultAnswered, page]);
    const sent = Array.from({ length: next - index }, (_, at) => index + at)
      .filter((at) =>
        kindOf(words, at) === Kind.PagesSent || kindOf(words, at) === Kind.ZeroPagesSent
      );
    assert(sent.length > 0, "something was sent meanwhile");
    assertEquals(kindOf(words, next + 1), Kind.PageWritten);
  }
});

Deno.test("nothing is lost, whatever the guest writes there", () => {
  const done = postcopy("none");
  const [switched] = indexesOf(done, "SwitchedOver");
  const end = walk(done, (memory, index) => {
    if (index === switched) assertEquals(lostPages(memory), 0);
  });
  assertEquals(checkInvariants(end), []);
});

Deno.test("an older host hints all the same: a block that it skipped is waited for to the end, DONE never comes", () => {
  const done = postcopy("merged", (of) => {
    // It outgrows what is left free after the guest went on: kswapd gives blocks back, and it takes them.
    of.tasks.push({ kind: "fill-and-free", cpu: 0, mib: 40, mibPerSecond: 60 });
  });
  assertGreater(indexesOf(done, "HintApplied").length, 3);
  const [switched] = indexesOf(done, "SwitchedOver");
  const inVain = indexesOf(done, "FaultAnswered").filter((index) => index > switched);
  assertGreater(inVain.length, 0, "a page that a hint cleared never came: zeros, at the end");
  const balloon = done.run.sim.settings.balloonLane;
  const byDriver = indexesOf(done, "BlockReturned")
    .filter((index) => actorOf(done.log.words, index) === balloon);
  assertEquals(byDriver, [], "the driver was never told that hinting is done");
  assertGreater(done.run.sim.view.listCount[done.run.sim.view.ownerBase + balloon - 1], 0);
});

Deno.test("a newer host does not ask for hints with postcopy in view", () => {
  const done = postcopy("merged", (of) => {
    of.host.name = "qemu-10-tcg";
  });
  assertEquals(indexesOf(done, "IdIssued"), []);
  assertEquals(indexesOf(done, "FaultAsked").length, indexesOf(done, "FaultAnswered").length);
});
