/**
 * Postcopy's bugs in a world of single steps: each is one switch of a host.
 * @module
 */
import { assertEquals } from "@std/assert";
import { Message, send } from "../../../../core/decide/channel.ts";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import { qemu10Tcg } from "../../../../core/decide/hosts/qemu_10_tcg.ts";
import { balloonDevice } from "../../../../core/run/actors/balloon_device.ts";
import { operator } from "../../../../core/run/actors/operator.ts";
import { merged } from "../../../../core/run/designs/merged.ts";
import { none } from "../../../../core/run/designs/none.ts";
import { Bit, DISCARDED } from "../../../../core/state/memory.ts";
import { lostThere } from "../../../../core/state/oracles/lost.ts";
import { unansweredFaults } from "../../../../core/state/oracles/unanswered.ts";
import { Phase } from "../../../../core/state/views.ts";
import { FineWorld, type LaneName, LANES } from "./fine_world.ts";
import type { Actor } from "../../../../core/run/sim.ts";

const DATA = 1;

function world(
  switches: Partial<Host>,
  design = none,
  actors: Partial<Record<LaneName, Actor>> = {},
  pages = 2,
): FineWorld {
  return new FineWorld({
    host: { ...qemu10Tcg, ...switches },
    design,
    pages,
    settings: { postcopy: true, endsBy: "failure" },
    geometry: { nodes: 1 },
    actors: { operator: operator({ postcopies: 1, ends: 1 }), ...actors },
  });
}

/** Page 0 is in use; nothing was sent before the turn to postcopy, and the guest waits for the page. */
function waiting(switches: Partial<Host>): FineWorld {
  const at = world(switches);
  at.until("taker", "PageAllocated");
  at.move("taker", DATA);
  at.until("migration", "RoundBegun");
  at.move("operator", 1); // choice 0 is the end
  at.until("migration", "PostcopyBegun");
  assertEquals(at.move("taker", DATA), ["FaultAsked"]);
  at.move("operator");
  at.until("migration", "MigrationFailed");
  return at;
}

Deno.test("when postcopy fails the guest waits on for its page", () => {
  const at = waiting({});
  assertEquals([at.status("Phase"), lostThere(at.memory)], [Phase.Failed, 0]);
  for (const name of ["taker", "migration", "operator"] as const) assertEquals(at.choices(name), 0);
});

Deno.test("a channel that is closed before its error is seen gives the guest zeros for its page (C-41)", () => {
  const at = waiting({ errorBeforeClose: false });
  assertEquals(lostThere(at.memory), 1);
  assertEquals(at.move("taker"), ["FaultAnswered", "PageWritten"]);
});

/** Page 0 has come to the destination; the guest has told there that it is free, before it took it again. */
function discarded(switches: Partial<Host>): FineWorld {
  const at = world(switches, none, { queue: balloonDevice() });
  at.until("taker", "PageAllocated");
  at.until("migration", "PagesSent");
  at.move("operator", 1);
  at.until("migration", "PostcopyBegun");
  send(at.sim.machine, LANES.balloon, Message.Report, 0, 0);
  at.until("queue", "DescriptorUsed");
  return at;
}

Deno.test("in postcopy a report is answered, and its block stays", () => {
  const at = discarded({});
  assertEquals([at.bit(0, "Received"), at.move("taker", DATA)], [true, ["PageWritten"]]);
});

Deno.test("a discard in postcopy takes a page that had come, and nobody sends it again (C-14)", () => {
  const at = discarded({ inhibitsDiscards: false });
  assertEquals([at.memory.content[0], at.memory.arrived[0]], [DISCARDED, DISCARDED]);
  assertEquals(at.move("taker", DATA), ["FaultAsked"]);
  while (at.choices("migration") > 0) {
    assertEquals(at.choices("taker"), 0);
    if (at.move("migration").includes("SwitchedOver")) break;
  }
  assertEquals(unansweredFaults(at.memory), 1);
  assertEquals(at.move("taker"), ["FaultAnswered", "PageWritten"]);
});

/** A hinted page is given back and taken behind the turn to postcopy. */
function hinted(switches: Partial<Host>): FineWorld {
  const at = world(switches, merged, {}, 1);
  at.until("migration", "RoundBegun");
  if (at.choices("balloon") === 0) return at;
  at.until("balloon", "BlockHeld"); // page 0
  at.until("queue", "HintApplied");
  at.move("operator", 1);
  at.until("migration", "PostcopyBegun");
  at.until("shrinker", "PageFreed");
  at.until("taker", "PageAllocated");
  return at;
}

Deno.test("a host that asks for hints with postcopy in view leaves a hinted page's fault unanswered (C-4)", () => {
  const at = hinted({ refusesWithPostcopy: false });
  assertEquals(at.move("taker", DATA), ["FaultAsked"]);
  for (let over = false; !over;) {
    assertEquals(at.choices("taker"), 0);
    over = at.move("migration").includes("SwitchedOver");
  }
  assertEquals([at.memory.laneFault[LANES.taker], unansweredFaults(at.memory)], [1, 1]);
});

Deno.test("a host that refuses hints then has none to answer for", () => {
  const at = hinted({});
  assertEquals(at.choices("balloon"), 0);
  at.finish();
  assertEquals(at.memory.bits.every((bits) => (bits & Bit.Received) !== 0), true);
});
