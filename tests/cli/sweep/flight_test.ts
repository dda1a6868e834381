/**
 * What is given out to the workers of a NATS server: each run is answered once, whatever they say.
 * @module
 */
import { assertEquals } from "@std/assert";
import type { SweepResult, SweepRun } from "../../../cli/sweep/engine.ts";
import { Flight } from "../../../cli/sweep/nats/flight.ts";
import type { Word } from "../../../cli/sweep/nats/words.ts";

const runsOf = (count: number): SweepRun[] =>
  Array.from(
    { length: count },
    (_, index) => ({ index, id: `${index}`, world: `${index >> 2}` } as unknown as SweepRun),
  );

const resultOf = (index: number): SweepResult => ({
  index,
  id: `${index}`,
  figures: [index],
  digest: "",
  failure: "",
});

const done = (result: SweepResult): Word => ({ done: [{ lease: "1.1", result }] });

const say = (flight: Flight, word: Word): number[] =>
  [...flight.take({ version: "", ...word })].map(({ index }) => index);

/** What is given out next: runs, and `alone`. */
function next(flight: Flight): string {
  const { runs, alone } = flight.next() ?? { runs: [], alone: false };
  return `${runs.map(({ index }) => index)}${alone ? " alone" : ""}`;
}

Deno.test("runs of one world go out together, few at a time", () => {
  let asked = 0;
  const runs = runsOf(100_000).values().map((run) => (asked++, run));
  const flight = new Flight(runs, 8);
  assertEquals([next(flight), next(flight), next(flight)], ["0,1,2,3", "4,5,6,7", ""]);
  assertEquals(say(flight, done(resultOf(5))), [5]);
  assertEquals(next(flight), "8,9,10,11");
  assertEquals(asked, 13);
});

Deno.test("an answer to what is answered is late and counts for nothing", () => {
  const flight = new Flight(runsOf(4).values(), 8);
  next(flight);
  const answers = [0, 1, 0, 2, 3, 3].map((index) => say(flight, done(resultOf(index))));
  assertEquals(answers, [[0], [1], [], [2], [3], []]);
  assertEquals([flight.late, flight.isOver], [2, true]);
  assertEquals(say(flight, { failed: { id: "0", why: "late" } }), []);
  assertEquals(say(flight, done({ ...resultOf(9), id: "no run of ours" })), []);
});

Deno.test("runs that were lost go out one by one, and alone when they are lost again", () => {
  const flight = new Flight(runsOf(3).values(), 8);
  assertEquals(next(flight), "0,1,2");
  say(flight, done(resultOf(1)));
  say(flight, { lost: ["0", "1", "2"] });
  assertEquals([next(flight), next(flight), next(flight)], ["0", "2", ""]);
  say(flight, { lost: ["0"] });
  say(flight, { back: ["2"] });
  assertEquals([next(flight), next(flight)], ["0 alone", "2"]);
  assertEquals(say(flight, done(resultOf(2))), [2]);
});

Deno.test("a run is to blame only for what happens while it is done alone, and three times", () => {
  const flight = new Flight(runsOf(2).values(), 8);
  next(flight);
  for (const _ of [1, 2]) {
    say(flight, { lost: ["0", "1"] });
    assertEquals([next(flight).slice(0, 1), next(flight).slice(0, 1)], ["0", "1"]);
  }
  for (const isLast of [false, false, true]) {
    say(flight, { begun: "0" });
    say(flight, { lost: ["1"] }); // its worker held it, and had not begun
    const failed = [...flight.take({ version: "", lost: ["0"] })];
    assertEquals(failed.map(({ failure }) => failure), isLast ? ["its worker was lost"] : []);
    assertEquals(next(flight), "1 alone");
    assertEquals(next(flight), isLast ? "" : "0 alone");
  }
  assertEquals(say(flight, done(resultOf(1))), [1]);
  assertEquals(flight.isOver, true);
});

Deno.test("what the server has lost goes out again", () => {
  const flight = new Flight(runsOf(6).values(), 8);
  assertEquals([next(flight), next(flight)], ["0,1,2,3", "4,5"]);
  say(flight, done(resultOf(4)));
  flight.giveAll();
  const again = [0, 1, 2, 3, 4].map(() => next(flight));
  assertEquals(again, ["0", "1", "2", "3", "5"]);
});
