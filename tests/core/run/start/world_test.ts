/**
 * A guest that begins with a real kernel's lists, and asks its allocator what the kernel was asked:
 * nothing is forced, nothing is corrected, and the pages are the kernel's.
 */
import { assertEquals, assertThrows } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { actorOf, EventLog, kindOf, NONE, orderOf, pfnOf } from "../../../../events/log.ts";
import { hosts } from "../../../../core/decide/hosts/mod.ts";
import { linux61 } from "../../../../core/decide/profiles/linux_6_1.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import { prepare, runAll, worldOf } from "../../../../core/run/simulate.ts";
import { requestsOf } from "../../../../core/run/trace/requests.ts";
import { applyAll } from "../../../../core/state/apply.ts";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { Memory } from "../../../../core/state/memory.ts";
import { compareEnd } from "../../../../core/run/match/compare.ts";
import { dump } from "../../../support/matches.ts";
import { designNamed, scenario } from "../../../support/runs.ts";
import { bundledTrace, imported } from "../../../support/traces.ts";

const TASK_LANE = 1;

/** Rules and scenario of a guest whose lists are those of a bundled dump. */
function guestOf(name: string, change: (subject: Scenario) => void = () => {}) {
  const start = dump(name, "start");
  const rules = { profile: linux61, host: hosts[0], design: designNamed("none"), start };
  const subject = scenario("real-trace", change);
  Object.assign(subject.guest, { cpus: start.cpus, start: name });
  return { rules, subject };
}

/** The first page of everything that a lane was handed out, and its order. */
function handedOut(log: EventLog, isLane: (lane: number) => boolean): string[] {
  const found: string[] = [];
  for (let index = 0; index < log.length; index++) {
    if (kindOf(log.words, index) !== Kind.PageAllocated) continue;
    if (isLane(actorOf(log.words, index))) {
      found.push(`${pfnOf(log.words, index)} ${orderOf(log.words, index)}`);
    }
  }
  return found;
}

/** A kernel's allocations, and those of a simulated guest with its lists and its processes. */
function both(name: string): { kernel: string[]; guest: string[]; log: EventLog } {
  const trace = imported(bundledTrace(`${name}.ftrace`));
  const { rules, subject } = guestOf(name);
  const requests = requestsOf(trace.log.words, trace.log.length, { unitNs: 1, writes: 1 });
  const [task] = subject.tasks;
  const path = task.kind === "trace" ? task.trace : "";
  const log = new EventLog();
  const run = prepare(subject, { ...rules, traces: new Map([[path, requests]]) }, log);
  runAll(run, worldOf(subject, rules));
  return {
    kernel: handedOut(trace.log, () => true),
    guest: handedOut(log, (lane) => lane === TASK_LANE),
    log,
  };
}

Deno.test("frag-256 simulated: 61,250 of 61,250 allocations get the very page that the kernel gave", () => {
  const { kernel, guest } = both("frag-256");
  assertEquals(kernel.length, 61_250);
  assertEquals(guest.findIndex((page, at) => page !== kernel[at]), NONE);
});

Deno.test("base-256 simulated: the first page that differs is the first that a bulk allocation took unseen", () => {
  const { kernel, guest } = both("base-256");
  assertEquals(guest.findIndex((page, at) => page !== kernel[at]), 44_712);
  assertEquals(kernel[44_712], `${0x5539} 0`); // the first miss of class M1 in its match
});

Deno.test("a world of real lists has them all, described as events or not", () => {
  for (const name of ["frag-256", "smp2p-512"]) {
    const { rules, subject } = guestOf(name, (change) => change.tasks = []);
    const world = worldOf(subject, rules);
    assertEquals(checkInvariants(world.memory), []);
    assertEquals(compareEnd(world.memory, dump(name, "start")).differences, []);
    const log = new EventLog();
    const run = prepare(subject, rules, log);
    runAll(run, world, 1);
    const again = new Memory(run.geometry);
    applyAll(again, log.words, 0, log.length);
    assertEquals(compareEnd(again, dump(name, "start")).differences, []);
  }
});

Deno.test("a writer's working set is of the movable pages in use; more than there are is refused", () => {
  const wants = (mib: number) =>
    guestOf("frag-256", (change) => {
      change.tasks = [{ kind: "writer", cpu: 0, mib, mibPerSecond: 1 }];
      change.guest.oldDataMib = 0;
    });
  const { rules, subject } = wants(2);
  const own = worldOf(subject, rules).memory;
  assertEquals(own.listCount[own.ownerBase], 512);
  const greedy = wants(10_000);
  assertThrows(() => worldOf(greedy.subject, greedy.rules), RangeError, "working sets want");
});
