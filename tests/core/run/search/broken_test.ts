/**
 * What would go unnoticed if it were broken, broken on purpose: an oracle, the reduction, the hash.
 * @module
 */
import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { loadCase } from "../../../../cli/explore/case_file.ts";
import { type CaseSpec, worldOf } from "../../../../core/run/search/cases.ts";
import { isVain, type Limits, search, type Verdict } from "../../../../core/run/search/search.ts";
import type { SmallWorld } from "../../../../core/run/search/small_world.ts";
import { States } from "../../../../core/run/search/states.ts";
import { Kind } from "../../../../events/kinds.ts";
import { kindOf } from "../../../../events/log.ts";
import type { Oracle } from "../../../../core/state/oracles/oracle.ts";

const rows = Array.from({ length: 27 }, (_, at) => `row-${String(at + 1).padStart(2, "0")}`);

function searched(spec: CaseSpec, limits: Limits, oracles?: () => Oracle[]): Verdict {
  const world = worldOf(spec, "section-g");
  const changed: SmallWorld = oracles === undefined ? world : { ...world, oracles };
  return search(changed, limits);
}

Deno.test("an oracle that is deaf is noticed: every row that loses a page comes out safe", () => {
  const lost = rows.map(loadCase).filter(({ expected }) => expected === "violation");
  assertEquals(lost.length, 13);
  for (const spec of lost) {
    assertNotEquals(searched(spec, {}, () => [{ name: "destination" }]).verdict, spec.expected);
  }
});

Deno.test("an oracle that cries wolf is noticed: a safe row comes out as a violation", () => {
  const wolf: Oracle = {
    name: "destination",
    at: ({ content, arrived }) => content[0] === arrived[0] ? null : "page 0 differs",
  };
  const safe = rows.map(loadCase).filter(({ expected }) => expected === "safe");
  for (const spec of safe) assertEquals(searched(spec, {}, () => [wolf]).verdict, "violation");
});

// Rows whose steps may meet a held lock even where most are atomic.
const CONTENDED = ["row-05", "row-06", "row-15", "row-21", "row-23", "row-24"];

for (const name of CONTENDED) {
  Deno.test(`${name}: the reduction changes no verdict and no length`, () => {
    const spec = loadCase(name);
    for (const grain of ["section-g", "events"] as const) {
      if (grain === "events" && spec.expected === "safe") continue; // long, and no length to compare
      const reduced = search(worldOf(spec, grain));
      const whole = search(worldOf(spec, grain), { isVain: () => false });
      assertEquals(
        [reduced.verdict, reduced.oracle, reduced.depth],
        [whole.verdict, whole.oracle, whole.depth],
      );
      assert(reduced.states <= whole.states);
    }
  });
}

Deno.test("the reduction leaves something out, or the test above says nothing", () => {
  const spec = loadCase("row-15");
  const reduced = search(worldOf(spec, "events"));
  assertLess(reduced.states, search(worldOf(spec, "events"), { isVain: () => false }).states);
});

Deno.test("a reduction that drops a step that matters is noticed: the page is found no more", () => {
  const spec = loadCase("row-15");
  const broken = searched(spec, {
    isVain: (step) => isVain(step) || kindOf(step.words, step.from) === Kind.ShrinkerCalled,
  });
  assertEquals([broken.verdict, spec.expected], ["safe", "violation"]);
});

Deno.test("a hash under which many states collide changes no verdict and loses no state", () => {
  for (const name of ["row-19", "row-15", "row-02"]) {
    const good = searched(loadCase(name), {});
    const poor = searched(loadCase(name), { hash: (words) => words[0] & 1023 });
    assertEquals([poor.verdict, poor.states, poor.depth], [good.verdict, good.states, good.depth]);
  }
});

Deno.test("a set that trusts its hash is noticed: with a poor one it loses states and the verdict", () => {
  const isEqual = Object.getOwnPropertyDescriptor(States.prototype, "isEqual")!;
  const good = searched(loadCase("row-15"), {});
  Object.defineProperty(States.prototype, "isEqual", { ...isEqual, value: () => true });
  try {
    const broken = searched(loadCase("row-15"), { hash: (words) => words[0] & 1023 });
    assertLess(broken.states, good.states);
    assertNotEquals(broken.verdict, good.verdict);
  } finally {
    Object.defineProperty(States.prototype, "isEqual", isEqual);
  }
});
