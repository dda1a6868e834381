import { assertEquals } from "@std/assert";
import { Status } from "../../../../core/state/views.ts";
import { knownPages } from "../../../../replay/known_pages.ts";
import { UnknownPages } from "../../../../replay/unknown_pages.ts";
import { walk } from "../../../../replay/replay.ts";
import { EventLog } from "../../../../events/log.ts";
import { append, GEOMETRY, given, when } from "../../../support/given.ts";
import { Memory } from "../../../../core/state/memory.ts";

Deno.test("in a log that tells no lists a page is unknown, in use or given back", () => {
  const memory = given("page-allocated pfn=4 order=2 unlisted=1");
  assertEquals(knownPages(memory), { used: 4, free: 0, unknown: 36 });
  when(memory, "page-freed pfn=4 order=2 unlisted=1\npage-freed pfn=9 order=0 unlisted=1");
  assertEquals(knownPages(memory), { used: 0, free: 5, unknown: 35 });
  assertEquals(memory.status[Status.Faults], 0);
});

Deno.test("a block handed out whole and given back in pieces falls apart, as split_page leaves it", () => {
  const memory = given(`page-allocated pfn=8 order=3 unlisted=1
                        page-freed     pfn=10 order=1 unlisted=1`);
  assertEquals(knownPages(memory), { used: 6, free: 2, unknown: 32 });
  when(memory, "page-freed pfn=14 order=0 unlisted=1");
  assertEquals(knownPages(memory), { used: 5, free: 3, unknown: 32 });
  assertEquals(memory.status[Status.Faults], 0);
});

Deno.test("what was given back in pieces may be handed out whole", () => {
  const memory = given(`page-freed     pfn=8 order=0 unlisted=1
                        page-freed     pfn=9 order=0 unlisted=1
                        page-allocated pfn=8 order=1 unlisted=1`);
  assertEquals(knownPages(memory), { used: 2, free: 0, unknown: 38 });
});

Deno.test("a page handed out while it is in use, within a block or under one, is a fault", () => {
  const twice = 4; // Fault.AllocatedTwice
  const faults = (text: string): number => given(text).status[Status.Faults];
  const block = "page-allocated pfn=8 order=2 unlisted=1\n";
  assertEquals(faults(`${block}page-allocated pfn=10 order=0 unlisted=1`), twice);
  assertEquals(faults(`page-allocated pfn=10 order=0 unlisted=1\n${block}`), twice);
  assertEquals(faults(`${block}page-allocated pfn=12 order=0 unlisted=1`), 0);
});

Deno.test("UnknownPages counts what contradicts or goes beyond what the log knew", () => {
  const log = new EventLog();
  for (
    const line of [
      "page-allocated pfn=0 order=1 unlisted=1", // unknown
      "page-allocated pfn=1 order=0 unlisted=1", // in use
      "page-freed pfn=4 order=0 unlisted=1", // unknown
      "page-freed pfn=4 order=0 unlisted=1", // given back already
      "page-allocated pfn=4 order=1 unlisted=1", // page 5 is unknown
      "page-freed pfn=4 order=1 unlisted=1", // known
      "page-allocated pfn=4 order=1 unlisted=1", // known
    ]
  ) append(log, line);
  const memory = new Memory(GEOMETRY), unknown = new UnknownPages(memory);
  walk(memory, log.words, 0, log.length, 0, [unknown]);
  const { allocated, allocatedAgain, freed, freedAgain } = unknown;
  assertEquals({ allocated, allocatedAgain, freed, freedAgain }, {
    allocated: 2,
    allocatedAgain: 1,
    freed: 1,
    freedAgain: 1,
  });
});
