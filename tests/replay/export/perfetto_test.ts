/**
 * The trace for Perfetto: spans lie within or apart from each other, holds and counters are those of the log.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { PerfettoFold, stepFor } from "../../../replay/export/perfetto/mod.ts";
import { Group } from "../../../replay/export/perfetto/trace.ts";
import type { Memory } from "../../../core/state/memory.ts";
import { Status } from "../../../core/state/views.ts";
import type { Fold } from "../../../replay/fold.ts";
import { FiguresFold } from "../../../replay/views/figures.ts";
import { WIRE } from "../../../replay/views/view.ts";
import { goldenLog, replayed, type Subject } from "../../support/exported.ts";

interface Event {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly name: string;
  readonly args: Readonly<Record<string, number>>;
}

function traceOf(log: Subject, step: number): Event[] {
  const texts: string[] = [];
  let fold: PerfettoFold | null = null;
  const names = log.header.actors.map(({ name }) => name);
  replayed(
    log,
    (memory) => fold = new PerfettoFold(memory, names, step, {}, (text) => texts.push(text)),
  );
  fold!.finish();
  return JSON.parse(texts.join("")).traceEvents;
}

const ns = (micros: number): number => Math.round(micros * 1000);

/** Asserts that the spans of each track nest. */
function assertNested(events: readonly Event[]): void {
  const tracks = Map.groupBy(
    events.filter(({ ph }) => ph === "X"),
    ({ pid, tid }) => `${pid} ${tid}`,
  );
  assert(tracks.size > 3);
  for (const [track, spans] of tracks) {
    const ends: number[] = [];
    for (const { ts, dur } of spans.sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
      while (ends.length > 0 && ends[ends.length - 1] <= ns(ts)) ends.pop();
      const end = ns(ts) + ns(dur);
      assert(ends.length === 0 || end <= ends[ends.length - 1], `track ${track} at ${ts}`);
      ends.push(end);
    }
  }
}

/** What counters are after the events of each time, by `name time`. */
function countersOf(log: Subject): Map<string, Set<number>> {
  const seen = new Map<string, Set<number>>();
  replayed(log, (memory: Memory): Fold => ({
    after() {
      if (memory.status[Status.Ready] === 0) return;
      const free = memory.zoneFree.reduce((sum, pages) => sum + pages, 0);
      const values = { free, remaining: memory.status[Status.Dirty] };
      for (const [name, value] of Object.entries(values)) {
        const key = `${name} ${memory.now[0]}`;
        seen.set(key, (seen.get(key) ?? new Set()).add(value));
      }
    },
  }));
  return seen;
}

for (const name of ["v33", "callback-v28", "bitmap-2016"]) {
  const log = goldenLog(`format-1-${name}.log`);
  for (const step of [0, 100_000]) {
    Deno.test(`${name}, step ${step}: spans nest, holds and counters are the log's`, () => {
      const events = traceOf(log, step);
      assertNested(events);
      let figures: FiguresFold | null = null;
      replayed(log, (memory) => figures = new FiguresFold(memory, WIRE));
      const { guest, migration } = figures!.finish();
      const zones = log.header.geometry.zones.length;
      const holds = events.filter(({ ph, pid, tid }) =>
        ph === "X" && pid === Group.Locks && tid <= zones
      );
      const longest = holds.map(({ dur, args }) => args.longestNs ?? ns(dur));
      assertEquals(Math.max(...longest), guest.lockHoldNsMax);
      const rounds = events.filter(({ pid, name }) =>
        pid === Group.Migration && name.startsWith("round ")
      );
      assertEquals(rounds.length, migration.rounds);
      const points = events.filter(({ ph, name }) => ph === "C" && name !== "dirty");
      const seen = countersOf(log);
      for (const { name, ts, args } of points) {
        assert(seen.get(`${name} ${ns(ts)}`)?.has(args.pages), `${name} at ${ts}: ${args.pages}`);
      }
      const free = points.filter(({ name }) => name === "free").map(({ args }) => args.pages);
      assertEquals(Math.min(...free), guest.freePagesMin);
    });
  }
}

Deno.test("joined spans are fewer and cover the same time of holding", () => {
  const log = goldenLog("format-1-callback-v28.log");
  const sums = [0, 100_000].map((step) => {
    const holds = traceOf(log, step).filter(({ ph, pid }) => ph === "X" && pid === Group.Locks);
    const held = holds.reduce((sum, { dur, args }) => sum + (args.sumNs ?? ns(dur)), 0);
    const count = holds.reduce((sum, { args }) => sum + (args.spans ?? 1), 0);
    return { held, count, spans: holds.length };
  });
  assertEquals([sums[1].held, sums[1].count], [sums[0].held, sums[0].count]);
  assert(sums[1].spans < sums[0].spans / 2);
});

Deno.test("a short log is shown as it is, a long one in steps", () => {
  assertEquals(stepFor(300_000, 1e9), 0);
  assertEquals(stepFor(300_001, 1e9), 100_000);
  assertEquals(stepFor(1_000_000, 0), 1);
});
