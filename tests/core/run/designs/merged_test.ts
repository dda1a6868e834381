/**
 * The merged driver and the guest's kernel around it: what is taken and in which order, what is kept
 * and how it comes back, and what memory pressure, init_on_alloc, init_on_free and poison do to it.
 * @module
 */
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { Kind, type KindName } from "../../../../events/kinds.ts";
import { actorOf, kindOf, orderOf, pfnOf, valueOf } from "../../../../events/log.ts";
import { GFP_HINT } from "../../../../events/gfp.ts";
import {
  configId,
  freeSlots,
  Hinting,
  Message,
  messageOf,
} from "../../../../core/decide/channel.ts";
import { roomAbove } from "../../../../core/decide/watermark.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { apply } from "../../../../core/state/apply.ts";
import { Memory, POISON, ZEROS } from "../../../../core/state/memory.ts";
import { Mark, Status } from "../../../../core/state/views.ts";
import { describe } from "../../../../core/run/describe.ts";
import { reclaimDirectly } from "../../../../core/run/actors/reclaim.ts";
import { runByTime } from "../../../../core/run/schedules/by_time.ts";
import { prepare, worldOf } from "../../../../core/run/simulate.ts";
import { EventLog } from "../../../../events/log.ts";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import { firecracker } from "../../../../core/decide/hosts/firecracker.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { type Done, rules, runOf, scenario, small } from "../../../support/runs.ts";

const TOP = 10;

function indexesOf({ log }: Done, name: KindName): number[] {
  const found: number[] = [];
  for (let index = 0; index < log.length; index++) {
    if (kindOf(log.words, index) === Kind[name]) found.push(index);
  }
  return found;
}

const pfnsOf = (done: Done, name: KindName): number[] =>
  indexesOf(done, name).map((index) => pfnOf(done.log.words, index));

/** Calls `each` with the state before every event. */
function walk({ run, log }: Done, each: (memory: Memory, index: number) => void): void {
  const memory = new Memory(run.geometry);
  for (let index = 0; index < log.length; index++) {
    each(memory, index);
    apply(memory, log.words, index);
  }
}

function merged(change: (of: Scenario) => void, design = "merged"): Done {
  return runOf(scenario("small", change), design);
}

/** One long first burst, so that hints wait, over an otherwise idle guest. */
const idle = (of: Scenario): void => {
  of.tasks = [];
};

Deno.test("a block is allocated with the driver's flags, queued, then put on the list under its lock", () => {
  const done = merged(idle);
  const { words } = done.log;
  const [read] = indexesOf(done, "HintRead");
  const kinds = [
    "HintRead",
    "DescriptorFilled",
    "DescriptorQueued",
    "InterruptsOff",
    "LockAcquired",
  ]
    .concat("BlockHeld", "LockReleased", "InterruptsOn");
  assertEquals(
    Array.from({ length: kinds.length }, (_, at) => kindOf(words, read + at)),
    kinds.map((name) => Kind[name as KindName]),
  );
  const taken = indexesOf(done, "PageAllocated").findLast((index) => index < read)!;
  assertEquals([orderOf(words, taken), valueOf(words, taken) & 0xffff], [TOP, GFP_HINT]);
});

Deno.test("blocks are taken until the min mark and the reserve allow no more: what is left says so", () => {
  const done = merged((of) => {
    idle(of);
    of.guest.profile = "linux-6.1";
    of.guest.mib = 512;
    of.guest.hugePages = true; // a min mark of several blocks
  });
  const [stop] = indexesOf(done, "DescriptorFilled")
    .filter((index) => (valueOf(done.log.words, index) & 7) === 2);
  let left = 0;
  walk(done, (memory, index) => {
    if (index !== stop) return;
    for (let zone = 0; zone < memory.geometry.zones.length; zone++) {
      let blocks = 0;
      for (let type = 0; type < memory.geometry.types; type++) {
        blocks += memory.listCount[(zone * memory.orders + TOP) * memory.types + type];
      }
      const room = roomAbove(memory, zone, TOP, Mark.Min, GFP_HINT);
      assert(blocks === 0 || room <= 0, `zone ${zone}: ${blocks} blocks, room for ${room} pages`);
      left += blocks;
    }
  });
  assertGreater(left, 0);
});

