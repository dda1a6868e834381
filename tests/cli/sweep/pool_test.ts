/**
 * The pool: every run is answered once, whatever becomes of its threads.
 * @module
 */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { InputError } from "../../../cli/errors.ts";
import type { SweepResult, SweepRun } from "../../../cli/sweep/engine.ts";
import { Pool } from "../../../cli/sweep/pool.ts";
import { Shares } from "../../../cli/sweep/shares.ts";
import { inFolder } from "../front_desk.ts";
import { never } from "./support.ts";

const module = new URL("../../support/sweep_worker.ts", import.meta.url);

/** Runs that do what is said of some of them. */
const runsOf = (count: number, homes: Readonly<Record<number, string>> = {}): SweepRun[] =>
  Array.from(
    { length: count },
    (_, index) => ({
      index,
      id: `run ${index}`,
      world: `${index >> 2}`,
      scenario: {},
      design: "none",
      home: homes[index] ?? "",
      inputs: "",
      log: "",
    } as unknown as SweepRun),
  );

async function answers(runs: SweepRun[], threads: number): Promise<SweepResult[]> {
  const results: SweepResult[] = [];
  const pool = new Pool({ threads, module });
  for await (const result of pool.results(runs.values(), never)) results.push(result);
  return results.sort((a, b) => a.index - b.index);
}

Deno.test("a pool answers every run once", async () => {
  for (const threads of [1, 3]) {
    const results = await answers(runsOf(40), threads);
    assertEquals(results.map(({ index }) => index), Array.from({ length: 40 }, (_, at) => at));
    assertEquals(results.map(({ failure }) => failure).filter(Boolean), []);
  }
});

Deno.test("a poisoned run fails three times and is told; the others are done", async () => {
  const results = await answers(runsOf(20, { 7: "fail", 12: "die" }), 2);
  assertEquals(results.length, 20);
  const failed = results.filter(({ failure }) => failure !== "");
  assertEquals(failed.map(({ index }) => index), [7, 12]);
  assertEquals(failed[0].failure, "Cannot run: it is poisoned");
  assertMatch(failed[1].failure, /^its thread died/);
});

Deno.test("a thread that dies is replaced, and its run is done by another", async () => {
  await inFolder(async (folder) => {
    for (const threads of [1, 2]) {
      const homes = { 3: `die-once:${folder}/${threads}a`, 9: `die-once:${folder}/${threads}b` };
      const results = await answers(runsOf(16, homes), threads);
      assertEquals(results.map(({ failure }) => failure), Array(16).fill(""));
      assertEquals(results.map(({ index }) => index), Array.from({ length: 16 }, (_, at) => at));
    }
  });
});

Deno.test("threads that cannot begin lose the engine, not the runs", async () => {
  const pool = new Pool({ threads: 2, module: new URL("data:text/javascript,Deno.exit(4)") });
  await assertRejects(
    async () => {
      for await (const _ of pool.results(runsOf(4).values(), never));
    },
    InputError,
    "the engine is lost",
  );
});

Deno.test("a pool that is stopped gives up what is under way", async () => {
  const stop = new AbortController(), seen: number[] = [];
  for await (
    const { index } of new Pool({ threads: 2, module }).results(runsOf(5000).values(), stop.signal)
  ) {
    seen.push(index);
    if (seen.length === 20) stop.abort();
  }
  assertEquals(new Set(seen).size, seen.length);
  assertEquals(seen.length >= 20 && seen.length < 5000, true);
});

Deno.test("runs of one world stay with one thread; at the end the idle take from the others", () => {
  const shares = new Shares(runsOf(12).values(), 2);
  const taken = [0, 1, 0, 1, 0, 1, 0, 1].map((thread) => shares.next(thread)!.index);
  assertEquals(taken, [0, 4, 1, 5, 2, 6, 3, 7]);
  assertEquals([0, 1, 0, 1].map((thread) => shares.next(thread)!.index), [8, 11, 9, 10]);
  assertEquals([shares.isEmpty, shares.next(0)], [true, undefined]);
});

Deno.test("a run that failed goes to another thread if there is one", () => {
  const shares = new Shares(runsOf(2).values(), 2);
  const first = shares.next(0)!;
  shares.giveBack(first, 0);
  assertEquals(shares.next(0)!.index, 1);
  assertEquals(shares.next(0), undefined);
  assertEquals(shares.next(1)!.index, 0);
});
