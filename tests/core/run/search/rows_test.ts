/**
 * Four rows of the one-page table, searched with the actors of a simulation: two are safe, and two
 * lose the page when one rule of the host is left out.
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import type { Design } from "../../../../core/run/designs/design.ts";
import { merged } from "../../../../core/run/designs/merged.ts";
import { v33 } from "../../../../core/run/designs/v33.ts";
import { BOUNDS, Lane, onePage } from "../../../../core/run/search/one_page.ts";
import { retrace, search, type Verdict } from "../../../../core/run/search/search.ts";
import { Memory } from "../../../../core/state/memory.ts";
import { applyAll } from "../../../../core/state/apply.ts";
import { lostPages } from "../../../../core/state/oracles/lost.ts";

const bounds = { ...BOUNDS, queue: 3 };
const find = (host: Host, design: Design): Verdict => search(onePage(host, design, bounds));

function everyoneActed(verdict: Verdict, lanes: readonly number[]): void {
  for (const lane of lanes) assertGreater(verdict.steps[lane], 0, `lane ${lane} never acted`);
}

/** A counterexample is a log: taken again with real numbers and replayed, it loses the page. */
function assertRetraces(host: Host, design: Design, verdict: Verdict): void {
  const world = onePage(host, design, bounds);
  const live = retrace(world, verdict.path);
  assertEquals(lostPages(live), 1);
  const replayed = new Memory(live.geometry);
  applyAll(replayed, world.sim.machine.log.words, 0, world.sim.machine.log.length);
  assertEquals(replayed.bytes, live.bytes);
}

Deno.test("row 1: merged under qemu-3.0's rules loses no page in any interleaving", () => {
  const verdict = find(qemu30, merged);
  assertEquals(verdict.verdict, "safe");
  everyoneActed(verdict, [Lane.Taker, Lane.Balloon, Lane.Shrinker, Lane.Migration, Lane.Queue]);
});

Deno.test("row 3: v33's snapshot under qemu-3.0's rules loses no page in any interleaving", () => {
  const verdict = find(qemu30, v33);
  assertEquals(verdict.verdict, "safe");
  everyoneActed(verdict, [Lane.Taker, Lane.Balloon, Lane.Migration, Lane.Queue]);
});

Deno.test("row 7: a host that does not stop hinting before a sync loses the page", () => {
  const host = { ...qemu30, stopsBeforeSync: false };
  const verdict = find(host, merged);
  assertEquals(verdict.verdict, "violation");
  assertRetraces(host, merged, verdict);
});

Deno.test("row 9: a host that takes a START while hinting is stopped loses the page", () => {
  const host = { ...qemu30, startsOnlyOnRequest: false };
  const verdict = find(host, merged);
  assertEquals(verdict.verdict, "violation");
  assertRetraces(host, merged, verdict);
});

Deno.test("without the guest's writes no rule left out loses the page", () => {
  const host = { ...qemu30, stopsBeforeSync: false };
  const verdict = search(onePage(host, merged, { ...bounds, writes: 0 }));
  assertEquals(verdict.verdict, "safe");
  assert(verdict.states > 1000);
});
