/**
 * The canonical form hides nothing that a decision reads: wherever a seeded walk comes in a bundled case, who can act,
 * and what a step leads to, is the same from the state as it is and from its canonical form.
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { allCases, loadCase } from "../../../../cli/explore/case_file.ts";
import { drawBelow } from "../../../../core/run/prng.ts";
import { type CaseSpec, worldOf } from "../../../../core/run/search/cases.ts";
import { events, type Move } from "../../../../core/run/search/moves.ts";
import type { SmallWorld } from "../../../../core/run/search/small_world.ts";
import { canonicalize, RANKS } from "../../../../core/state/canonical.ts";
import { Packing } from "../../../../core/run/search/packing.ts";
import type { Memory } from "../../../../core/state/memory.ts";

const WALKS = 12, STEPS = 120;

const memoryOf = (world: SmallWorld): Memory => world.sim.machine.memory;

/** Every step that somebody could take now. */
function movesOf(world: SmallWorld): Move[] {
  return world.actors.flatMap((_, lane) =>
    lane === 0
      ? []
      : Array.from({ length: events.count(world, lane) }, (_, choice) => ({ lane, choice }))
  );
}

/** A walk in a world that nobody renames anything in, with a twin that begins each step from the canonical form. */
function walk(spec: CaseSpec, seed: number, kindLanes?: readonly number[]): void {
  const plain = worldOf(spec, "events"), twin = worldOf(spec, "events");
  const packing = new Packing(memoryOf(twin));
  const canonical = (): Uint8Array => {
    canonicalize(memoryOf(twin), { ...twin.ignored, ...(kindLanes && { kindLanes }) });
    packing.pack();
    return packing.packed.slice();
  };
  plain.sim.machine.log.length = RANKS; // as in a search: the world's own events count for nothing
  for (let step = 0; step < STEPS; step++) {
    const again = `${spec.name}, seed ${seed}, step ${step}`;
    memoryOf(twin).copyFrom(memoryOf(plain));
    canonical();
    twin.sim.machine.log.length = RANKS;
    const moves = movesOf(plain);
    assertEquals(movesOf(twin), moves, again);
    if (moves.length === 0) return;
    const { lane, choice } = moves[drawBelow(moves.length, seed, 0, step, 0)];
    events.take(plain, lane, choice);
    events.take(twin, lane, choice);
    const after = canonical();
    memoryOf(twin).copyFrom(memoryOf(plain));
    assertEquals(after, canonical(), again);
  }
}

Deno.test("a canonical form that leaves out what the migration thread reads is caught", () => {
  assertThrows(() => {
    for (let seed = 0; seed < WALKS; seed++) walk(loadCase("row-01"), seed, []);
  });
});

for (const spec of allCases()) {
  Deno.test(`${spec.name}: a step from the canonical form leads to the canonical form of what it leads to`, () => {
    for (let seed = 0; seed < WALKS; seed++) walk(spec, seed);
  });
}
