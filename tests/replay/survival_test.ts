import { assertEquals, assertStringIncludes } from "@std/assert";
import { EventLog } from "../../events/log.ts";
import { passed } from "../../events/file/writer.ts";
import { Memory } from "../../core/state/memory.ts";
import { type OrderSurvival, SurvivalFold } from "../../replay/survival.ts";
import { walk } from "../../replay/replay.ts";
import { survival } from "../../replay/views/survival.ts";
import { append, GEOMETRY } from "../support/given.ts";
import { sceneOf } from "./one_block.ts";

const MS = 1e6;

function logOf(text: string): EventLog {
  const log = new EventLog();
  for (const line of text.split("\n")) append(log, line);
  return log;
}

/** Survival after 1 ms and 10 ms, up to an event. */
function survived(text: string, until?: number): OrderSurvival[] {
  const log = logOf(text), memory = new Memory(GEOMETRY);
  const events = until ?? log.length;
  let end = 0;
  for (let at = 0; at < events; at++) end += passed(log.words, at);
  const fold = new SurvivalFold(memory, [MS, 10 * MS], end);
  walk(memory, log.words, 0, events, 0, [fold]);
  return fold.result();
}

const free = (pfn: number, order: number, ms = 0): string =>
  `+${ms * MS} page-freed pfn=${pfn} order=${order} unlisted=1\n`;
const take = (pfn: number, order: number, ms = 0): string =>
  `+${ms * MS} page-allocated pfn=${pfn} order=${order} unlisted=1\n`;
const pass = (ms: number): string => `+${ms * MS} lane-noted\n`;

Deno.test("a page that is handed out 5 ms after it became free is free after 1 ms, not after 10", () => {
  const [order0] = survived(free(4, 0) + take(4, 0, 5) + pass(20));
  assertEquals(order0, {
    order: 0,
    spells: 1,
    followed: [1, 1],
    still: [1, 0],
    instants: [5 * MS, 5 * MS],
    good: [4 * MS, 0],
  });
});

Deno.test("what the log does not show long enough is not counted", () => {
  const [order0] = survived(free(4, 0) + take(4, 0, 5));
  assertEquals([order0.followed, order0.still], [[1, 0], [1, 0]]);
  assertEquals([order0.instants, order0.good], [[4 * MS, 0], [4 * MS, 0]]);
});

Deno.test("a page that is free when the log ends was free all the while", () => {
  const [order0] = survived(free(4, 0) + pass(20));
  assertEquals([order0.followed, order0.still], [[1, 1], [1, 1]]);
  assertEquals([order0.instants, order0.good], [[19 * MS, 10 * MS], [19 * MS, 10 * MS]]);
});

Deno.test("a larger block is free from its last page on, until one of its pages is taken", () => {
  const found = survived(
    free(8, 0) + free(9, 0, 2) + free(10, 1, 2) + take(11, 0, 3) + pass(20),
  );
  assertEquals(found.map(({ spells }) => spells), [4, 2, 1, 0]);
  assertEquals(found.map(({ still }) => still), [[4, 3], [2, 1], [1, 0], [0, 0]]);
});

Deno.test("pages that are free already, or were never heard of, do not upset the counts", () => {
  const found = survived(
    free(8, 0) + free(8, 0, 1) + free(8, 1, 1) + take(16, 1) + take(9, 0, 1) + take(8, 1, 1) +
      take(8, 1) + pass(20),
  );
  assertEquals(found.map(({ spells }) => spells), [2, 1, 0, 0]);
  assertEquals(found[0].followed, [2, 2]);
  assertEquals(found[0].still, [1, 0]); // page 9 was taken after 1 ms, which is not longer
});

Deno.test("what is free when the world begins counts from there, on zone lists and per-cpu lists", () => {
  const found = survived(
    "block-on-list pfn=8 order=2 list=movable\nblock-on-percpu cpu=0 pfn=4 order=0 list=movable\n" +
      "world-ready\n" + pass(20),
  );
  assertEquals(found.map(({ spells }) => spells), [5, 2, 1, 0]);
});

Deno.test("up to an earlier event the later ones do not count", () => {
  const text = free(4, 0) + pass(3) + take(4, 0, 5) + pass(20);
  assertEquals(survived(text, 2)[0].still, [1, 0]);
  assertEquals(survived(text, 2)[0].followed, [1, 0]);
});

Deno.test("the view prints shares by order, and counts of a clock that tells no time", () => {
  const log = logOf(free(4, 1) + take(4, 0, 5) + pass(20));
  for (const clock of ["ns", "counter"] as const) {
    const scene = { ...sceneOf(log), clock };
    const teller = survival.begin(scene);
    walk(scene.memory, log.words, 0, log.length, 0, [teller.fold!]);
    const { json, text } = teller.show();
    const wanted = clock === "ns"
      ? "  0           2  100 %  50.0 %       -    -     -      -"
      : "  0           2  100 %  100 %  100 %  100 %  50.0 %      -";
    assertEquals((json.orders as unknown[]).length, 5);
    if (clock === "ns") assertEquals((json.delays as number[])[0], MS);
    assertStringIncludes(text.replace(/ +/g, " "), wanted.replace(/ +/g, " "));
  }
});
