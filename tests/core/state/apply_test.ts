/**
 * The reducer refuses the impossible with an error that names the event, and keeps the lanes.
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { apply, applyAll } from "../../../core/state/apply.ts";
import { Memory } from "../../../core/state/memory.ts";
import { Status } from "../../../core/state/views.ts";
import { Kind, kindNames } from "../../../events/kinds.ts";
import { EventLog, HOST_CPU, packHead, STRIDE } from "../../../events/log.ts";
import { append, GEOMETRY, given, when } from "../../support/given.ts";

const refused: [string, string, string][] = [
  ["a lane that does not exist", "page-written actor=4 pfn=1", "there is no lane 4"],
  ["a cpu that does not exist", "page-written cpu=2 pfn=1", "there is no cpu 2"],
  ["a page behind the last", "page-written pfn=40", "no block of order 0 at pfn 40"],
  ["a page before the first", "page-written pfn=-1", "no block of order 0 at pfn -1"],
  ["a block off its boundary", "page-freed pfn=6 order=2", "no block of order 2 at pfn 6"],
  ["an order above the highest", "page-freed pfn=16 order=4", "no block of order 4 at pfn 16"],
  ["a run that ends behind memory", "pages-read pfn=38 count=3", "pages 38 to 40"],
  ["a run of no pages", "pages-sent pfn=3 count=0", "pages 3 to 2"],
  ["a migratetype", "block-on-list pfn=0 list=7", "migratetype 7 is not below 6"],
  ["a zone", "zone-described zone=2 managed=4", "zone 2 is not below 2"],
  ["a lock", "lock-acquired actor=1 lock=3", "lock 3 is not below 3"],
  ["a lock that is waited for", "lock-contended actor=1 lock=-1", "lock -1 is not below 3"],
  ["a slot", "descriptor-queued slot=4", "slot 4 is not below 4"],
  ["a host thread's interrupts", `interrupts-off cpu=${HOST_CPU}`, "guest cpu 240 is not below 2"],
  ["a lane that cannot own", "page-allocated pfn=0 owned=1 actor=0", "owner -1 is not below 3"],
];
for (const [what, line, why] of refused) {
  Deno.test(`apply() refuses ${what}, and names the event`, () => {
    const memory = given("pages-hold pfn=0 count=40\nround-begun round=1");
    assertThrows(() => when(memory, line), RangeError, "Cannot apply event 3");
    assertThrows(() => when(given(""), line), RangeError, why);
  });
}

Deno.test("apply() refuses a lock that is held, and says by whom", () => {
  const memory = given("lock-acquired actor=1 lock=0");
  const twice = "lock-acquired actor=2 lock=0";
  assertThrows(() => when(memory, twice), RangeError, "event 2: lock 0 is held by lane 1");
});

Deno.test("apply() refuses a page in a hole between zones", () => {
  const zones = [{ name: "DMA", start: 0, frames: 8 }, { name: "Normal", start: 16, frames: 8 }];
  const memory = given("", { zones });
  assertThrows(
    () => when(memory, "block-put pfn=12"),
    RangeError,
    "event 1: pfn 12 lies in no zone",
  );
  assertThrows(() => when(memory, "page-written pfn=13"), RangeError, "pfn 13 lies in no zone");
});

Deno.test("apply() refuses a kind that does not exist", () => {
  const log = new EventLog();
  log.append(packHead(255, 0, 0, 0, 0), 0, 0, 0);
  assertThrows(
    () => apply(given(""), log.words, 0),
    RangeError,
    "Cannot apply event 1 (unknown): there is no kind 255",
  );
});

Deno.test("apply() has a case for every kind in the table", () => {
  for (const kind of Object.values(Kind)) {
    const log = new EventLog();
    const value = kind === Kind.PageAllocated ? 0 : 1; // at least one page in a run
    log.append(packHead(kind, 1, 1, 0, 0), 0, value, 5);
    const memory = given("block-on-list pfn=0 order=1", { percpuLists: 14, device: 1 });
    apply(memory, log.words, 0, 2);
    assertEquals(memory.laneKind[1], memory.status[Status.Ready] ? 0 : kind, kindNames[kind]);
  }
});

Deno.test("each event leaves its time, number and kind in its actor's lane", () => {
  const memory = given(`
    +10 page-written actor=1 pfn=3
    +20 page-written actor=2 pfn=4
    +5 page-relied  actor=1 pfn=3`);
  assertEquals([...memory.laneTime].slice(1, 3), [35, 30]);
  assertEquals([...memory.laneLast].slice(1, 3), [3, 2]);
  assertEquals([...memory.laneKind].slice(1, 3), [Kind.PageRelied, Kind.PageWritten]);
});

Deno.test("a lane that noted its phase and two words keeps them", () => {
  const memory = given("lane-noted actor=2 phase=7 first=-5 second=-2147483648");
  assertEquals(
    [memory.lanePhase[2], memory.laneFirst[2], memory.laneSecond[2]],
    [7, -5, -2147483648],
  );
});

Deno.test("a long time passes in one event, and an imported clock can step back", () => {
  const memory = given("time-passed actor=1 low=7 high=2\nclock-stepped-back actor=1 ns=8");
  assertEquals(memory.now[0], 2 * 2 ** 31 + 7 - 8);
});

Deno.test("who waits for a lock waits until it acts again", () => {
  const memory = given("lock-acquired actor=1 lock=1\nlock-contended actor=2 lock=1");
  assertEquals(memory.laneWait[2], 1 + 1);
  when(memory, "lock-released actor=1 lock=1");
  assertEquals([memory.lockHolder[1], memory.laneWait[2]], [0, 1 + 1]);
  when(memory, "lock-acquired actor=2 lock=1");
  assertEquals([memory.lockHolder[1], memory.laneWait[2]], [2 + 1, 0]);
});

Deno.test("applyAll() of a block of a log numbers its events as the whole log does", () => {
  const log = new EventLog();
  for (const pfn of [1, 2, 3, 2]) append(log, `page-written pfn=${pfn}`);
  const whole = new Memory(GEOMETRY), parts = new Memory(GEOMETRY);
  applyAll(whole, log.words, 0, 4);
  applyAll(parts, log.words.slice(0, 3 * STRIDE), 0, 3);
  applyAll(parts, log.words.slice(3 * STRIDE), 0, 1, 3);
  assertEquals(parts.bytes, whole.bytes);
  assertEquals(parts.content[2], 4);
});
