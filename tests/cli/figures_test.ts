/**
 * `deno task figures`: what it measures of a small run and a small trace. How fast is nobody's to say here.
 * @module
 */
import { assert, assertEquals, assertLess } from "@std/assert";
import type { Figure } from "../../cli/figures/figure.ts";
import { largeScenario } from "../../cli/figures/large.ts";
import { measures } from "../../cli/figures/mod.ts";
import { makeSubjects } from "../../cli/figures/subjects.ts";
import { geometryOf } from "../../core/run/simulate.ts";
import { layoutOf } from "../../core/state/memory.ts";
import { FRAMES_MAX } from "../../core/state/geometry.ts";
import { rules } from "../support/runs.ts";

Deno.test("each figure has its name, a unit and a floor that it is held against", async () => {
  const folder = await Deno.makeTempDir();
  const figures: Figure[] = [];
  try {
    const subjects = await makeSubjects(folder, 1, "small", ["shuffle-128"]);
    for (const measure of measures) figures.push(...await measure(subjects));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  assertEquals(figures.map(({ name, unit }) => `${name} ${unit}`), [
    "replayMemory events/s",
    "replayFile events/s",
    "simulate events/s",
    "importText lines/s",
    "bytesPerEvent bytes",
    "bytesPerEventTrace bytes",
    "statePerPage bytes",
  ]);
  for (const { name, value, floor, ratio } of figures) {
    assert(value > 0 && floor !== null && floor > 0, name);
    assertEquals(ratio, value / floor, name);
  }
  const sizes = figures.filter(({ unit }) => unit === "bytes");
  for (const { name, value } of sizes) assertLess(value, name === "statePerPage" ? 20 : 1.5, name);
});

Deno.test("the state of a guest of 1 TiB is laid out in at most 20 bytes a page frame", async () => {
  const geometry = geometryOf(await largeScenario(), rules("merged", "linux-6.1"));
  assert(geometry.frames > 2 ** 28 && geometry.frames <= FRAMES_MAX);
  const { bytes, parts } = layoutOf(geometry);
  assertLess(bytes / geometry.frames, 20);
  const last = parts[parts.length - 1];
  assert(bytes > 2 ** 32 && bytes >= last.offset + last.length);
});