Deno.test("blocks come back last hinted first, under one hold of the list's lock, interrupts off", () => {
  const done = small("merged");
  const returned = indexesOf(done, "BlockReturned");
  const held = pfnsOf(done, "BlockHeld");
  assertEquals(pfnsOf(done, "BlockReturned"), held.toReversed());
  const lock = done.run.geometry.zones.length + 2;
  walk(done, (memory, index) => {
    if (!returned.includes(index)) return;
    assertEquals(memory.lockHolder[lock], actorOf(done.log.words, index) + 1);
    const cpu = done.run.sim.machine.cpus[actorOf(done.log.words, index)];
    assertGreater(memory.cpuIrqsOff[cpu], 0);
  });
  const locks = indexesOf(done, "LockAcquired")
    .filter((index) => pfnOf(done.log.words, index) === lock && index > returned[0] - 3);
  assertEquals(locks.length, 1);
});

Deno.test("DONE is read after the switch-over, and only then anything comes back", () => {
  const done = small("merged");
  const [first] = indexesOf(done, "BlockReturned");
  const [switched] = indexesOf(done, "SwitchedOver");
  const ids = indexesOf(done, "IdRead");
  assertGreater(first, switched);
  assertEquals(valueOf(done.log.words, ids.findLast((index) => index < first)!), 1);
});

Deno.test("config reads answer by status: the id while asked for, 1 when done, else 0", () => {
  const memory = new Memory(small("merged").run.geometry);
  memory.status[Status.Id] = 0x80000007 | 0;
  const read = (status: number, host: Host = qemu30): number => {
    memory.status[Status.Hinting] = status;
    return configId({ memory, host });
  };
  assertEquals(read(Hinting.Requested), 0x80000007 | 0);
  assertEquals([read(Hinting.Stop), read(Hinting.Start), read(Hinting.Done)], [0, 0, 1]);
  assertEquals(read(Hinting.Start, firecracker), 0x80000007 | 0); // there the id stays
});

Deno.test("with a full queue a block is taken and given straight back; one descriptor is left for STOP", () => {
  const done = merged((of) => {
    idle(of);
    of.hints.queue = 4;
    of.host.name = "qemu-10"; // the first burst holds the bitmap's lock for 50 ms
    of.host.linkMbit = 100;
  });
  const { words } = done.log;
  let spins = 0, least = Infinity, usedAtSpin = -1;
  walk(done, (memory, index) => {
    const kind = kindOf(words, index), actor = actorOf(words, index);
    const isBehindHint = kindOf(words, index - 1) === Kind.DescriptorFilled &&
      messageOf(valueOf(words, index - 1)) === Message.Hint;
    if (isBehindHint) least = Math.min(least, freeSlots(memory));
    const isDriver = actor === done.run.sim.settings.balloonLane;
    const isReturned = memory.status[Status.Received] === 1;
    if (kind !== Kind.PageFreed || !isDriver || isReturned) return;
    assertGreater(memory.status[Status.Used], usedAtSpin, "one turn stands for all");
    usedAtSpin = memory.status[Status.Used];
    spins++;
  });
  assertGreater(spins, 0);
  assertEquals(least, 1, "descriptors that are free behind a hint");
  assertGreater(
    pfnsOf(done, "HintRead").length,
    3,
    "the report went on when the host had used some",
  );
});

const pressed = (of: Scenario): void => {
  of.guest.profile = "linux-6.1";
  of.tasks = [{ kind: "churn", cpu: 0, mib: 30, pagesPerSecond: 40_000 }];
  of.host.linkMbit = 200;
};

Deno.test("a task under the low mark wakes kswapd; each shrinker call gives one block back, newest first", () => {
  const done = merged(pressed);
  const calls = indexesOf(done, "ShrinkerCalled"), blocks = indexesOf(done, "BlockReturned");
  assertGreater(calls.length, 0);
  const kswapd = done.run.sim.settings.balloonLane + 1;
  const byKswapd = blocks.filter((index) => actorOf(done.log.words, index) === kswapd);
  const own = calls.filter((index) => actorOf(done.log.words, index) === kswapd);
  assertEquals(byKswapd.length, own.length);
  assertGreater(indexesOf(done, "KswapdWoken").length, 0);
  assertEquals(indexesOf(done, "KswapdBegan").length, indexesOf(done, "KswapdEnded").length);
  assertEquals(
    indexesOf(done, "AllocationFailed").filter((index) => {
      return (valueOf(done.log.words, index) & GFP_HINT) !== GFP_HINT;
    }),
    [],
    "no request of the guest failed",
  );
});

