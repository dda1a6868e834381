/**
 * What the host's events do to the bits of pages, four at a time, held against a slow twin that goes
 * page by page.
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { Bit, type Memory } from "../../../../core/state/memory.ts";
import { Phase, Status } from "../../../../core/state/views.ts";
import { given, when } from "../../../support/given.ts";
import { checkProperty } from "../../../support/seed.ts";

const { Migrate, Log, Fetched, Received, Written, Hinted, Stale } = Bit;
const bitsOf = (memory: Memory, from: number, until: number): number[] =>
  [...memory.bits].slice(from, until);

Deno.test("a write is logged only while the log is armed", () => {
  const memory = given("page-written pfn=1\nlog-armed\npage-written pfn=2 order=1\nlog-disarmed");
  when(memory, "page-written pfn=4");
  assertEquals(bitsOf(memory, 1, 5), [Written, Written | Log, Written | Log, Written]);
  assertEquals([...memory.content].slice(0, 6), [0, 1, 3, 3, 5, 0]);
});

Deno.test("a write of zeros or poison says so", () => {
  const memory = given("page-written pfn=1 fill=zeros\npage-written pfn=2 fill=poison");
  assertEquals([...memory.content].slice(1, 3), [0, -2]);
});

Deno.test("a fetch takes the log, a merge makes it pages to be sent and counts the new ones", () => {
  const memory = given(`
    migration-begun
    bits-cleared pfn=0 count=6
    log-armed
    page-written pfn=4 order=2
    log-fetched  pfn=4 count=3`);
  assertEquals(bitsOf(memory, 4, 8), [
    Written | Fetched,
    Written | Fetched,
    Migrate | Written | Fetched,
    Migrate | Written | Log,
  ]);
  assertEquals(memory.status[Status.Dirty], 34);
  when(memory, "log-merged pfn=4 count=4");
  assertEquals(bitsOf(memory, 4, 6), [Migrate | Written, Migrate | Written]);
  assertEquals(memory.status[Status.Dirty], 36);
});

Deno.test("a write between fetch and merge stays in the log for the next sync", () => {
  const memory = given(`
    log-armed
    page-written pfn=3
    log-fetched  pfn=0 count=40
    page-written pfn=3
    log-merged   pfn=0 count=40`);
  assertEquals(bitsOf(memory, 3, 4), [Migrate | Written | Log]);
});

Deno.test("a migration begins with every page of every zone to be sent, and none of a hole", () => {
  const zones = [{ name: "DMA", start: 0, frames: 6 }, { name: "Normal", start: 16, frames: 7 }];
  const memory = given("pages-sent pfn=5 count=1\nmigration-begun", { zones });
  assertEquals(bitsOf(memory, 4, 8), [Migrate, Migrate, 0, 0]);
  assertEquals(bitsOf(memory, 15, 24), [0, ...Array(7).fill(Migrate), 0]);
  assertEquals([memory.status[Status.Dirty], memory.status[Status.Phase]], [13, Phase.Setup]);
});

Deno.test("a page arrives as it was when it was read, not when it was sent", () => {
  const memory = given(`
    page-written pfn=2
    pages-read   pfn=2 count=2
    page-written pfn=2
    pages-sent   pfn=2 count=2 actor=3`);
  assertEquals([memory.content[2], memory.arrived[2], memory.laneFirst[3]], [3, 1, 2]);
  assertEquals(bitsOf(memory, 2, 4), [Written | Received, Received]);
});

Deno.test("a migration goes from setup over rounds to the pause and the end", () => {
  const memory = given("migration-begun\nround-begun round=1");
  const phase = (): number => memory.status[Status.Phase];
  assertEquals([phase(), memory.status[Status.Round]], [Phase.Running, 1]);
  when(memory, "guest-paused");
  assertEquals([phase(), memory.status[Status.Paused]], [Phase.Paused, 1]);
  when(memory, "switched-over\nguest-resumed");
  assertEquals([phase(), memory.status[Status.Paused]], [Phase.Done, 0]);
  when(memory, "migration-begun\nmigration-cancelled");
  assertEquals(phase(), Phase.Cancelled);
  when(memory, "migration-begun\nmigration-failed");
  assertEquals(phase(), Phase.Failed);
});

const FRAMES = 53;
const ZONES = [{ name: "DMA", start: 0, frames: 21 }, { name: "Normal", start: 24, frames: 29 }];
const ACTS = [
  "migration-begun",
  "log-fetched",
  "log-merged",
  "bits-cleared",
  "pages-sent",
  "page-written",
  "hint-read",
  "hint-applied",
  "hint-dropped",
  "page-allocated",
] as const;
interface Step {
  act: (typeof ACTS)[number];
  pfn: number;
  count: number;
  order: number;
}
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    act: fc.constantFrom(...ACTS),
    pfn: fc.nat(FRAMES - 1),
    count: fc.integer({ min: 1, max: FRAMES }),
    order: fc.nat(3),
  }),
  { maxLength: 40, size: "max" },
);

/** The bits of pages, one page at a time, and how many are to be sent. */
class SlowBits {
  readonly bits: number[] = Array(FRAMES).fill(0);

