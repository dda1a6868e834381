/**
 * Runs that follow each other in one room are as if each were alone.
 * @module
 */
import { assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { Room } from "../../../cli/simulate/room.ts";
import { runUnwritten } from "../../../cli/simulate/run.ts";
import { worldOf } from "../../../core/run/simulate.ts";
import { digestText, digestViews } from "../../../core/state/digest.ts";
import { hash64 } from "../../../cli/codec.ts";
import { rules, runOf, scenario } from "../../support/runs.ts";

Deno.test("a run that takes over the room of another, of its size or not, ends as alone", () => {
  const small = scenario("small");
  const smaller = scenario("small", ({ guest }) => (guest.mib = 48, guest.usedMib = 16));
  const runs = [[small, "v33"], [small, "merged"], [smaller, "v33"], [small, "v33"]] as const;
  for (const [subject, design] of runs) {
    const under = rules(design, subject.guest.profile, subject.host.name);
    const { digest, events, replayed } = runUnwritten(subject, under, worldOf(subject, under));
    const { run: { sim: { machine } }, log } = runOf(subject, design);
    const alone = digestText(digestViews(machine.memory, hash64));
    assertEquals([digest, events, replayed], [alone, log.length, true], `${design} in its room`);
  }
});

Deno.test("guests that a sweep goes to and fro between have their states again, a large one its own too", () => {
  const one = runOf(scenario("small"), "v33").run.geometry, two = { ...one, cpus: one.cpus + 1 };
  const wide = new Room(), narrow = new Room(0);
  for (const room of [wide, narrow]) {
    const live = room.state(one, 0), replay = room.state(one, 1);
    assertNotStrictEquals(live, replay);
    assertStrictEquals(room.state(one, 0), live);
    assertStrictEquals(room.state(one, 1), replay);
    room.state(two, 0);
    assertEquals(room.state(one, 0) === live, room === wide);
  }
});
