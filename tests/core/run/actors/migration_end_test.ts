/**
 * Migrations that end before their time, by cancel or failure: what the guest is told, what comes back, and
 * that the next one begins from nothing.
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { kindOf, orderOf, pfnOf, valueOf } from "../../../../events/log.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { ownerList } from "../../../../core/state/lists.ts";
import { Bit } from "../../../../core/state/memory.ts";
import { Phase, Sender, Status } from "../../../../core/state/views.ts";
import { type Done, scenario } from "../../../support/runs.ts";
import { count, end, eventsOf, lostAtSwitch, runAmong, runWith, walk } from "./support.ts";

/** Ended amid its first round, when the guest holds its blocks; the guest runs on for a while. */
const ended = (endsBy: Scenario["host"]["endsBy"]) => (host: Scenario["host"]): void => {
  host.endMs = 60;
  host.endsBy = endsBy;
  host.maxBandwidthMib = 16;
  host.afterMs = 100;
};

for (const endsBy of ["cancel", "failure"] as const) {
  Deno.test(`a migration that ends by ${endsBy} tells the guest, which gives its blocks back`, () => {
    const done = runWith("merged", ended(endsBy));
    assertEquals(count(done, endsBy === "cancel" ? "MigrationCancelled" : "MigrationFailed"), 1);
    assertEquals(count(done, "SwitchedOver"), 0);
    assertGreater(count(done, "BlockHeld"), 0);
    assertEquals(count(done, "BlockReturned"), count(done, "BlockHeld"));
    assertEquals(end(done).status[Status.LogMode], 0);
    assertEquals(checkInvariants(end(done)), []);
  });

  Deno.test(`a host that tells nothing after a ${endsBy} (before dd8eeb9671) leaves the blocks held`, () => {
    const subject = scenario("small", ({ host }) => ended(endsBy)(host));
    const done = runAmong(subject, "merged", { host: { ...qemu30, doneOnFailure: false } });
    const { view, settings } = done.run.sim;
    assertGreater(count(done, "BlockHeld"), 3);
    assertEquals(count(done, "BlockReturned"), 0);
    assertEquals(
      view.listCount[ownerList(view, settings.balloonLane)],
      count(done, "BlockHeld"),
      "100 ms later the guest holds them all",
    );
    assertEquals(eventsOf(done, "StatusChanged").filter(({ value }) => value === 3), []);
  });
}

const twice = (): Done =>
  runWith("merged", (host) => {
    host.endMs = 60;
    host.retryMs = 50;
    host.maxBandwidthMib = 16;
  });

Deno.test("a second migration begins when the first has ended, and its ids go on", () => {
  const done = twice();
  assertEquals(count(done, "MigrationBegun"), 2);
  assertEquals(end(done).sender[Sender.Migrations], 2);
  assertEquals(end(done).status[Status.Phase], Phase.Done);
  const ids = eventsOf(done, "IdIssued").map(({ value }) => (value >>> 0) - 0x80000000);
  assertEquals(ids, ids.map((_, at) => at + 1));
  assertEquals(count(done, "BlockReturned"), count(done, "BlockHeld"));
});

Deno.test("a second migration sends every page anew, or skips it by a hint of its own", () => {
  const done = twice();
  const { words } = done.log, [, second] = eventsOf(done, "MigrationBegun");
  const isMet = new Uint8Array(done.run.geometry.frames);
  let skipped = 0;
  walk(done, ({ bits }, index) => {
    if (index < second.index) return;
    const kind = kindOf(words, index), pfn = pfnOf(words, index);
    if (kind === Kind.PagesSent || kind === Kind.ZeroPagesSent) {
      isMet.fill(1, pfn, pfn + valueOf(words, index));
    }
    if (kind !== Kind.HintApplied) return;
    for (let page = pfn; page < pfn + (1 << orderOf(words, index)); page++) {
      if ((bits[page] & Bit.Migrate) === 0) continue;
      isMet[page] = 1;
      skipped++;
    }
  });
  assertEquals(isMet.indexOf(0), -1, "the first page that nobody looked at");
  assertGreater(skipped, 1024);
  const [switched] = eventsOf(done, "SwitchedOver");
  assert(switched.index > second.index);
  assertEquals(lostAtSwitch(done), 0);
});
