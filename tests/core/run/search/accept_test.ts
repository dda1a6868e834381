/**
 * Simulation and search are one mechanism: for a set of seeds a run by time, with paces and choices drawn from
 * the seed, is a way that the search accepts, step by step, in a world with times and in the one that it packs.
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { loadCase } from "../../../../cli/explore/case_file.ts";
import { draw, drawBelow } from "../../../../core/run/prng.ts";
import { runByTime } from "../../../../core/run/schedules/by_time.ts";
import { accept } from "../../../../core/run/search/accept.ts";
import { choicesAt, stepOf } from "../../../../core/run/schedules/step.ts";
import { type CaseSpec, worldOf } from "../../../../core/run/search/cases.ts";
import type { Actor } from "../../../../core/run/sim.ts";
import type { SmallWorld } from "../../../../core/run/search/small_world.ts";
import { Kind } from "../../../../events/kinds.ts";
import { actorOf, kindOf } from "../../../../events/log.ts";

const SEEDS = 25, EVENTS_MAX = 2000;
const CASES = [
  "row-01",
  "row-03",
  "row-11",
  "row-13",
  "row-15",
  "row-22",
  "C-03-no-done-on-cancel",
];

const PACE_NS = 20_000;

/** An actor that may be late: how late hangs on the seed and on its last event. */
function paced(actor: Actor, seed: number): Actor {
  return {
    ...actor,
    due: (sim, lane) => {
      if (actor.due(sim, lane) === Infinity) return Infinity;
      const { laneTime, laneLast } = sim.view;
      return laneTime[lane] + 1 + drawBelow(PACE_NS, seed, lane, laneLast[lane], 2);
    },
  };
}

/** A run by time of a case's world: when who acts and which choice is taken hangs on the seed. */
function simulated(spec: CaseSpec, seed: number): SmallWorld {
  const world = worldOf(spec, "events", {}, true), { sim } = world;
  const actors = world.actors.map((actor) => actor === null ? null : paced(actor, seed));
  let steps = 0;
  runByTime(sim, actors, EVENTS_MAX, (lane) => {
    sim.machine.wake = 1; // tasks of the search ask what is free, which no task of a scenario does
    return draw(seed, lane, steps++, 1) % Math.max(1, actors[lane]!.choices(sim, lane));
  });
  return world;
}

for (const name of CASES) {
  Deno.test(`${name}: what ${SEEDS} seeds simulate, the search accepts`, () => {
    const spec = loadCase(name), lanes = new Set<number>();
    let ended = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const run = simulated(spec, seed), { words, length } = run.sim.machine.log;
      const found = accept(worldOf(spec, "events", {}, true), words, length);
      assert(
        "moves" in found,
        `seed ${seed}: stuck at event ${"stuckAt" in found && found.stuckAt}`,
      );
      const packed = worldOf(spec, "events");
      for (const { lane, choice } of found.moves) {
        const { sim, actors } = packed;
        assertGreater(choicesAt(sim, actors, lane), choice, `seed ${seed}: lane ${lane} cannot`);
        stepOf(sim, actors, lane, choice);
      }
      for (let at = 0; at < length; at++) {
        lanes.add(actorOf(words, at));
        const kind = kindOf(words, at);
        if (kind === Kind.SwitchedOver || kind === Kind.MigrationCancelled) ended++;
      }
    }
    assert(lanes.size >= 5, `few acted: lanes ${[...lanes]}`);
    assertGreater(ended, 0);
  });
}

Deno.test("a log with one event changed is not accepted, and the place is named", () => {
  const spec = loadCase("row-01"), run = simulated(spec, 3), { log } = run.sim.machine;
  const words = log.words.slice();
  let at = 0;
  while (kindOf(words, at) !== Kind.IdIssued && at < log.length) at++;
  words[at * 4 + 2]++; // another id
  const found = accept(worldOf(spec, "events", {}, true), words, log.length);
  assert("stuckAt" in found);
  assert(found.stuckAt <= at && found.stuckAt > at - 3, `stuck at ${found.stuckAt}, changed ${at}`);
});

Deno.test("a log of another world is not accepted from its first event on", () => {
  const run = simulated(loadCase("row-22"), 1), { words, length } = run.sim.machine.log;
  assertEquals(accept(worldOf(loadCase("row-01"), "events", {}, true), words, length), {
    stuckAt: 0,
  });
});