Deno.test("kswapd ends when a zone is above its high mark, and the boosts with it", () => {
  const done = merged(pressed);
  const ends = new Set(indexesOf(done, "KswapdEnded"));
  walk(done, (memory, index) => {
    if (!ends.has(index)) return;
    const { zones } = memory.geometry;
    assert(zones.some((_, zone) => roomAbove(memory, zone, 0, Mark.High, 0) > 0));
    for (let zone = 0; zone < zones.length; zone++) {
      assertEquals(memory.zoneMarks[zone * 4 + Mark.Boost], 0);
    }
  });
});

Deno.test("direct reclaim without page cache goes through every priority, and takes back all blocks", () => {
  const subject = scenario("small", idle), under = rules("merged");
  const log = new EventLog();
  const run = prepare(subject, under, log), world = worldOf(subject, under);
  const { view, settings } = run.sim;
  const list = view.ownerBase + settings.balloonLane - 1;
  let until = 1000;
  for (describe(world, run.sim.machine); view.listCount[list] < 7; until += 100) {
    runByTime(run.sim, run.actors, until);
  }
  const before = log.length;
  assert(reclaimDirectly(run.sim, settings.balloonLane));
  assertEquals(view.listCount[list], 0);
  const done = { run, log, words: log.words };
  const calls = indexesOf(done, "ShrinkerCalled").filter((index) => index >= before);
  assertEquals(calls.length, 7, "one block a call");
  assertEquals(kindOf(log.words, log.length - 1), Kind.DirectReclaimEnded);
});

Deno.test("init_on_alloc zeroes each block as it is hinted: a sync finds it, and it goes as zero pages", () => {
  const plain = merged(idle),
    zeroed = merged((of) => {
      idle(of);
      of.guest.initOnAlloc = true;
    });
  const zeroPages = (done: Done): number =>
    indexesOf(done, "ZeroPagesSent").reduce((sum, at) => sum + valueOf(done.log.words, at), 0);
  const hinted = indexesOf(zeroed, "HintRead").length;
  assertGreater(hinted, 3);
  assertGreater(zeroPages(zeroed) - zeroPages(plain), (hinted - 1) * 1024);
  assertGreater(
    indexesOf(zeroed, "RoundBegun").length,
    indexesOf(plain, "RoundBegun").length - 1,
  );
});

Deno.test("init_on_free and poison rewrite what comes back, at the destination", () => {
  for (const [key, fill] of [["initOnFree", ZEROS], ["pagePoison", POISON]] as const) {
    const done = merged((of) => {
      idle(of);
      of.guest[key] = true;
    });
    const returned = pfnsOf(done, "BlockReturned");
    assertGreater(returned.length, 3);
    const { content } = done.run.sim.view;
    for (const pfn of returned) assertEquals([content[pfn], content[pfn + 1023]], [fill, fill]);
    assertGreater(indexesOf(done, "HintApplied").length, 3, "hinting goes on all the same");
  }
});

Deno.test("a START by reference is what the word says when the host reads it", () => {
  const done = small("merged");
  const starts = indexesOf(done, "DescriptorFilled")
    .filter((index) => (valueOf(done.log.words, index) & 7) === 1);
  assertGreater(starts.length, 0);
  for (const index of starts) assert(valueOf(done.log.words, index) & 8);
  assertLess(pfnOf(done.log.words, starts[0]), 0, "ids of QEMU have the highest bit");
});

Deno.test("wait-on-ack: a block is on the list only after its descriptor was used", () => {
  const done = merged(idle, "wait-on-ack");
  const held = new Set(indexesOf(done, "BlockHeld"));
  assertGreater(held.size, 3);
  walk(done, (memory, index) => {
    if (held.has(index)) assertEquals(memory.status[Status.Used], memory.status[Status.Filled]);
  });
});
