/**
 * The dirty log in its four modes, event by event; manual protect held against a slow twin.
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { Bit, DISCARDED, Memory } from "../../../../core/state/memory.ts";
import { lostPages } from "../../../../core/state/oracles/lost.ts";
import { Status } from "../../../../core/state/views.ts";
import { GEOMETRY, when } from "../../../support/given.ts";
import { checkProperty } from "../../../support/seed.ts";

const { Fetched, Log, Migrate, Seen, Written } = Bit;
const CHUNK_ORDER = 4; // chunks of 16 pages

const chunked = (): Memory => new Memory({ ...GEOMETRY, chunkOrder: CHUNK_ORDER });
const ringed = (): Memory => new Memory({ ...GEOMETRY, ring: 4 });

Deno.test("manual protect: a fetch leaves the log, and a merge makes every chunk due", () => {
  const memory = chunked();
  when(memory, "log-armed mode=manual-protect\npage-written pfn=3\nlog-fetched pfn=0 count=40");
  assertEquals(memory.bits[3], Written | Log | Fetched | Seen);
  assertEquals([...memory.chunkDue], [0, 0, 0]);
  when(memory, "log-merged pfn=0 count=40");
  assertEquals(memory.bits[3], Written | Log | Seen | Migrate);
  assertEquals([...memory.chunkDue], [1, 1, 1]);
});

Deno.test("manual protect: what is not cleared is fetched again, and sent again", () => {
  const memory = chunked();
  when(
    memory,
    `log-armed mode=manual-protect
     page-written pfn=3
     log-fetched  pfn=0 count=40
     log-merged   pfn=0 count=40
     bits-cleared pfn=3 count=1
     log-fetched  pfn=0 count=40
     log-merged   pfn=0 count=40`,
  );
  assertEquals(memory.bits[3], Written | Log | Seen | Migrate);
});

Deno.test("a chunk's clearing takes what was seen, with writes since, and leaves what is new", () => {
  const memory = chunked();
  when(
    memory,
    `log-armed mode=manual-protect
     page-written  pfn=3
     page-written  pfn=20
     log-fetched   pfn=0 count=40
     log-merged    pfn=0 count=40
     page-written  pfn=3
     page-written  pfn=4
     chunk-cleared pfn=0 count=16`,
  );
  assertEquals(memory.bits[3], Written | Migrate, "the second write left no trace");
  assertEquals(memory.bits[4], Written | Log, "this one was not seen yet");
  assertEquals(memory.bits[20], Written | Log | Seen | Migrate, "another chunk's");
  assertEquals([...memory.chunkDue], [0, 1, 1]);
});

Deno.test("initially set: logging begins with every page of every zone in the log", () => {
  const memory = chunked();
  when(memory, "log-armed mode=initially-set");
  assertEquals([...memory.bits].filter((bits) => bits === Log).length, 40);
  when(memory, "log-armed mode=manual-protect");
  assertEquals([...memory.bits].filter((bits) => bits !== 0).length, 0);
});

Deno.test("ring: the first write since a harvest pushes an entry of its cpu, the next ones none", () => {
  const memory = ringed();
  when(memory, "log-armed mode=ring\npage-written cpu=1 pfn=2\npage-written cpu=0 pfn=2");
  assertEquals([...memory.ringUsed], [0, 1]);
  when(memory, "page-written cpu=0 pfn=8 order=1");
  assertEquals([...memory.ringUsed], [2, 1]);
  when(memory, "ring-harvested pfn=0 count=40");
  assertEquals([...memory.ringUsed], [0, 0]);
  assertEquals([memory.bits[2], memory.bits[8]], [Written | Fetched, Written | Fetched]);
  when(memory, "page-written cpu=1 pfn=2\nlog-fetched pfn=0 count=40\nlog-merged pfn=0 count=40");
  assertEquals(memory.bits[2], Written | Migrate);
});

Deno.test("a device's write goes past the log, and is merged with the next sync", () => {
  for (const mode of ["get-and-clear", "initially-set", "ring"]) {
    const memory = mode === "ring" ? ringed() : chunked();
    when(memory, `device-wrote pfn=4 order=1\nlog-armed mode=${mode}\ndevice-wrote pfn=6`);
    assertEquals(memory.bits[4] & Fetched, 0, "nobody logged then");
    assertEquals(memory.bits[6] & (Fetched | Written), Fetched | Written);
    when(memory, "log-merged pfn=0 count=40");
    assertEquals(memory.bits[6] & Migrate, Migrate);
    assertEquals(memory.content[6], 3);
  }
});

Deno.test("a discarded page reads as zeros, and is lost if the guest relied on it", () => {
  const memory = chunked();
  when(
    memory,
    `zone-described zone=0 managed=16
     pages-used pfn=8 count=2
     migration-begun
     page-discarded pfn=8 index=-1
     pages-read pfn=0 count=40`,
  );
  assertEquals([memory.content[8], memory.arrived[8]], [DISCARDED, DISCARDED]);
  assertEquals(lostPages(memory), 1, "the other page in use arrived as it was");
});

/** The same events on plain sets: what the log, the last fetch and the bitmap hold. */
class Twin {
  log = new Set<number>();
  seen = new Set<number>();
  fetched = new Set<number>();
  migrate = new Set<number>();
  write(page: number): void {
    this.log.add(page);
  }
  sync(): void {
    this.seen = new Set(this.log);
    for (const page of this.log) this.migrate.add(page);
  }
  clear(chunk: number): void {
    for (const page of this.seen) {
      if (page >> CHUNK_ORDER !== chunk) continue;
      this.seen.delete(page);
      this.log.delete(page);
    }
  }
  send(page: number): void {
    this.migrate.delete(page);
  }
}

const step = fc.oneof(
  fc.record({ op: fc.constant("write" as const), page: fc.integer({ min: 0, max: 39 }) }),
  fc.record({ op: fc.constant("send" as const), page: fc.integer({ min: 0, max: 39 }) }),
  fc.record({ op: fc.constant("sync" as const), page: fc.constant(0) }),
  fc.record({ op: fc.constant("clear" as const), page: fc.integer({ min: 0, max: 2 }) }),
);

Deno.test("manual protect and its slow twin agree on every page, and the counter on the bits", () => {
  const property = fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const memory = chunked(), twin = new Twin();
    when(memory, "log-armed mode=manual-protect");
    for (const { op, page } of steps) {
      twin[op === "sync" ? "sync" : op](page);
      if (op === "write") when(memory, `page-written pfn=${page}`);
      else if (op === "send") when(memory, `bits-cleared pfn=${page} count=1`);
      else if (op === "sync") when(memory, "log-fetched pfn=0 count=40\nlog-merged pfn=0 count=40");
      else {
        when(memory, `chunk-cleared pfn=${page << CHUNK_ORDER} count=${page === 2 ? 8 : 16}`);
      }
    }
    const pages = (bit: number): number[] =>
      [...memory.bits.keys()].filter((page) => memory.bits[page] & bit);
    const rising = (set: Set<number>): number[] => [...set].sort((a, b) => a - b);
    assertEquals(pages(Log), rising(twin.log));
    assertEquals(pages(Seen), rising(twin.seen));
    assertEquals(pages(Migrate), rising(twin.migrate));
    assertEquals(memory.status[Status.Dirty], twin.migrate.size);
    assertEquals(checkInvariants(memory), []);
  });
  checkProperty("core/state/apply/dirty_log_test.ts", 300, property);
});
