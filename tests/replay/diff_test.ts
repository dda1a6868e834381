import { assertEquals } from "@std/assert";
import { EventLog, kindOf, pfnOf, STRIDE } from "../../events/log.ts";
import { formatEvent } from "../../events/text.ts";
import {
  ALL_KINDS,
  decisionsOf,
  everybodys,
  PAGE_KINDS,
  type Parting,
  partingOf,
  type Side,
} from "../../replay/diff.ts";
import { Kind } from "../../events/kinds.ts";
import type { Blocks } from "../../replay/replay.ts";
import { small } from "../support/runs.ts";
import { append } from "../support/given.ts";

/** A log in blocks of so many events. */
function blocksOf(words: Int32Array, size = 2): Blocks {
  const events = words.length / STRIDE;
  return {
    events,
    blocks: Math.ceil(events / size),
    baseOf: (block) => block * size,
    wordsOf: (block) => words.slice(block * size * STRIDE, (block + 1) * size * STRIDE),
  };
}

function logOf(text: string, size?: number): Blocks {
  const log = new EventLog();
  for (const line of text.trim().split("\n")) append(log, line);
  return blocksOf(log.words.slice(0, log.length * STRIDE), size);
}

const told = (side: Side | null): string | null =>
  side === null ? null : formatEvent(side.words, 0, [], side.number);
const toldBoth = (parting: Parting | null) =>
  parting === null ? null : [told(parting.a), told(parting.b)];

const A = `page-freed pfn=4 order=0
           +5 page-freed pfn=5 order=0
           lane-noted phase=1
           page-allocated pfn=8 order=1
           page-written pfn=8 order=1`;

Deno.test("a log and itself have nothing apart, in blocks of whatever size", () => {
  for (const size of [1, 2, 3, 100]) {
    assertEquals(partingOf(logOf(A, size), logOf(A, 2), ALL_KINDS, 1, true), null);
  }
});

Deno.test("the first event apart may differ by its time alone; pages do not", () => {
  const b = A.replace("+5", "+6");
  assertEquals(toldBoth(partingOf(logOf(A), logOf(b), ALL_KINDS, 1, true)), [
    "#2 +5 page-freed actor=0 cpu=0 pfn=0x5 order=0",
    "#2 +6 page-freed actor=0 cpu=0 pfn=0x5 order=0",
  ]);
  assertEquals(partingOf(logOf(A), logOf(b), PAGE_KINDS, 1, false), null);
});

Deno.test("where one log has ended, its side is empty", () => {
  const shorter = A.split("\n").slice(0, 4).join("\n");
  assertEquals(toldBoth(partingOf(logOf(shorter), logOf(A), ALL_KINDS, 1, true)), [
    null,
    "#5 +0 page-written actor=0 cpu=0 pfn=0x8 order=1",
  ]);
  assertEquals(toldBoth(partingOf(logOf(A), logOf(shorter), ALL_KINDS, 1, true)), [
    "#5 +0 page-written actor=0 cpu=0 pfn=0x8 order=1",
    null,
  ]);
});

Deno.test("streams are compared without what lies between: a note more puts no page apart", () => {
  const b = A.replace("lane-noted phase=1", "lane-noted phase=1\nlane-noted phase=2");
  assertEquals(partingOf(logOf(A), logOf(b), PAGE_KINDS, 1, false), null);
  const c = b.replace("pfn=8 order=1", "pfn=10 order=1");
  const page = partingOf(logOf(A), logOf(c), PAGE_KINDS, 1, false)!;
  assertEquals([page.a!.number, page.b!.number, pfnOf(page.b!.words, 0)], [4, 5, 10]);
});

Deno.test("from a number on, what lies before is not looked at", () => {
  const b = A.replace("pfn=4", "pfn=6");
  assertEquals(partingOf(logOf(A), logOf(b), ALL_KINDS, 2, true), null);
  assertEquals(partingOf(logOf(A), logOf(b), ALL_KINDS, 1, true)!.a!.number, 1);
});

Deno.test("whose decisions count is told by the headers", () => {
  const has = (chosen: Uint8Array, kind: number): boolean => chosen[kind] === 1;
  const design = decisionsOf(["design"]).chosen;
  assertEquals([Kind.HintRead, Kind.PageWritten, Kind.IdIssued].map((kind) => has(design, kind)), [
    true,
    false,
    false,
  ]);
  const profile = decisionsOf(["profile", "scenario"]).chosen;
  assertEquals(has(profile, Kind.BlockPut), true);
  assertEquals(has(decisionsOf(["host"]).chosen, Kind.IdIssued), true);
  assertEquals(decisionsOf(["seed"]), { chosen: everybodys, whose: "anybody" });
  assertEquals(decisionsOf(["design", "host"]).whose, "the design or the host");
  assertEquals(has(everybodys, Kind.LaneNoted), false);
});

Deno.test("of the two designs the first decision apart is the first hint of v33", () => {
  const none = blocksOf(small("none").words, 65_536), v33 = blocksOf(small("v33").words, 65_536);
  const { chosen } = decisionsOf(["design"]);
  const parting = partingOf(none, v33, chosen, 1, false)!;
  const { words } = small("v33");
  let first = 0;
  while (kindOf(words, first) !== Kind.HintRead) first++;
  assertEquals([parting.a, parting.b!.number], [null, first + 1]);
});
