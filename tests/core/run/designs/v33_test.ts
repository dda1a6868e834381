/**
 * The patch as posted, and the review's two demands.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { actorOf, cpuOf, kindOf, orderOf, pfnOf, valueOf } from "../../../../events/log.ts";
import { applyAll } from "../../../../core/state/apply.ts";
import { after, headOf, zoneList } from "../../../../core/state/lists.ts";
import { Memory } from "../../../../core/state/memory.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { type Done, runOf, scenario, small } from "../../../support/runs.ts";

const EINVAL = -22;

function indexesOf({ log }: Done, kind: number): number[] {
  const found: number[] = [];
  for (let index = 0; index < log.length; index++) {
    if (kindOf(log.words, index) === kind) found.push(index);
  }
  return found;
}

function stateBefore({ run, log }: Done, index: number): Memory {
  const memory = new Memory(run.geometry);
  applyAll(memory, log.words, 0, index);
  return memory;
}

/** Free blocks of an order as the patch walks them: zones ascending, types, from the head. */
function walked(memory: Memory, order: number): number[] {
  const pfns: number[] = [];
  for (let zone = 0; zone < memory.geometry.zones.length; zone++) {
    for (let type = 0; type < memory.geometry.types; type++) {
      const list = zoneList(memory, zone, order, type);
      for (let pfn = headOf(memory, list); pfn >= 0; pfn = after(memory, pfn)) pfns.push(pfn);
    }
  }
  return pfns;
}

/** Indexes of the first call: begun, and ended. */
function firstCall(done: Done): [number, number] {
  return [indexesOf(done, Kind.HintCallBegun)[0], indexesOf(done, Kind.HintCallEnded)[0]];
}

function hintsBetween(done: Done, from: number, until: number): number[] {
  return indexesOf(done, Kind.HintRead)
    .filter((index) => index > from && index < until)
    .map((index) => pfnOf(done.log.words, index));
}

Deno.test("v33 reads every free block of the order: zones ascending, each type's list from its head", () => {
  const done = small("v33");
  const [begun, ended] = firstCall(done);
  const hints = hintsBetween(done, begun, ended);
  assertEquals(hints, walked(stateBefore(done, begun), 10));
  assertEquals(valueOf(done.log.words, ended), hints.length);
  assert(hints.length > 3);
});

Deno.test("v33 holds each zone's lock with interrupts off for its walk, one zone at a time", () => {
  const done = small("v33");
  const memory = new Memory(done.run.geometry);
  const { words } = done.log;
  for (let index = 0; index < done.log.length; index++) {
    if (kindOf(words, index) === Kind.HintRead) {
      const lane = actorOf(words, index);
      const held = Array.from(memory.geometry.zones, (_, zone) => memory.lockHolder[zone])
        .flatMap((holder, zone) => (holder === lane + 1 ? [zone] : []));
      assertEquals(held.length, 1, `event ${index + 1}`);
      assertEquals(memory.cpuIrqsOff[cpuOf(words, index)], lane + 1);
    }
    applyAll(memory, words, index, index + 1);
  }
});

Deno.test("v33 takes nothing off a list: the blocks are as free after the call as before", () => {
  const done = small("v33");
  const [begun] = firstCall(done);
  const reads = indexesOf(done, Kind.HintRead);
  const before = stateBefore(done, begun), after = stateBefore(done, reads[reads.length - 1]);
  assert(before.listCount.some((count) => count > 0));
  for (const index of reads.slice(0, 3)) {
    assertEquals(stateBefore(done, index).block[pfnOf(done.log.words, index)] & 3, 1);
  }
  assertEquals(after.status[1], 0);
});

Deno.test("v33 stops without a word when the array is full, and returns how many it stored", () => {
  const tiny = (change: Scenario): void => {
    change.hints.order = 0;
    change.hints.arrayOrder = 0;
  };
  const done = runOf(scenario("small", tiny), "v33");
  const [begun, ended] = firstCall(done);
  const free = walked(stateBefore(done, begun), 0).length;
  const capacity = valueOf(done.log.words, begun);
  assert(free > 0);
  assertEquals(valueOf(done.log.words, ended), Math.min(free, capacity));
});

Deno.test("v33 refuses an order that does not exist before it touches a lock", () => {
  const done = runOf(scenario("small", (change) => change.hints.order = 12), "v33");
  const [begun, ended] = firstCall(done);
  assertEquals(orderOf(done.log.words, begun), 12);
  assertEquals(valueOf(done.log.words, ended), EINVAL);
  assertEquals(ended, begun + 1);
  assertEquals(indexesOf(done, Kind.HintRead).length, 0);
});

Deno.test("v33 is called in process context", () => {
  const done = small("v33");
  for (const index of indexesOf(done, Kind.HintCallBegun)) {
    assertEquals((done.log.words[index * 4] >>> 24) & 3, 0);
  }
});

