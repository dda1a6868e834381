import { assert, assertEquals, assertThrows } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { contextOf, cpuOf, EventLog, kindOf, orderOf, STRIDE } from "../../../../events/log.ts";
import type { Scenario, TaskSpec } from "../../../../core/run/scenario.ts";
import {
  prepare,
  resume,
  type Rules,
  type Run,
  runAll,
  worldOf,
} from "../../../../core/run/simulate.ts";
import { requestsOf } from "../../../../core/run/trace/requests.ts";
import { Status } from "../../../../core/state/views.ts";
import { rules, scenario } from "../../../support/runs.ts";
import { bundledTrace, imported } from "../../../support/traces.ts";

const REAL = "../traces/perf-1024.perf.zst";
const trace = imported(bundledTrace("perf-1024.perf"));

/** The scenario `small` with a real trace beside its tasks, and the rules that carry the trace. */
function subject(design: string, writes = 1, countNs = 1000): { subject: Scenario; rules: Rules } {
  const task: TaskSpec = { kind: "trace", trace: REAL, atMs: 1, writes, countNs };
  const requests = requestsOf(trace.log.words, trace.log.length, { unitNs: 1, writes });
  return {
    subject: scenario("small", (change) => change.tasks.push(task)),
    rules: { ...rules(design), traces: new Map([[REAL, requests]]) },
  };
}

function ran(design: string, writes = 1): { run: Run; log: EventLog } {
  const given = subject(design, writes), log = new EventLog();
  const run = prepare(given.subject, given.rules, log);
  runAll(run, worldOf(given.subject, given.rules));
  return { run, log };
}

const LANE = 4; // behind the world and the three tasks of `small`

/** Events of the trace's lane, by kind. */
function countsOf(log: EventLog): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < log.length; at++) {
    if (((log.words[at * STRIDE] >>> 8) & 255) !== LANE) continue;
    const kind = kindOf(log.words, at);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

Deno.test("a real trace's requests go to our allocator: as many are handed out and given back", () => {
  const { log, run } = ran("none");
  const counts = countsOf(log);
  const names = trace.eventNames();
  assertEquals(
    counts.get(Kind.PageAllocated),
    names.find(({ name }) => name === "mm_page_alloc")!.count,
  );
  const frees = names.find(({ name }) => name === "mm_page_free")!.count;
  assertEquals(counts.get(Kind.PageFreed), frees - 73); // 73 of pages from before the trace
  assertEquals(counts.get(Kind.PageWritten), counts.get(Kind.PageAllocated));
  assertEquals(run.sim.machine.memory.status[Status.Faults], 0);
});

Deno.test("more writes are a parameter", () => {
  const once = countsOf(ran("none").log), often = countsOf(ran("none", 3).log);
  const allocations = once.get(Kind.PageAllocated)!;
  assertEquals(often.get(Kind.PageAllocated), allocations);
  assertEquals(often.get(Kind.PageWritten), 3 * allocations);
});

for (const design of ["none", "v33"]) {
  Deno.test(`${design}: a run with a real trace, taken up anywhere, ends the same`, () => {
    const { log, run } = ran(design, 2);
    const words = log.words.slice(0, log.length * STRIDE);
    let from = 0;
    while (kindOf(words, from) !== Kind.WorldReady) from++;
    for (let at = from + 1; at <= log.length; at += Math.floor((log.length - from) / 23)) {
      const given = subject(design, 2), again = new EventLog();
      const resumed = prepare(given.subject, given.rules, again);
      resume(resumed, words, at);
      assertEquals(again.words.subarray(0, words.length), words, `taken up at event ${at}`);
      assertEquals(resumed.sim.machine.memory.bytes, run.sim.machine.memory.bytes);
    }
  });
}

Deno.test("acts of higher cpus are folded onto the guest's, contexts are kept", () => {
  const text = [
    "   wl-7  [000] .....   1.000001: mm_page_alloc: page=1 pfn=0x10 order=0 migratetype=1 gfp_flags=none",
    "   wl-7  [003] ..s..   1.000002: mm_page_alloc: page=1 pfn=0x12 order=1 migratetype=0 gfp_flags=none",
    "   wl-7  [002] .....   1.000003: mm_page_free: page=1 pfn=0x12 order=1",
    "",
  ].join("\n");
  const { log: lines } = imported(text);
  const given = subject("none");
  const requests = requestsOf(lines.words, lines.length, { unitNs: 1, writes: 1 });
  const log = new EventLog();
  const run = prepare(given.subject, { ...given.rules, traces: new Map([[REAL, requests]]) }, log);
  runAll(run, worldOf(given.subject, given.rules));
  const told: string[] = [];
  for (let at = 0; at < log.length; at++) {
    const lane = (log.words[at * STRIDE] >>> 8) & 255, kind = kindOf(log.words, at);
    if (lane !== LANE || (kind !== Kind.PageAllocated && kind !== Kind.PageFreed)) continue;
    told.push(
      `${kind} cpu ${cpuOf(log.words, at)} ctx ${contextOf(log.words, at)} order ${
        orderOf(log.words, at)
      }`,
    );
  }
  assertEquals(told, [
    `${Kind.PageAllocated} cpu 0 ctx 0 order 0`,
    `${Kind.PageAllocated} cpu 1 ctx 1 order 1`,
    `${Kind.PageFreed} cpu 0 ctx 0 order 1`,
  ]);
});

Deno.test("a task by a trace that was not read is refused", () => {
  const given = subject("none");
  assertThrows(
    () => prepare(given.subject, rules("none"), new EventLog()),
    RangeError,
    `Cannot run a task by trace ${REAL}: it was not read`,
  );
  assert(given.rules.traces?.has(REAL));
});
