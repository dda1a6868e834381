/**
 * The migration thread in whole runs: syncs, rounds, limits, and what each host does of its own.
 * @module
 */
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { Phase, Status } from "../../../../core/state/views.ts";
import type { Done } from "../../../support/runs.ts";
import { count, end, eventsOf, lostAtSwitch, runWith } from "./support.ts";

Deno.test("every sync counts as a round: the first, those that are due, and the last", () => {
  const done = runWith("merged", () => {});
  assertEquals(count(done, "RoundBegun"), count(done, "LogMerged"));
  assertGreater(count(done, "LogMerged"), 2);
  assertEquals(end(done).status[Status.Phase], Phase.Done);
});

Deno.test("a window of 100 ms sends what the limit allows, up to the next 32 pages", () => {
  // 8 MiB/s: 838,860 bytes a window are 204.4 pages of 4104 bytes, and go as 224.
  const done = runWith("none", (host) => {
    host.maxBandwidthMib = 8;
    host.downtimeMs = 50;
  });
  const windows = eventsOf(done, "RateWindowBegun");
  const sent = eventsOf(done, "PagesSent");
  const gaps = windows.slice(1).map(({ at }, index) => at - windows[index].at);
  assertGreater(gaps.length, 10);
  for (const gap of gaps.slice(0, -1)) assertEquals(gap, 100_000_000);
  const [, first, second] = windows;
  const pages = sent.filter(({ at }) => at > first.at && at <= second.at)
    .reduce((sum, { value }) => sum + value, 0);
  assertEquals(pages, 224);
});

Deno.test("the last phase does not heed the limit; a slow link it does", () => {
  const limited = runWith("none", (host) => {
    host.maxBandwidthMib = 8;
    host.linkMbit = 10_000;
    host.downtimeMs = 200;
  });
  const slow = runWith("none", (host, all) => {
    all.tasks = [{ kind: "writer", cpu: 1, mib: 8, mibPerSecond: 2 }];
    host.linkMbit = 80;
    host.downtimeMs = 200;
  });
  const downtime = (done: Done): number =>
    eventsOf(done, "GuestResumed")[0].at - eventsOf(done, "GuestPaused")[0].at;
  assertLess(downtime(limited), 10e6);
  assertGreater(downtime(slow), 20e6);
  assertLess(downtime(slow), 210e6);
});

const tooFast = (host: Scenario["host"], all: Scenario): void => {
  all.tasks = [{ kind: "writer", cpu: 1, mib: 8, mibPerSecond: 400 }];
  host.linkMbit = 200;
  host.roundsMax = 4;
};

Deno.test("a guest that writes faster than the link is stopped by force after its rounds", () => {
  const done = runWith("none", tooFast);
  assertEquals(count(done, "DowntimeLimitSet"), 1);
  assertGreater(count(done, "RoundBegun"), 4);
  assertLess(count(done, "RoundBegun"), 8);
  assertEquals(end(done).status[Status.Phase], Phase.Done);
});

Deno.test("or the downtime limit is raised then, and the guest stops when that holds", () => {
  const done = runWith("none", (host, all) => {
    tooFast(host, all);
    host.raisedDowntimeMs = 5000;
  });
  assertEquals(eventsOf(done, "DowntimeLimitSet").map(({ value }) => value), [20_000, 5_000_000]);
  assertEquals(end(done).status[Status.Phase], Phase.Done);
});

Deno.test("with postcopy in view a newer host asks for no hints; an older one does", () => {
  const ask = (name: string): number =>
    count(
      runWith("merged", (host) => {
        host.name = name;
        host.postcopy = true;
      }),
      "IdIssued",
    );
  assertEquals(ask("qemu-10-tcg"), 0);
  assertGreater(ask("qemu-3.0"), 0);
});

