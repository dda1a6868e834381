/**
 * Random walks and shorter ways: the same seed is the same walk, known bugs are met, and what is left of a way
 * cannot be left out.
 * @module
 */
import { assert, assertEquals, assertLess } from "@std/assert";
import { loadCase } from "../../../../cli/explore/case_file.ts";
import { type CaseSpec, worldOf } from "../../../../core/run/search/cases.ts";
import { leads, minimize } from "../../../../core/run/search/minimize.ts";
import { retrace } from "../../../../core/run/search/retrace.ts";
import { walk, type Walked } from "../../../../core/run/search/walk.ts";

const LIMITS = { walksMax: 20_000, stepsMax: 300 };
const walked = (spec: CaseSpec, seed: number): Walked =>
  walk(worldOf(spec, "events"), seed, LIMITS);

for (const name of ["row-07", "row-15", "row-20", "C-08-bitmap-kept", "C-39-zeros-not-applied"]) {
  Deno.test(`${name}: a walk meets the bug, and its way is shortened`, () => {
    const spec = loadCase(name), found = walked(spec, 1);
    assertEquals([found.verdict, found.oracle], ["violation", spec.oracle]);
    const fresh = () => worldOf(spec, "events");
    const shorter = minimize(fresh, found.path, found.oracle);
    assert(shorter.length <= found.path.length);
    assert(shorter.length >= spec.grains.events!.length!, "no way is shorter than the shortest");
    assertEquals(retrace(fresh(), shorter.map((move) => [move])).oracle, found.oracle);
    for (let at = 0; at < shorter.length; at++) {
      const rest = [...shorter.slice(0, at), ...shorter.slice(at + 1)];
      assertEquals(leads(fresh, rest, found.oracle), null, `step ${at} is not needed`);
    }
  });
}

Deno.test("a seed is a walk, and another seed another", () => {
  const spec = loadCase("row-15");
  assertEquals(walked(spec, 7), walked(spec, 7));
  assert(JSON.stringify(walked(spec, 7).path) !== JSON.stringify(walked(spec, 8).path));
});

Deno.test("walks of a safe world meet nothing, and say that this is no proof", () => {
  const found = walk(worldOf(loadCase("row-01"), "events"), 1, { walksMax: 300, stepsMax: 300 });
  assertEquals([found.verdict, found.walks, found.path.length], ["open", 300, 0]);
  assert(found.actions.reuse > 0 && found.actions["switch over"] > 0);
});

Deno.test("the bias pays: with it a reuse of what is being hinted comes up in a third of all walks", () => {
  const found = walk(worldOf(loadCase("row-01"), "events"), 1, { walksMax: 200, stepsMax: 300 });
  assertLess(found.walks / 3, found.actions.reuse);
});
