/**
 * Measured migrations, simulated from their inputs alone: what happened in which order, which blocks
 * were hinted, and how much was sent. The records are QEMU 10.0.2 under TCG with a guest of Linux 6.1.
 * @module
 */
import { assert, assertEquals, assertLess } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { kindOf, pfnOf, valueOf } from "../../../../events/log.ts";
import { bitmapLock } from "../../../../core/run/actors/migration/stage.ts";
import { apply } from "../../../../core/state/apply.ts";
import { Memory } from "../../../../core/state/memory.ts";
import { Status } from "../../../../core/state/views.ts";
import {
  figuresOf,
  type Measured,
  measuredRun,
  runNames,
  simulated,
} from "../../../support/measured.ts";

type Simulated = ReturnType<typeof simulated>;

/** Calls `each` before and after every event of a run. */
function walk(
  { run, log }: Simulated,
  before: (memory: Memory, index: number) => void,
  after: (memory: Memory, index: number) => void = () => {},
): void {
  const memory = new Memory(run.geometry);
  for (let index = 0; index < log.length; index++) {
    before(memory, index);
    apply(memory, log.words, index);
    after(memory, index);
  }
}

/** What guest and host say to each other, with the syncs: hints in a row are one word. */
function story({ log }: Simulated): string[] {
  const said: string[] = [];
  for (let index = 0; index < log.length; index++) {
    const kind = kindOf(log.words, index), value = valueOf(log.words, index);
    if (kind === Kind.LogMerged) said.push("sync");
    else if (kind === Kind.IdIssued) said.push(`id ${(value >>> 0) - 0x80000000}`);
    else if (kind === Kind.DescriptorFilled && (value & 7) === 1) said.push("START");
    else if (kind === Kind.DescriptorFilled && (value & 7) === 2) said.push("STOP");
    else if (kind === Kind.HintRead && said.at(-1) !== "hints") said.push("hints");
    else if (kind === Kind.GuestPaused) said.push("paused");
    else if (kind === Kind.StatusChanged && value === 3) said.push("done");
    else if (kind === Kind.BlockReturned && said.at(-1) !== "returned") said.push("returned");
  }
  return said;
}

function hinted({ log }: Simulated): number[] {
  const pfns: number[] = [];
  for (let index = 0; index < log.length; index++) {
    if (kindOf(log.words, index) === Kind.HintRead) pfns.push(pfnOf(log.words, index));
  }
  return pfns;
}

const rising = (pfns: readonly number[]): number[] => [...pfns].sort((a, b) => a - b);

/** Within a part of what was measured. */
function assertNear(what: string, value: number, measured: number, part: number): void {
  const error = value / measured - 1;
  assertLess(Math.abs(error), part, `${what}: ${value}, measured ${measured}`);
}

function assertFigures(done: Simulated, { final }: Measured, apart = 0): void {
  const { migration } = figuresOf(done);
  assertNear("normal pages", migration.pagesSent, final.ram.normal, 0.01);
  assertNear("bytes", migration.bytes, final.ram.transferred, 0.01);
  assertNear("total time", migration.totalNs / 1e6, final["total-time"], 0.03);
  const rounds = final.ram["dirty-sync-count"];
  assert(Math.abs(migration.rounds - rounds) <= apart, `${migration.rounds} rounds of ${rounds}`);
  assertEquals(migration.lostPages, 0);
}

/** The last id is asked for in vain: the guest stands still before it can answer. */
const ONE_REPORT = ["sync", "id 1", "START", "hints", "STOP", "sync", "id 2", "paused"];
const END = ["sync", "done", "returned"];

for (const name of ["idle-256-h1-r1", "garbage-256-h1-r1", "garbage-vqtrace-512-h1-r0"]) {
  Deno.test(`${name}: id, START, hints, STOP, sync, next id; then the guest is stopped`, async () => {
    const { inputs, measured } = await measuredRun(name);
    const done = simulated(inputs);
    assertEquals(story(done), [...ONE_REPORT, ...END]);
    const pfns = measured.guest_trace.order10_alloc_ms_pfn.map(([, pfn]) => pfn);
    assertEquals(rising(hinted(done)), rising(pfns));
    assertFigures(done, measured);
  });
}

Deno.test("dirtylow-256: every sync brings a new id and a report, all but the first one empty", async () => {
  const { inputs, measured } = await measuredRun("dirtylow-256-h1-r1");
  const done = simulated(inputs);
  const said = story(done);
  assertEquals(said.slice(0, 9), [...ONE_REPORT.slice(0, 7), "START", "STOP"]);
  assertEquals(said.slice(-3), END);
  const pfns = measured.guest_trace.order10_alloc_ms_pfn.map(([, pfn]) => pfn);
  assertEquals(rising(hinted(done)), rising(pfns));
  assertFigures(done, measured);
});

