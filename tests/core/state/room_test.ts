/**
 * Runs that follow each other in one room are as if each were alone.
 * @module
 */
import { assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { Followed, runUnwritten } from "../../../cli/simulate/run.ts";
import { runAll, worldOf } from "../../../core/run/simulate.ts";
import { roomOfWorld } from "../../../core/run/world.ts";
import { Room } from "../../../core/state/room.ts";
import { Scratch } from "../../../core/state/scratch.ts";
import { rules, runOf, scenario } from "../../support/runs.ts";

Deno.test("a run and a world that take over the room of others, of their size or not, are as alone", () => {
  const small = scenario("small");
  const smaller = scenario("small", ({ guest }) => (guest.mib = 48, guest.usedMib = 16));
  const worlds = roomOfWorld();
  const runs = [[small, "v33"], [small, "merged"], [smaller, "v33"], [small, "v33"]] as const;
  for (const [subject, design] of runs) {
    const under = rules(design, subject.guest.profile, subject.host.name);
    const world = worldOf(subject, under, worlds.cleared());
    const alone = new Followed(subject, under, {});
    alone.follow();
    runAll(alone.run, worldOf(subject, under));
    alone.full();
    const own = alone.outcome("");
    assertEquals(own.replayed, true);
    assertEquals(runUnwritten(subject, under, world), own, `${design} in its room`);
  }
});

Deno.test("arrays are zeros whenever they are given out, and the same memory if they fit", () => {
  const scratch = new Scratch();
  const give = (pages: number): ArrayBuffer[] => {
    const arrays = [scratch.bytes(pages), scratch.ints(pages), scratch.floats(pages)];
    for (const array of arrays) {
      assertEquals([...array], Array.from({ length: pages }, () => 0));
      array.fill(7);
    }
    return arrays.map(({ buffer }) => buffer);
  };
  const first = give(9);
  scratch.cleared();
  assertEquals(give(5).every((buffer, at) => buffer === first[at]), true);
  scratch.cleared();
  assertEquals(give(12).some((buffer) => first.includes(buffer)), false);
});

Deno.test("guests that a sweep goes to and fro between have their states again, a large one its own too", () => {
  const one = runOf(scenario("small"), "v33").run.geometry, two = { ...one, cpus: one.cpus + 1 };
  const wide = new Room(1), narrow = new Room(1, 0);
  for (const room of [wide, narrow]) {
    const live = room.state(one, 0), replay = room.state(one, 1);
    assertNotStrictEquals(live, replay);
    assertStrictEquals(room.state(one, 0), live);
    assertStrictEquals(room.state(one, 1), replay);
    room.state(two, 0);
    assertEquals(room.state(one, 0) === live, room === wide);
  }
});