  apply({ act }: Step, from: number, until: number): void {
    if (act === "migration-begun") {
      for (const { start, frames } of ZONES) {
        for (let page = start; page < start + frames; page++) this.change(page, Received, Migrate);
      }
      return;
    }
    for (let page = from; page < until; page++) this.one(act, page);
  }

  private one(act: Step["act"], page: number): void {
    const has = (bit: number): boolean => (this.bits[page] & bit) !== 0;
    switch (act) {
      case "log-fetched":
        return has(Log) ? this.change(page, Log, Fetched) : undefined;
      case "log-merged":
        return has(Fetched) ? this.change(page, Fetched, Migrate) : undefined;
      case "bits-cleared":
        return this.change(page, Migrate, 0);
      case "pages-sent":
        return this.change(page, 0, Received);
      case "page-written":
        return this.change(page, 0, Written | Log);
      case "hint-read": // no id was issued: whatever was written is newer
        return this.change(page, Stale, Hinted);
      case "hint-applied":
        return this.change(page, Migrate | Hinted | Stale, 0);
      case "hint-dropped":
        return this.change(page, Hinted | Stale, 0);
      case "page-allocated":
        return this.change(page, Written, has(Hinted) ? Stale : 0);
    }
  }

  private change(page: number, clear: number, set: number): void {
    this.bits[page] = (this.bits[page] & ~clear) | set;
  }
}

function compareBits(list: readonly Step[]): void {
  const memory = given("log-armed", { frames: FRAMES, zones: ZONES });
  const slow = new SlowBits();
  for (const step of list) {
    const isBlock = /hint|page-/.test(step.act);
    const pages = isBlock ? 1 << step.order : Math.min(step.count, FRAMES - step.pfn);
    const from = isBlock ? step.pfn & ~(pages - 1) : step.pfn;
    const meetsHole = from < ZONES[1].start && from + pages > ZONES[0].frames;
    if (from + pages > FRAMES || (isBlock && meetsHole)) continue; // nobody writes to a hole
    const size = isBlock ? `order=${step.order}` : `count=${pages}`;
    const reason = step.act === "hint-dropped" ? " reason=id" : "";
    const line = step.act === "migration-begun"
      ? step.act
      : `${step.act} pfn=${from} ${size}${reason}`;
    const dirty = memory.status[Status.Dirty];
    when(memory, line);
    slow.apply(step, from, from + pages);
    assertEquals(bitsOf(memory, 0, FRAMES), slow.bits, line);
    const set = slow.bits.filter((bits) => bits & Migrate).length;
    assertEquals(memory.status[Status.Dirty], set, `${line}: ${dirty} before`);
  }
  // Blocks are handed out over one another here; of the migration's truths none may suffer.
  const breaches = checkInvariants(memory).filter((text) => /sent|bits|stale/.test(text));
  assertEquals(breaches, []);
}

Deno.test("four pages at a time, from any page to any other, is the same as one by one", () => {
  checkProperty("core/state/apply/host_test.ts", 200, fc.property(steps, compareBits));
});