Deno.test("garbage-vqtrace-512: the first hint waits for the burst's end, the rest follow at once", async () => {
  const { inputs, measured } = await measuredRun("garbage-vqtrace-512-h1-r0");
  const done = simulated(inputs);
  const lock = bitmapLock(done.run.sim), migration = done.run.sim.settings.migrationLane + 1;
  let received = -1, burstEnd = -1, applied: number[] = [], holder = 0;
  walk(done, (memory, index) => {
    const kind = kindOf(done.log.words, index);
    if (kind === Kind.DescriptorReceived && memory.status[Status.Taken] === 1) {
      received = memory.now[0]; // START was number 0
      holder = memory.lockHolder[lock];
    }
  }, (memory, index) => {
    const kind = kindOf(done.log.words, index);
    if (kind === Kind.HintApplied) applied = [...applied, memory.now[0]];
    const isEnd = kind === Kind.LockReleased && pfnOf(done.log.words, index) === lock;
    if (received >= 0 && burstEnd < 0 && isEnd) burstEnd = memory.now[0];
  });
  assertEquals(holder, migration, "the sender holds the bitmap's lock when the first hint arrives");
  assert(burstEnd - received > 1e6, "and keeps it for more than a millisecond");
  assertEquals(applied.length, measured.guest_trace.order10_alloc_ms_pfn.length);
  assert(applied[0] >= burstEnd, "the first hint takes effect when the burst is over");
  assertLess(
    applied[applied.length - 1] - burstEnd,
    0.5e6,
    "and the last within half a millisecond",
  );
});

Deno.test("garbage-vqtrace-512: blocks come back from the one hinted last to the first", async () => {
  const { inputs, measured } = await measuredRun("garbage-vqtrace-512-h1-r0");
  const done = simulated(inputs);
  const returned: number[] = [];
  walk(done, () => {}, (_, index) => {
    if (kindOf(done.log.words, index) === Kind.BlockReturned) {
      returned.push(pfnOf(done.log.words, index));
    }
  });
  assertEquals(returned, hinted(done).reverse());
  const allocs = measured.guest_trace.order10_alloc_ms_pfn.map(([, pfn]) => pfn);
  assertEquals(measured.guest_trace.order10_free_ms_pfn.map(([, pfn]) => pfn), allocs.reverse());
});

Deno.test("garbage-ioa-512: zeros that init_on_alloc writes come back as dirty pages, a round later", async () => {
  const { inputs, measured } = await measuredRun("garbage-ioa-512-h1-r0");
  const done = simulated(inputs);
  const pfns = measured.guest_trace.order10_alloc_ms_pfn.map(([, pfn]) => pfn);
  assertEquals(rising(hinted(done)), rising(pfns));
  let syncs = 0, dirtied = 0, before = 0;
  walk(done, (memory) => {
    before = memory.status[Status.Dirty];
  }, (memory, index) => {
    if (kindOf(done.log.words, index) !== Kind.LogMerged) return;
    if (++syncs === 2) dirtied = memory.status[Status.Dirty] - before;
  });
  assertNear("pages dirtied in round 1", dirtied, measured.rounds[1].new_dirty_pages, 0.01);
  assertFigures(done, measured);
  assertNear("zero pages", figuresOf(done).migration.pagesZero, measured.final.ram.duplicate, 0.01);
  assertEquals(measured.end_compare.differ, 0);
  assertEquals(differing(done), 0);
});

/** Pages that hold one thing at the source and another at the destination when the guest is switched over. */
function differing(done: Simulated): number {
  let found = 0;
  walk(done, () => {}, ({ content, arrived, zoneStart, zoneEnd }, index) => {
    if (kindOf(done.log.words, index) !== Kind.SwitchedOver) return;
    for (let zone = 0; zone < zoneStart.length; zone++) {
      for (let page = zoneStart[zone]; page < zoneEnd[zone]; page++) {
        if (content[page] !== arrived[page]) found++;
      }
    }
  });
  return found;
}

Deno.test("garbage-256: what differs at the end is what was hinted and held garbage", async () => {
  const { inputs, measured } = await measuredRun("garbage-256-h1-r1");
  assertNear("differing", differing(simulated(inputs)), measured.end_compare.differ, 0.01);
});

for (const name of ["idle-256-h0-r0", "garbage-256-h0-r0", "garbage-ioa-512-h0-r0"]) {
  Deno.test(`${name}: without hints the same pages, bytes and time`, async () => {
    const { inputs, measured } = await measuredRun(name);
    const done = simulated(inputs);
    assertFigures(done, measured);
    assertEquals(hinted(done), []);
  });
}

for (const name of runNames().filter((name) => /-h1\b/.test(name) && !name.startsWith("frag"))) {
  Deno.test(`${name}: the blocks that were hinted, no other`, async () => {
    const { inputs, measured } = await measuredRun(name);
    const pfns = new Set(measured.guest_trace.order10_alloc_ms_pfn.map(([, pfn]) => pfn));
    assertEquals(rising([...new Set(hinted(simulated(inputs)))]), rising([...pfns]));
  });
}
