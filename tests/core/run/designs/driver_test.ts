/**
 * The merged driver where a report of it might look right and be wrong: what it reads when, what it leaves free,
 * whose block comes back first, and what becomes of it.
 * @module
 */
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import {
  actorOf,
  EventLog,
  kindOf,
  orderOf,
  pfnOf,
  STRIDE,
  valueOf,
} from "../../../../events/log.ts";
import { note } from "../../../../core/run/designs/design.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { prepare, type Rules, runAll, worldOf } from "../../../../core/run/simulate.ts";
import type { Actor } from "../../../../core/run/sim.ts";
import { apply } from "../../../../core/state/apply.ts";
import { ownerList, tailOf } from "../../../../core/state/lists.ts";
import { Bit, Memory } from "../../../../core/state/memory.ts";
import { lostPages } from "../../../../core/state/oracles/lost.ts";
import { Status } from "../../../../core/state/views.ts";
import { type Done, rules, runOf, scenario, small } from "../../../support/runs.ts";
import { eventsOf, indexesOf, stateBefore } from "./support.ts";

const HINT = 3, STOP = 2;

/** Runs under rules of the test's own, with another actor in place of a task. */
function runUnder(subject: Scenario, under: Rules, first?: Actor): Done {
  const log = new EventLog(), run = prepare(subject, under, log);
  const actors = run.actors.map((actor, lane) => lane === 1 && first !== undefined ? first : actor);
  runAll({ ...run, actors }, worldOf(subject, under));
  return { run, log, words: log.words.slice(0, log.length * STRIDE) };
}

function walk(done: Done, see: (memory: Memory, index: number) => void): void {
  const memory = new Memory(done.run.geometry);
  for (let index = 0; index < done.log.length; index++) {
    see(memory, index);
    apply(memory, done.log.words, index);
  }
}

function lostAtSwitch(done: Done): number {
  const [switched] = indexesOf(done, "SwitchedOver").slice(-1);
  return lostPages(stateBefore(done, switched + 1));
}

const idle = (of: Scenario): void => {
  of.guest.profile = "linux-6.1";
  of.tasks = [{ kind: "idle", cpu: 0 }];
};
const pressed = (of: Scenario): void => {
  of.guest.profile = "linux-6.1";
  of.guest.mib = 128;
  of.tasks = [
    { kind: "fill-and-free", cpu: 0, mib: 60, mibPerSecond: 300 },
    { kind: "writer", cpu: 1, mib: 8, mibPerSecond: 12 },
  ];
  of.host.linkMbit = 200;
};

Deno.test("an interrupt about something else, while hints flow, makes it read 0 and stop early; nothing is lost", () => {
  const other: Actor = {
    name: "other",
    cpu: 0,
    choices: () => 1,
    due: ({ view }, lane) =>
      view.status[Status.Hinting] === 2 && view.lanePhase[lane] === 0 ? view.now[0] : Infinity,
    step({ machine }, lane) {
      machine.record(Kind.InterruptRaised, lane, 0, 0);
      note(machine, lane, 1);
    },
  };
  const subject = scenario("small", idle);
  const cut = runUnder(subject, rules("merged", "linux-6.1"), other);
  const whole = runUnder(subject, rules("merged", "linux-6.1"));
  const reads = eventsOf(cut, "IdRead").map(({ value }) => value);
  assertEquals(reads[1], 0);
  assertLess(eventsOf(cut, "HintRead").length, eventsOf(whole, "HintRead").length);
  assertEquals(lostAtSwitch(cut), 0);
  assertEquals(indexesOf(cut, "BlockReturned").length, indexesOf(cut, "BlockHeld").length);
});

Deno.test("a config interrupt only queues work: the worker reads later, as a task with interrupts on", () => {
  const done = small("merged"), { settings, machine } = done.run.sim;
  const [raised] = indexesOf(done, "InterruptRaised"), [read] = indexesOf(done, "IdRead");
  const time = (index: number): number => stateBefore(done, index + 1).now[0];
  assertGreater(time(read) - time(raised), machine.costs.notify - 1);
  let reads = 0;
  walk(done, (memory, index) => {
    if (kindOf(done.log.words, index) !== Kind.IdRead) return;
    reads++;
    assertEquals(actorOf(done.log.words, index), settings.balloonLane);
    assertEquals(memory.status[Status.ConfigPending], 1, "it reads when an interrupt came, only");
    const cpu = machine.cpus[settings.balloonLane];
    assertEquals([memory.cpuContext[cpu], memory.cpuIrqsOff[cpu]], [0, 0]);
  });
  // Interrupts that come before it has read are one.
  assertGreater(indexesOf(done, "InterruptRaised").length, reads);
});

Deno.test("a hint never takes the last free descriptor: STOP finds one", () => {
  const done = runOf(
    scenario("small", (of) => {
      idle(of);
      of.hints.queue = 4;
      of.host.name = "qemu-10"; // the sender holds the bitmap's lock, so the queue fills
      of.host.linkMbit = 100;
    }),
    "merged",
  );
  let least = Infinity;
  walk(done, (memory, index) => {
    if (kindOf(done.log.words, index) !== Kind.DescriptorFilled) return;
    const message = valueOf(done.log.words, index) & 7;
    const free = 4 - (memory.status[Status.Filled] - memory.status[Status.Reclaimed]);
    if (message === HINT) least = Math.min(least, free - 1);
    if (message === STOP) assertGreater(free, 0);
  });
  assertEquals(least, 1);
});

