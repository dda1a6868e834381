/**
 * What the claims' probes see in small logs, told line by line.
 */
import { assertEquals } from "@std/assert";
import { EventLog } from "../../../events/log.ts";
import { Memory } from "../../../core/state/memory.ts";
import type { Facts, ProbeOf } from "../../../replay/claims/claim.ts";
import { books } from "../../../replay/claims/probes/books.ts";
import { byteOrder } from "../../../replay/claims/probes/byte_order.ts";
import { calls } from "../../../replay/claims/probes/calls.ts";
import { chain } from "../../../replay/claims/probes/chain.ts";
import { driverInHold } from "../../../replay/claims/probes/driver.ts";
import { keep } from "../../../replay/claims/probes/keep.ts";
import { touched } from "../../../replay/claims/probes/touched.ts";
import { walk } from "../../../replay/replay.ts";
import { append, GEOMETRY } from "../../support/given.ts";

/** The facts that a probe finds in lines of events. */
function factsOf(probeOf: ProbeOf, text: string): Facts {
  const log = new EventLog(), memory = new Memory(GEOMETRY);
  for (const line of text.split("\n")) append(log, line);
  const probe = probeOf(memory);
  walk(memory, log.words, 0, log.length, 0, [probe]);
  return probe.facts();
}

/** Some facts of all. */
const some = (facts: Facts, ...names: string[]): number[] => names.map((name) => facts[name]);

const FREE = `
  block-on-list pfn=0  order=3 list=movable
  block-on-list pfn=8  order=3 list=movable
  block-on-list pfn=16 order=3 list=movable
  world-ready`;

Deno.test("calls: a full array is told by what was listed, stored and returned", () => {
  const facts = factsOf(
    calls,
    `${FREE}
    hint-call-begun actor=2 cpu=1 array=none order=3 capacity=2
    hint-read       actor=2 cpu=1 pfn=0 order=3 index=0
    hint-read       actor=2 cpu=1 pfn=8 order=3 index=1
    hint-call-ended actor=2 cpu=1 returned=2`,
  );
  assertEquals(some(facts, "listed", "capacity", "stored", "returned"), [3, 2, 2, 2]);
});

Deno.test("calls: what another is handed meanwhile counts, hinted or not; what the caller takes does not", () => {
  const facts = factsOf(
    calls,
    `${FREE}
    hint-call-begun actor=2 cpu=1 array=none order=3 capacity=4
    hint-read       actor=2 cpu=1 pfn=0 order=3 index=0
    block-taken     actor=1 cpu=0 pfn=0 order=1 found=3 list=movable
    page-allocated  actor=1 cpu=0 pfn=0 order=1 type=movable
    block-taken     actor=1 cpu=0 pfn=8 order=0 found=3 list=movable
    page-allocated  actor=1 cpu=0 pfn=8 order=0 type=movable
    hint-call-ended actor=2 cpu=1 returned=1`,
  );
  assertEquals(some(facts, "taken", "takenHinted", "firstTaken"), [3, 2, 8]);
});

Deno.test("calls: a refused call and the locks that it took before it said no", () => {
  const facts = factsOf(
    calls,
    `${FREE}
    hint-call-begun actor=2 cpu=1 array=none order=9 capacity=4
    interrupts-off  actor=2 cpu=1
    lock-acquired   actor=2 cpu=1 irqs=off lock=0
    lock-released   actor=2 cpu=1 irqs=off lock=0
    interrupts-on   actor=2 cpu=1 irqs=off
    hint-call-ended actor=2 cpu=1 returned=-22`,
  );
  assertEquals(some(facts, "refused", "locksRefused", "stored", "listed"), [1, 1, 0, 0]);
});

const ROUND = `
  migration-begun actor=3 cpu=240
  log-armed       actor=3 cpu=240
  hint-read       actor=2 cpu=1 pfn=4 order=2
  hint-applied    actor=3 cpu=240 pfn=4 order=2 index=0
  page-written    actor=1 cpu=0 pfn=5 order=0`;

