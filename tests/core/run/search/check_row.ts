/**
 * Searches a row, and checks its verdict: everyone acted, or the path can be taken again.
 * @module
 */
import { assertEquals, assertGreater } from "@std/assert";
import { Lane, onePage } from "../../../../core/run/search/one_page.ts";
import { retrace, search, type Verdict } from "../../../../core/run/search/search.ts";
import { applyAll } from "../../../../core/state/apply.ts";
import { Memory } from "../../../../core/state/memory.ts";
import { lostPages } from "../../../../core/state/oracles/lost.ts";
import type { Row } from "./rows.ts";

function everyoneActed({ bounds, design }: Row, { steps }: Verdict): void {
  const lanes: number[] = [Lane.Taker, Lane.Balloon, Lane.Migration, Lane.Queue];
  if (bounds.returns > 0 && design.holdsUntilDone) lanes.push(Lane.Shrinker);
  for (const lane of lanes) assertGreater(steps[lane], 0, `lane ${lane} never acted`);
}

/** A counterexample is a log: taken again with real numbers and replayed, it loses the page. */
function assertRetraces({ host, design, bounds }: Row, verdict: Verdict): void {
  const world = onePage(host, design, bounds);
  const live = retrace(world, verdict.path);
  assertEquals(lostPages(live), 1);
  const replayed = new Memory(live.geometry);
  applyAll(replayed, world.sim.machine.log.words, 0, world.sim.machine.log.length);
  assertEquals(replayed.bytes, live.bytes);
}

export function check(row: Row): Verdict {
  const found = search(onePage(row.host, row.design, row.bounds));
  assertEquals(found.verdict, row.verdict);
  if (found.verdict === "safe") everyoneActed(row, found);
  else assertRetraces(row, found);
  return found;
}