Deno.test("v33's array is written as it fills: its pages are logged dirty and their content is new", () => {
  const done = small("v33");
  const [begun, ended] = firstCall(done);
  const array = pfnOf(done.log.words, begun);
  const last = indexesOf(done, Kind.HintRead).filter((index) => index < ended).at(-1)!;
  const memory = stateBefore(done, ended);
  assertEquals(memory.content[array], last + 1);
});

Deno.test("v33 called again begins anew: the same blocks, and the same rest left out", () => {
  const done = runOf(
    scenario("small", (of) => {
      of.tasks = [];
      of.hints.order = 0;
      of.hints.arrayOrder = 0; // 512 addresses
      of.hints.calls = 3;
    }),
    "v33",
  );
  const begun = indexesOf(done, Kind.HintCallBegun), ended = indexesOf(done, Kind.HintCallEnded);
  const calls = [0, 1, 2].map((call) => hintsBetween(done, begun[call], ended[call]));
  const free = walked(stateBefore(done, begun[0]), 0).length;
  assertEquals(calls[0].length, Math.min(512, free));
  const again = new Set(calls[0]);
  assert(calls[1].filter((pfn) => again.has(pfn)).length > calls[1].length / 2);
  const arrays = begun.slice(0, 3).map((index) => pfnOf(done.log.words, index));
  assertEquals(new Set(arrays).size, 3);
  const stop = indexesOf(done, Kind.DescriptorFilled)
    .findIndex((index) => (valueOf(done.log.words, index) & 7) === 2);
  assertEquals(stop, 4); // START, three arrays, STOP
});

Deno.test("as posted, v33 takes every zone's lock for an order that does not exist, and finds nothing", () => {
  const done = runOf(
    scenario("small", (of) => Object.assign(of.hints, { order: 11, reviewed: false })),
    "v33",
  );
  const [begun, ended] = firstCall(done), { words } = done.log;
  const lane = actorOf(words, begun);
  const locks = indexesOf(done, Kind.LockAcquired)
    .filter((index) => index > begun && index < ended && actorOf(words, index) === lane);
  assertEquals(locks.map((index) => pfnOf(words, index)), [0, 1]);
  assertEquals([valueOf(words, ended), indexesOf(done, Kind.HintRead).length], [0, 0]);
});

Deno.test("called from an interrupt, as posted, v33 keeps interrupts off from its begin to its end", () => {
  const done = runOf(
    scenario("small", (of) => {
      Object.assign(of.hints, { calledFrom: "hardirq", reviewed: false });
      of.tasks = [];
    }),
    "v33",
  );
  const [begun, ended] = firstCall(done), { words } = done.log, cpu = cpuOf(words, begun);
  assert(hintsBetween(done, begun, ended).length > 3);
  for (let index = begun; index <= ended; index++) {
    assertEquals([(words[index * 4] >>> 24) & 3, (words[index * 4] >>> 26) & 1], [2, 1]);
  }
  const after = stateBefore(done, ended + 3);
  assertEquals([after.cpuContext[cpu], after.cpuIrqsOff[cpu]], [0, 0]);
});

Deno.test("with its review, v33 refuses a call from an interrupt before any lock", () => {
  const done = runOf(scenario("small", (of) => of.hints.calledFrom = "hardirq"), "v33");
  const [begun, ended] = firstCall(done);
  assertEquals([ended, valueOf(done.log.words, ended)], [begun + 1, EINVAL]);
});

Deno.test("a big-endian guest that converts addresses has every hint applied; one that does not, none", () => {
  const applied = [false, true].map((storesNative) => {
    const done = runOf(
      scenario("small", (of) => {
        Object.assign(of.hints, { bigEndian: true, storesNative });
        of.tasks = [];
      }),
      "v33",
    );
    return [Kind.HintRead, Kind.HintApplied, Kind.HintDropped]
      .map((kind) => indexesOf(done, kind).length);
  });
  const [read] = applied[0];
  assert(read > 3);
  assertEquals(applied, [[read, read, 0], [read, 0, read]]);
});

Deno.test("a driver that touches what it hinted does so behind its call, block by block", () => {
  const touched = ["struct-page", "content"].map((touches) => {
    const done = runOf(
      scenario("small", (of) => {
        Object.assign(of.hints, { touches });
        of.tasks = [];
      }),
      "v33",
    );
    const [begun, ended] = firstCall(done);
    const kind = touches === "content" ? Kind.PageWritten : Kind.StructPageUsed;
    const lane = actorOf(done.log.words, begun);
    const pages = indexesOf(done, kind)
      .filter((index) => index > ended && actorOf(done.log.words, index) === lane)
      .map((index) => pfnOf(done.log.words, index));
    assertEquals(pages, hintsBetween(done, begun, ended));
    return pages.length;
  });
  assert(touched[0] > 3);
});
