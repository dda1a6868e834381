import { assert, assertEquals } from "@std/assert";
import { designs } from "../../../core/run/designs/mod.ts";
import { Bit, Memory } from "../../../core/state/memory.ts";
import { type Course, CourseFold } from "../../../replay/plot/course.ts";
import { HeldPages } from "../../../replay/plot/held_pages.ts";
import { LoggedPages } from "../../../replay/plot/logged_pages.ts";
import { walk } from "../../../replay/replay.ts";
import { type Done, runOf, scenario, small } from "../../support/runs.ts";
import { BALLOON, oneBlock, sceneOf } from "../one_block.ts";

const driverOf = ({ run }: Done): number =>
  run.actors.findIndex((actor) => actor?.name === "balloon");

function courseOf(done: Done): Course {
  const memory = new Memory(done.run.geometry);
  const fold = new CourseFold(memory, driverOf(done));
  walk(memory, done.words, 0, done.log.length, 0, [fold]);
  return fold.finish()!;
}

const lowest = (numbers: readonly number[]): number => Math.min(...numbers);
const highest = (numbers: readonly number[]): number => Math.max(...numbers);

Deno.test("the course of a log made by hand: rounds, pause, hints and turns since the begin", () => {
  const { log, marks } = oneBlock();
  const { memory } = sceneOf(log);
  const fold = new CourseFold(memory, BALLOON);
  walk(memory, log.words, 0, log.length, 0, [fold]);
  const course = fold.finish()!;
  const since = (event: number): number => (event - marks.migrationBegun) * 1000;
  assertEquals(course.rounds.map(({ round }) => round), [1, 2]);
  assertEquals(course.rounds[1].to, since(marks.switched - 1));
  assertEquals(course.pauses, [{ from: since(marks.caught + 1), to: since(marks.switched + 1) }]);
  assertEquals(course.hints, { first: since(marks.hintRead), last: since(marks.hintRead + 1) });
  assertEquals(course.turns, [{ name: "switched over", at: since(marks.switched) }]);
  assertEquals([course.sampleNs, course.endNs], [1000, since(log.length)]);
  assertEquals(course.hinted.reduce((sum, pages) => sum + pages), 32);
  const { free, held, dirty, remaining } = course.series;
  assertEquals([highest(free.high), lowest(free.low)], [48, 47]);
  assertEquals(highest(held.high), 0);
  assertEquals(dirty.last[(since(marks.taken) + 1000) / 1000], 1, "the page written is in the log");
  assertEquals([dirty.last.at(-1), remaining.last.at(-1)], [0, 0]);
  assertEquals([remaining.high[0], remaining.last[since(marks.applied) / 1000]], [64, 48]);
});

Deno.test("a log in which no migration begins has no course", () => {
  const { log, marks } = oneBlock();
  const { memory } = sceneOf(log);
  const fold = new CourseFold(memory, BALLOON);
  walk(memory, log.words, 0, marks.migrationBegun - 1, 0, [fold]);
  assertEquals(fold.finish(), null);
});

Deno.test("of two migrations the course is the second one's", () => {
  const done = runOf(
    scenario("small", ({ host }) => {
      host.endMs = 50;
      host.retryMs = 40;
    }),
    "v33",
  );
  const course = courseOf(done);
  assertEquals(course.turns.map(({ name }) => name), ["switched over"]);
  assertEquals(course.rounds[0].round, 1);
  assertEquals(course.series.remaining.high[0], 64 * 256);
});

/** The slow twin: every page that is in the log, or fetched from it. */
function dirtyIn({ bits, frames }: Memory): number {
  let count = 0;
  for (let page = 0; page < frames; page++) if (bits[page] & (Bit.Log | Bit.Fetched)) count++;
  return count;
}

for (const host of ["qemu-3.0", "qemu-10", "qemu-10-ring"]) {
  Deno.test(`dirty pages, counted event by event, are those of the state: ${host}, all designs`, () => {
    for (const { name } of designs) {
      const done = runOf(scenario("small", (subject) => subject.host.name = host), name);
      const memory = new Memory(done.run.geometry);
      const fold = new LoggedPages(memory);
      for (let from = 0; from < done.log.length;) {
        const until = Math.min(done.log.length, from + 97);
        walk(memory, done.words, from, until, 0, [fold]);
        assertEquals(fold.pages, dirtyIn(memory), `${name}, event ${until}`);
        from = until;
      }
    }
  });
}

Deno.test("what a design holds it has from the free lists, and gives back", () => {
  for (const { name, keepsBooks } of designs) {
    const done = small(name);
    const memory = new Memory(done.run.geometry);
    const fold = new HeldPages(memory, driverOf(done));
    let most = 0;
    const after = (): void => {
      most = Math.max(most, fold.pages);
      assert(fold.pages >= 0, name);
    };
    walk(memory, done.words, 0, done.log.length, 0, [fold, { after }]);
    if (keepsBooks) assertEquals(fold.pages, 0, name);
    if (name === "merged") assertEquals(most, 7 * 1024, "7 blocks of order 10");
    if (name === "v33") assertEquals(most, 16, "an array of order 4");
    if (name === "none") assertEquals(most, 0);
  }
});

Deno.test("merged takes from free memory what it holds", () => {
  const { free, held } = courseOf(small("merged")).series;
  const other = courseOf(small("none")).series.free;
  assert(lowest(free.low) + highest(held.high) <= highest(other.high));
  assert(lowest(other.low) - lowest(free.low) > 6 * 1024);
});