Deno.test("under pressure the block held last comes back first", () => {
  const done = runOf(scenario("small", pressed), "merged");
  const { balloonLane } = done.run.sim.settings;
  let returned = 0;
  walk(done, (memory, index) => {
    if (kindOf(done.log.words, index) !== Kind.BlockReturned) return;
    if (actorOf(done.log.words, index) === balloonLane) return;
    returned++;
    assertEquals(pfnOf(done.log.words, index), tailOf(memory, ownerList(memory, balloonLane)));
  });
  assertGreater(returned, 1);
});

Deno.test("a block that came back and was written goes in a later round; one that was not is hinted again", () => {
  const done = runOf(scenario("small", pressed), "merged");
  const { words } = done.log, { balloonLane } = done.run.sim.settings;
  const [paused] = indexesOf(done, "GuestPaused");
  const back = indexesOf(done, "BlockReturned")
    .filter((index) => actorOf(words, index) !== balloonLane && index < paused);
  assertGreater(back.length, 0);
  const isLater = (name: "PageWritten" | "PagesSent", pfn: number, from: number): number =>
    indexesOf(done, name).find((index) => {
      const first = pfnOf(words, index);
      const pages = name === "PagesSent" ? valueOf(words, index) : 1 << orderOf(words, index);
      return index > from && first <= pfn && pfn < first + pages;
    }) ?? -1;
  const isHinted = (page: number, from: number): boolean =>
    indexesOf(done, "HintRead").some((index) =>
      index > from && pfnOf(words, index) === (page & ~1023)
    );
  let sent = 0;
  for (const index of back) {
    const block = pfnOf(words, index);
    for (let page = block; page < block + 1024; page += 128) {
      const written = isLater("PageWritten", page, index);
      if (written < 0 || written > paused || isHinted(page, written)) continue;
      assertGreater(isLater("PagesSent", page, written), written, `page ${page}`);
      sent++;
    }
  }
  assertGreater(sent, 0);
  const again = back.filter((index) =>
    indexesOf(done, "HintRead").some((hint) =>
      hint > index && pfnOf(words, hint) === pfnOf(words, index)
    )
  );
  assertGreater(again.length, 0);
  assertEquals(lostAtSwitch(done), 0);
});

Deno.test("a host that does not tell DONE when a migration is cancelled leaves the guest without its memory", () => {
  const subject = scenario("small", (of) => {
    idle(of);
    Object.assign(of.host, { endMs: 60, maxBandwidthMib: 16 });
  });
  const right = rules("merged", "linux-6.1");
  const back = (under: Rules): [held: number, returned: number] => {
    const done = runUnder(subject, under);
    return [indexesOf(done, "BlockHeld").length, indexesOf(done, "BlockReturned").length];
  };
  const [held, returned] = back(right);
  assertGreater(held, 0);
  assertEquals(returned, held);
  assertEquals(back({ ...right, host: { ...right.host, doneOnFailure: false } }), [held, 0]);
});

Deno.test("a second migration offers every page again: what does not arrive was hinted since", () => {
  const done = runOf(
    scenario(
      "small",
      (of) => Object.assign(of.host, { endMs: 60, retryMs: 50, maxBandwidthMib: 16 }),
    ),
    "merged",
  );
  const second = indexesOf(done, "MigrationBegun")[1];
  const switched = indexesOf(done, "SwitchedOver").at(-1)!;
  const state = stateBefore(done, switched + 1), hinted = new Uint8Array(state.frames);
  for (const index of indexesOf(done, "HintApplied").filter((at) => at > second)) {
    const pfn = pfnOf(done.log.words, index);
    hinted.fill(1, pfn, pfn + (1 << orderOf(done.log.words, index)));
  }
  for (let pfn = 0; pfn < state.frames; pfn++) {
    assert((state.bits[pfn] & Bit.Received) !== 0 || hinted[pfn] === 1, `page ${pfn}`);
  }
  assertEquals(lostPages(state), 0);
});

Deno.test("page_poison takes the place of init_on_alloc: pages are checked, not filled, as they are handed out", () => {
  const gap = (checkPage: number): [ns: number, zeros: number] => {
    const done = runOf(
      scenario("small", (of) => {
        idle(of);
        of.guest.pagePoison = of.guest.initOnAlloc = true;
        Object.assign(of.costs, { checkPage, fillPage: 1000 });
      }),
      "merged",
    );
    const [first, next] = indexesOf(done, "HintRead");
    const zeros = indexesOf(done, "PageWritten").filter((index) =>
      index < next && (valueOf(done.log.words, index) & 3) === 1
    );
    return [
      stateBefore(done, next + 1).now[0] - stateBefore(done, first + 1).now[0],
      zeros.length,
    ];
  };
  const [cheap, none] = gap(0), [dear] = gap(400);
  assertEquals(none, 0);
  assertEquals(dear - cheap, 400 * 1024);
});
