import { assert, assertEquals } from "@std/assert";
import { columnAt } from "../../../cli/sweep/columns.ts";
import { loadSweep } from "../../../cli/sweep/load.ts";
import { doRun } from "../../../cli/sweep/run.ts";
import { flawOf } from "../../support/xml.ts";
import { designs } from "../../../core/run/designs/mod.ts";

Deno.test("worth-it plans thousands of runs of all designs, and what it plans can be run", async () => {
  const { plan } = await loadSweep("worth-it");
  assert(plan.runs >= 5000, `${plan.runs} runs`);
  assertEquals([...plan.designs].sort(), designs.map(({ name }) => name).sort());
  assertEquals([plan.seeds.length, plan.leftOut.size], [20, 0]);

  // The ends of all axes: the smallest guest, and the largest with least room.
  const merged = plan.designs.indexOf("merged");
  const last = plan.size - plan.designs.length;
  for (const index of [merged, last + merged]) {
    const { figures, failure } = await doRun(plan.runAt(index));
    assertEquals([failure, figures[columnAt("lostPages")]], ["", 0]);
    assert(figures[columnAt("bytes")]! > 0);
  }
});

Deno.test("the pictures in README are of this sweep: its runs, its designs, its values", async () => {
  const { plan } = await loadSweep("worth-it");
  const [used, old] = ["used", "old"].map((name) =>
    plan.combinations.axes.find((axis) => axis.name === name)!.values
  );
  const pointsOf = async (name: string): Promise<string[]> => {
    const svg = await Deno.readTextFile(
      new URL(`../../../fixtures/pictures/worth-it-${name}.svg`, import.meta.url),
    );
    assertEquals(flawOf(svg), null);
    const [title, ...points] = [...svg.matchAll(/<title>([^<]*)/g)].map(([, words]) => words);
    assert(title.includes(`${plan.runs.toLocaleString("en-US")} runs.`), title);
    return points.map((words) => words.replace(/: .*/, ""));
  };
  const rivals = plan.designs.filter((design) => design !== "none");
  const cells = rivals.flatMap((design) =>
    used.flatMap((y) => old.map((x) => `${design}, old ${x}, used ${y}`))
  );
  assertEquals((await pointsOf("heat")).sort(), cells.sort());
  const panels = 3;
  const marks = plan.designs.flatMap((design) => Array.from({ length: panels }, () => design));
  assertEquals((await pointsOf("trade")).sort(), marks.sort());
});