Deno.test("chain: hinted, written, logged and sent again is whole", () => {
  const facts = factsOf(
    chain,
    `${ROUND}
    log-fetched  actor=3 cpu=240 pfn=0 count=40
    log-merged   actor=3 cpu=240 pfn=0 count=40
    bits-cleared actor=3 cpu=240 pfn=5 count=1
    pages-read   actor=3 cpu=240 pfn=5 count=1
    pages-sent   actor=3 cpu=240 pfn=5 count=1
    switched-over actor=3 cpu=240`,
  );
  assertEquals(some(facts, "written", "logged", "sent", "same", "chained", "firstBroken"), [
    1,
    1,
    1,
    1,
    1,
    -1,
  ]);
});

Deno.test("chain: what was not sent again is where it breaks", () => {
  const facts = factsOf(chain, `${ROUND}\nswitched-over actor=3 cpu=240`);
  assertEquals(some(facts, "written", "logged", "sent", "same", "chained", "firstBroken"), [
    1,
    1,
    0,
    0,
    0,
    5,
  ]);
});

Deno.test("driver: a descriptor filled under a zone's lock counts, one filled behind it does not", () => {
  const facts = factsOf(
    driverInHold,
    `${FREE}
    lock-acquired     actor=2 cpu=1 lock=0
    hint-read         actor=2 cpu=1 pfn=0 order=3 index=0
    descriptor-filled actor=2 cpu=1 message=hint number=3
    lock-released     actor=2 cpu=1 lock=0
    descriptor-filled actor=2 cpu=1 message=stop`,
  );
  assertEquals(some(facts, "driverInHold", "firstInHold", "hintsInHold"), [1, 7, 1]);
});

Deno.test("keep: a block given back before its hint was used is early", () => {
  const facts = factsOf(
    keep,
    `${FREE}
    block-taken    actor=2 cpu=1 pfn=0 order=3 found=3 list=movable
    page-allocated actor=2 cpu=1 pfn=0 order=3 type=movable
    hint-read      actor=2 cpu=1 pfn=0 order=3 index=0 held=1
    block-held     actor=2 cpu=1 pfn=0 order=3
    block-returned actor=2 cpu=1 pfn=0 order=3`,
  );
  assertEquals(some(facts, "held", "returned", "kept", "returnedEarly", "firstEarly"), [
    1,
    1,
    0,
    1,
    9,
  ]);
});

Deno.test("books: a block unlinked by hand is still counted, flagged, and merged when its buddy comes free", () => {
  const facts = factsOf(
    books,
    `block-on-list pfn=0 order=2 list=movable
    block-on-list pfn=8 order=3 list=movable
    world-ready
    hint-call-begun actor=2 cpu=1 array=none order=2 capacity=4
    block-unlinked  actor=2 cpu=1 pfn=0 order=2
    hint-call-ended actor=2 cpu=1 returned=0
    block-put       actor=1 cpu=0 pfn=4 order=2 merged=3 list=movable`,
  );
  assertEquals(some(facts, "unlinked", "overcount", "flagged", "mergedInUse", "firstMerged"), [
    1,
    4,
    1,
    1,
    7,
  ]);
});

Deno.test("byte order: a swapped hint is dropped as out of range, a straight one is usable", () => {
  const facts = factsOf(
    byteOrder,
    `${FREE}
    hint-read    actor=2 cpu=1 pfn=0 order=3 index=0
    hint-read    actor=2 cpu=1 pfn=8 order=3 index=1 swapped=1
    hint-applied actor=3 cpu=240 pfn=0 order=3 index=0
    hint-dropped actor=3 cpu=240 pfn=none order=3 reason=range entry=2`,
  );
  assertEquals(some(facts, "stored", "swapped", "usable", "outOfRange", "elsewhere"), [
    2,
    1,
    1,
    1,
    0,
  ]);
});

Deno.test("touched: uses by whoever read the hint, and whether they own the page by then", () => {
  const facts = factsOf(
    touched,
    `${FREE}
    hint-read        actor=2 cpu=1 pfn=0 order=3 index=0
    struct-page-used actor=2 cpu=1 pfn=0
    page-relied      actor=2 cpu=1 pfn=1
    page-written     actor=1 cpu=0 pfn=2 order=0
    block-taken      actor=2 cpu=1 pfn=0 order=3 found=3 list=movable
    page-allocated   actor=2 cpu=1 pfn=0 order=3 type=movable
    page-written     actor=2 cpu=1 pfn=0 order=0`,
  );
  assertEquals(some(facts, "structUses", "contentUses", "heldUses"), [1, 2, 1]);
});
