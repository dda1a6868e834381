import { assert, assertEquals } from "@std/assert";
import { columnAt } from "../../../cli/sweep/columns.ts";
import { loadSweep } from "../../../cli/sweep/load.ts";
import { doRun } from "../../../cli/sweep/run.ts";
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
