/**
 * Every invariant catches a state that breaks it, and says which list, page and numbers.
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { designs } from "../../../core/run/designs/mod.ts";
import { apply } from "../../../core/state/apply.ts";
import { checkInvariants } from "../../../core/state/invariants.ts";
import { Bit, Memory } from "../../../core/state/memory.ts";
import { Fault, Phase, Status } from "../../../core/state/views.ts";
import { given } from "../../support/given.ts";
import { small } from "../../support/runs.ts";
import { guilty, intact } from "./guilty_states.ts";

const ISOLATE = 5;
const STRIDE = 97; // events between two checks

Deno.test("a memory with blocks of every state is intact", () => {
  assertEquals(checkInvariants(intact()), []);
});

for (const [what, harm, sentence] of guilty) {
  Deno.test(`checkInvariants() finds ${what}`, () => {
    const memory = intact();
    harm(memory);
    const breaches = checkInvariants(memory);
    assert(breaches.length > 0);
    assertStringIncludes(breaches.join("\n"), sentence);
  });
}

for (const name of Object.keys(Fault) as (keyof typeof Fault)[]) {
  Deno.test(`checkInvariants() names the fault ${name}`, () => {
    const memory = intact();
    memory.status[Status.Faults] = Fault[name];
    assertEquals(checkInvariants(memory).length, 1);
    assertStringIncludes(checkInvariants(memory)[0], `Fault ${name}: `);
  });
}

Deno.test("checkInvariants() finds free buddies that did not merge", () => {
  const buddies = "block-on-list pfn=4 order=1 list=movable\nblock-on-list pfn=6 order=1";
  assertEquals(checkInvariants(given(buddies)), [
    "The free buddies of order 1 at pfn 4 and pfn 6 did not merge",
  ]);
  const top = "block-on-list pfn=0 order=3\nblock-on-list pfn=8 order=3";
  assertEquals(checkInvariants(given(top)), []);
});

Deno.test("buddies of whole pageblocks may stay apart if one is isolated, smaller ones may not", () => {
  const typed = `pageblocks-typed pfn=4 blocks=1 type=isolate\n`;
  const whole = "block-on-list pfn=0 order=2\nblock-on-list pfn=4 order=2 list=isolate";
  assertEquals(checkInvariants(given(typed + whole)), []);
  assertEquals(given(typed).blockType[1], ISOLATE);
  assertEquals(checkInvariants(given(whole)).length, 1);
  const parts = "block-on-list pfn=4 order=1\nblock-on-list pfn=6 order=1 list=isolate";
  assertEquals(checkInvariants(given(typed + parts)).length, 1);
});

Deno.test("buddies across the border of zones do not merge", () => {
  const zones = [{ name: "DMA", start: 0, frames: 4 }, { name: "Normal", start: 4, frames: 36 }];
  const memory = given("block-on-list pfn=0 order=2\nblock-on-list pfn=4 order=2", { zones });
  assertEquals(checkInvariants(memory), []);
});

Deno.test("before a migration the host's counter counts nothing", () => {
  const memory = given("log-armed\npage-written pfn=3\nlog-fetched pfn=0 count=40");
  memory.status[Status.Dirty] = 9;
  assertEquals([memory.status[Status.Phase], ...checkInvariants(memory)], [Phase.None]);
});

Deno.test("checkInvariants() writes out 100 breaches, and says how many are left", () => {
  const memory = given("", { frames: 400, zones: [{ name: "DMA", start: 0, frames: 400 }] });
  memory.bits.fill(Bit.Stale);
  const breaches = checkInvariants(memory);
  assertEquals([breaches.length, breaches[100]], [101, "300 more breaches"]);
});

for (const { name } of designs.filter(({ keepsBooks }) => keepsBooks)) {
  Deno.test(`${name}: a run is intact at every ${STRIDE}th event of its log`, () => {
    const { run, log } = small(name);
    const memory = new Memory(run.geometry);
    for (let index = 0; index < log.length; index++) {
      apply(memory, log.words, index);
      if (index % STRIDE === 0) assertEquals(checkInvariants(memory), [], `event ${index + 1}`);
    }
    assertEquals(checkInvariants(memory), []);
  });
}
