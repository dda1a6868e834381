/**
 * The merged driver under memory pressure: which of the blocks that it holds go back, and what becomes of
 * them while the migration goes on.
 * @module
 */
import { assert, assertEquals, assertGreater, assertNotEquals } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { actorOf, EventLog, kindOf, orderOf, pfnOf, valueOf } from "../../../../events/log.ts";
import { reclaimDirectly } from "../../../../core/run/actors/reclaim.ts";
import { describe } from "../../../../core/run/describe.ts";
import { runByTime } from "../../../../core/run/schedules/by_time.ts";
import { prepare, worldOf } from "../../../../core/run/simulate.ts";
import { headOf, ownerList, tailOf } from "../../../../core/state/lists.ts";
import type { Memory } from "../../../../core/state/memory.ts";
import { Phase, Status } from "../../../../core/state/views.ts";
import { blocksOf } from "../../../support/given.ts";
import { type Done, rules, scenario } from "../../../support/runs.ts";
import { lostAtSwitch, runWith, walk } from "../actors/support.ts";

const TOP = 10;

/** @param mib of memory that a task takes and gives back at random */
function pressed(mib: number, pagesPerSecond: number, linkMbit: number): Done {
  return runWith("merged", (host, of) => {
    of.guest.profile = "linux-6.1";
    of.tasks = [{ kind: "churn", cpu: 0, mib, pagesPerSecond }];
    host.linkMbit = linkMbit;
  });
}

const isRunning = ({ status }: Memory): boolean => status[Status.Phase] === Phase.Running;

const reused = pressed(44, 20_000, 100);

Deno.test("kswapd gives back the block that the driver held last", () => {
  const { words } = reused.log, { balloonLane } = reused.run.sim.settings;
  let returned = 0;
  walk(reused, (memory, index) => {
    if (kindOf(words, index) !== Kind.BlockReturned || actorOf(words, index) === balloonLane) {
      return;
    }
    const list = ownerList(memory, balloonLane);
    assertEquals(pfnOf(words, index), tailOf(memory, list));
    if (tailOf(memory, list) !== headOf(memory, list)) returned++;
  });
  assertGreater(returned, 1);
});

Deno.test("so does a task that reclaims itself: the last first, until none is held", () => {
  const subject = scenario("small", (of) => {
    of.tasks = [{ kind: "idle", cpu: 0 }];
  });
  const under = rules("merged"), log = new EventLog();
  const run = prepare(subject, under, log);
  const { view, machine, settings } = run.sim, list = ownerList(view, settings.balloonLane);
  let until = 1000;
  for (describe(worldOf(subject, under), machine); view.listCount[list] < 5; until += 100) {
    runByTime(run.sim, run.actors, until);
  }
  const held = blocksOf(view as Memory, list), before = log.length, TASK = 1;
  assert(reclaimDirectly(run.sim, TASK));
  const returned: number[] = [];
  for (let index = before; index < log.length; index++) {
    if (kindOf(log.words, index) !== Kind.BlockReturned) continue;
    assertEquals(actorOf(log.words, index), TASK);
    returned.push(pfnOf(log.words, index));
  }
  assertEquals(returned, held.toReversed());
});

Deno.test("a block that went back and is written goes to the destination in a later round", () => {
  const done = reused, { words } = done.log;
  const returned = new Set<number>(), toGo = new Map<number, number>();
  let written = 0;
  walk(done, (memory, index) => {
    const kind = kindOf(words, index), pfn = pfnOf(words, index), value = valueOf(words, index);
    const round = memory.status[Status.Round];
    if (kind === Kind.BlockReturned && isRunning(memory)) returned.add(pfn >> TOP);
    if (kind === Kind.HintRead) returned.delete(pfn >> TOP);
    if (kind === Kind.PageWritten && isRunning(memory) && returned.has(pfn >> TOP)) {
      for (let page = pfn; page < pfn + (1 << orderOf(words, index)); page++) {
        toGo.set(page, round);
        written++;
      }
    }
    if (kind !== Kind.PagesSent) return;
    for (let page = pfn; page < pfn + value; page++) {
      if (toGo.has(page) && toGo.get(page)! < round) toGo.delete(page);
    }
  });
  assertGreater(returned.size, 1);
  assertGreater(written, 1024);
  assertEquals([...toGo.keys()], []);
  assertEquals(lostAtSwitch(done), 0);
});

Deno.test("a block that went back and was not used is hinted again, by a later report", () => {
  const done = pressed(30, 40_000, 200);
  const { words } = done.log;
  const unused = new Map<number, number>(); // by the id that was announced when it went back
  let again = 0;
  walk(done, (memory, index) => {
    const kind = kindOf(words, index), block = pfnOf(words, index) >> TOP;
    const { [Status.Active]: active, [Status.Hinting]: hinting } = memory.status;
    if (kind === Kind.BlockReturned && isRunning(memory)) unused.set(block, active);
    if (kind === Kind.PageWritten) unused.delete(block);
    if (kind !== Kind.HintRead || !unused.has(block)) return;
    assertNotEquals(unused.get(block), active, "the same report");
    assert(hinting !== 0, "an id is asked for");
    again++;
  });
  assertGreater(again, 0);
  assertEquals(lostAtSwitch(done), 0);
});
