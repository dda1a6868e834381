import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { Kind } from "../../events/kinds.ts";
import { EventLog, packHead } from "../../events/log.ts";
import { lifeOf } from "../../replay/life.ts";
import { walk } from "../../replay/replay.ts";
import type { Shown } from "../../replay/views/view.ts";
import { oneBlock, sceneOf, TASK } from "./one_block.ts";

function life(page: number, log: EventLog, at = log.length, all = false): Shown {
  const scene = sceneOf(log, all);
  const teller = lifeOf(scene, page);
  walk(scene.memory, log.words, 0, at, 0, [teller.fold!]);
  return teller.show();
}

/** The text without line breaks and columns. */
const flat = (text: string): string => text.replace(/\s+/g, " ");
const { log, marks } = oneBlock();

Deno.test("a stale page's life: read, taken, written, skipped, caught, sent, equal", () => {
  const { json, text } = life(0, log);
  const told = flat(text);
  for (
    const sentence of [
      "page 0x0 zone DMA, unmovable block 0x0 order 4 by hand",
      "holds old data when the log begins",
      "READ AS A HINT, entry 1 of 2, in block 0x0 order 4, under DMA zone lock (3.0 us, irqs on, process context)",
      "took it, order 0, split from order 4 STALE from here on",
      "wrote it: logged dirty content = #26",
      "applied the hint: SKIPPED in round 1",
      "sync 1 fetched and merged its dirty bit",
      "cleared its bit, read it, sent it in round 2",
      "switch-over: destination = source = #26",
      "Stale 7.0 us after it was read, 6.0 us before it was used; caught by sync 1.",
      `It would be LOST had the hint been applied after #${marks.caught}`,
      "Not lost: source and destination are equal at switch-over.",
    ]
  ) assertStringIncludes(told, sentence);
  assertEquals(json.lost, false);
});

Deno.test("a page that nobody takes is skipped, and the guest may not rely on it", () => {
  const { json, text } = life(20, log);
  assertStringIncludes(
    flat(text),
    "Not stale when it was used, 13.0 us after it was read: skipped in round 1",
  );
  assertStringIncludes(flat(text), "the guest may not rely on it (the page is free)");
  assertEquals(json.lost, false);
});

Deno.test("a page that was never hinted says why", () => {
  assertStringIncludes(flat(life(40, log).text), "the page was in use by task; sent in round 1.");
  assertStringIncludes(
    flat(life(50, log).text),
    "free in a block of order 4, and the report had not come to it; sent in round 1 (as zeros).",
  );
});

Deno.test("a write that the host never sees is lost, and the story names the writer", () => {
  const short = new EventLog();
  short.extend(log.words.slice(0, (marks.caught - 2) * 4)); // up to the second sync, which never comes
  short.append(packHead(Kind.SwitchedOver, 3, 240, 0, 0), 0, 0, 1000);
  const { json, text } = life(0, short);
  assertEquals(json.lost, true);
  assertStringIncludes(
    flat(text),
    "LOST: the source holds #26, the destination zeros, written by task cpu0; the hint read at " +
      `#${marks.hintRead} and applied at #${marks.applied} cleared the bit that should have sent it.`,
  );
});

Deno.test("a hint that waits is told as outstanding", () => {
  assertStringIncludes(
    flat(life(0, log, marks.taken).text),
    `The hint is outstanding, and stale since #${marks.taken}`,
  );
});

Deno.test("long lives are shortened in the middle, and --all shows all", () => {
  const long = new EventLog();
  long.extend(log.words.slice(0, log.length * 4));
  for (let write = 0; write < 500; write++) {
    long.append(packHead(Kind.PageWritten, TASK, 0, 0, 0), 0, 0, 1000);
  }
  assertMatch(life(0, long).text, /\.\.\. 498 more writes by task cpu0/);
  const all = life(0, long, long.length, true).text.split("\n");
  assert(all.length > 500);
  for (const line of all) assert(line.length <= 80, line);
});

Deno.test("a page that does not exist has no life", () => {
  assertThrows(() => life(64, log), RangeError, "memory has 64 page frames");
});
