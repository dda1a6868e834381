import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { walk } from "../../replay/replay.ts";
import { views } from "../../replay/views/mod.ts";
import type { Shown } from "../../replay/views/view.ts";
import { oneBlock, sceneOf } from "./one_block.ts";

/** What a view shows of the log made by hand after an event. */
function show(name: string, at?: number): Shown {
  const { log } = oneBlock();
  const scene = sceneOf(log);
  const teller = views.find((view) => view.name === name)!.begin(scene);
  walk(scene.memory, log.words, 0, at ?? log.length, 0, teller.fold ? [teller.fold] : []);
  return teller.show();
}

const { log, marks } = oneBlock();

Deno.test("buddyinfo is /proc/buddyinfo, to the space at the line's end", () => {
  assertEquals(
    show("buddyinfo").text,
    "Node 0, zone      DMA      1      1      1      1      2 ",
  );
});

Deno.test("hints names the event that read a page and the one that made it stale", () => {
  const { json, text } = show("hints", marks.taken);
  assertEquals(json.outstanding, 32);
  assertEquals(json.stale, 1);
  assertEquals(json.freeAgain, 0);
  assertEquals((json.pieces as unknown[])[0], {
    pfn: 0,
    pages: 1,
    readAt: marks.hintRead,
    staleAt: marks.taken,
    staleBy: "task",
    freeAgain: false,
  });
  assertStringIncludes(text, `read #${marks.hintRead}  taken #${marks.taken}  by task`);
});

Deno.test("hints counts what was stale at return, at receipt and at use", () => {
  const { json } = show("hints");
  assertEquals(json.staleAt, { return: 0, receipt: 1, use: 1 });
  assertEquals([json.read, json.applied, json.outstanding], [2, 2, 0]);
});

Deno.test("migration has a line a round, and totals that add up", () => {
  const { json, text } = show("migration");
  const rounds = json.rounds as Record<string, unknown>[];
  assertEquals(rounds.length, 2);
  assertEquals(
    [rounds[0].pagesSent, rounds[0].pagesZero, rounds[0].pagesSkipped],
    [16, 16, 32],
  );
  assertEquals([rounds[1].dirtyAfterSync, rounds[1].pagesSent, rounds[1].paused], [1, 1, true]);
  const total = json.total as Record<string, number>;
  assertEquals(total.bytes, 17 * 4104 + 16 * 9 + 160_917);
  assertEquals(json.outcome, "done");
  assertEquals(json.downtimeNs, 7000);
  assertStringIncludes(text, "2 paused");
});

Deno.test("summary says where everything stands", () => {
  const { json, text } = show("summary", marks.applied);
  const [zone] = json.zones as Record<string, unknown>[];
  assertEquals([zone.managed, zone.free, zone.percpu, zone.used], [64, 47, 0, 17]);
  assertEquals(json.channel, {
    status: "start",
    id: 2,
    received: 2,
    active: 2,
    queued: 0,
    held: 2,
    size: 4,
  });
  assertEquals((json.migration as Record<string, unknown>).phase, "running");
  assertEquals(json.faults, []);
  assertStringIncludes(text, `event ${marks.applied} of ${log.length}`);
});

Deno.test("every view shows every moment, within 80 columns", () => {
  for (const { name } of views) {
    for (let at = 0; at <= log.length; at++) {
      const { json, text } = show(name, at);
      JSON.stringify(json);
      for (const line of text.split("\n")) assert(line.length <= 80, `${name} at ${at}: ${line}`);
    }
  }
});
