/**
 * Two pages, two cpus, two rounds and a queue of four at the grain of events, to their end: with one task that writes, and
 * with two. The second takes some minutes and 8 GB.
 * @module
 */
import { assertEquals, assertLess } from "@std/assert";
import { loadCase } from "../../../../cli/explore/case_file.ts";
import { worldOf } from "../../../../core/run/search/cases.ts";
import { search } from "../../../../core/run/search/search.ts";

const STATES_MAX = 100_000_000, OVERHEAD = 64;

for (const tasks of [1, 2]) {
  Deno.test(`two pages, two cpus, two rounds, a queue of four, tasks: ${tasks}`, () => {
    const spec = loadCase("two-pages");
    const world = worldOf({ ...spec, bounds: { ...spec.bounds, tasks } }, "events");
    const begin = performance.now(), before = Deno.memoryUsage().rss;
    const { verdict, states, steps, depth, stateBytes } = search(world, { statesMax: STATES_MAX });
    const seconds = (performance.now() - begin) / 1000;
    const bytes = (Deno.memoryUsage().rss - before) / states;
    console.log(
      `${states} states, ${steps} steps, ${depth} deep, ${seconds.toFixed(0)} s, ` +
        `${(states / seconds / 1e6).toFixed(2)} M states/s, ${stateBytes} bytes packed, ` +
        `${bytes.toFixed(0)} in memory`,
    );
    assertEquals(verdict, "safe");
    assertLess(bytes, stateBytes + OVERHEAD);
  });
}