Deno.test("with auto-converge a newer host makes a sync if none was for a whole 5 s, from the second on", () => {
  const slowly = (host: Scenario["host"], all: Scenario): void => {
    Object.assign(all.guest, { usedMib: 40, oldDataMib: 8 });
    all.tasks = [{ kind: "writer", cpu: 1, mib: 30, mibPerSecond: 4 }];
    host.maxBandwidthMib = 1;
    host.roundsMax = 5;
    host.autoConverge = true;
  };
  const syncs = (name: string): number[] =>
    eventsOf(
      runWith("merged", (host, all) => {
        slowly(host, all);
        host.name = name;
      }),
      "LogMerged",
    ).map(({ at }) => at / 1e9);
  const newer = syncs("qemu-10-tcg"), older = syncs("qemu-3.0");
  const gaps = (of: number[]): number[] => of.slice(2).map((at, index) => at - of[index + 1]);
  assertGreater(gaps(newer).length, 3);
  for (const gap of gaps(newer)) assertLess(gap, 10.2); // a tick finds that the one before made none
  assertGreater(Math.max(...gaps(newer)), 5);
  assertGreater(Math.max(...gaps(older)), 10);
});

Deno.test("a device's writes reach the destination, whatever logs the guest's", () => {
  for (const name of ["qemu-3.0", "qemu-10", "qemu-10-tcg", "qemu-10-ring"]) {
    const done = runWith("merged", (host, all) => {
      host.name = name;
      all.tasks = [{ kind: "device-writes", mib: 4, mibPerSecond: 20 }];
    });
    assertGreater(count(done, "DeviceWrote"), 100);
    assertEquals(lostAtSwitch(done), 0, name);
  }
});

Deno.test("hints wait for a burst's end where the lock is held for it, and come in between where it is not", () => {
  // At 100 Mbit/s the first burst takes 50 ms; the guest hints within the first few.
  const slow = (name: string): Done =>
    runWith("v33", (host) => {
      host.name = name;
      host.linkMbit = 100;
    });
  const firstAfter = (done: Done): number => {
    const queued = eventsOf(done, "DescriptorQueued")[1].at; // behind START
    return eventsOf(done, "HintApplied")[0].at - queued;
  };
  assertGreater(firstAfter(slow("qemu-10")), 30e6);
  assertLess(firstAfter(slow("qemu-3.0")), 1e6);
});

Deno.test("qemu-10 clears a chunk's log once a round, before its first page goes or is hinted", () => {
  const done = runWith("merged", (host) => {
    host.name = "qemu-10";
  });
  const cleared = count(done, "ChunkCleared"), rounds = count(done, "RoundBegun");
  assertGreater(cleared, 1);
  assert(cleared <= rounds, `${cleared} of ${rounds}`); // 64 MiB are one chunk
  assertEquals(lostAtSwitch(done), 0);
});

Deno.test("rings: a full one is emptied by its writer, the rest by a thread and before each sync", () => {
  const done = runWith("none", (host, all) => {
    host.name = "qemu-10-ring";
    all.guest.usedMib = 40;
    all.guest.oldDataMib = 8;
    all.tasks = [{ kind: "writer", cpu: 1, mib: 36, mibPerSecond: 400 }];
    host.linkMbit = 100;
    host.roundsMax = 3;
  });
  const byWriter = eventsOf(done, "RingHarvested").filter(({ actor }) => actor === 1);
  const byThread = eventsOf(done, "RingHarvested").filter(({ actor }) => actor !== 1);
  assertGreater(byWriter.length, 0);
  assertGreater(byThread.length, 0);
  assertEquals(lostAtSwitch(done), 0);
  assertEquals(checkInvariants(end(done)), []);
});

Deno.test("firecracker: hints, then DONE, then the guest stops and all is written", () => {
  const done = runWith("merged", (host) => {
    host.name = "firecracker";
  });
  const discarded = eventsOf(done, "PageDiscarded"), [paused] = eventsOf(done, "GuestPaused");
  assertGreater(discarded.length, 2);
  for (const { at } of discarded) assertLess(at, paused.at);
  assertEquals(count(done, "HintApplied"), 0);
  assertEquals(eventsOf(done, "IdIssued").map(({ value }) => value), [2]);
  const statuses = eventsOf(done, "StatusChanged").map(({ value }) => value);
  assertEquals(statuses, [1, 2, 3]);
  const pages = [...eventsOf(done, "PagesSent"), ...eventsOf(done, "ZeroPagesSent")]
    .reduce((sum, { value }) => sum + value, 0);
  assertEquals(pages, 64 * 256);
});
