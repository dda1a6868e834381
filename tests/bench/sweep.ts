/**
 * A sweep's pool beside one loop over the same runs, and two threads beside one. How much two at once can be
 * on a machine is told by two processes that do the loop and know nothing of each other.
 * @module
 */
import type { SweepRun } from "../../cli/sweep/engine.ts";
import { loadSweep } from "../../cli/sweep/load.ts";
import { Pool } from "../../cli/sweep/pool.ts";
import { doRun } from "../../cli/sweep/run.ts";
import type { Row } from "./rows.ts";

/** Runs of a thread that are not timed: by then threads have begun, and their code is compiled. */
const WARM = 800;
/** Runs of a thread in a stretch. Neighbours of a virtual machine slow it by half for seconds: the best stretch counts. */
const STRETCH = 81; // once through the sweep
const ROUNDS = 3;
/** As the task `sweep` has it: fewer and shorter pauses for what lives a moment only. */
const SPACE = "--v8-flags=--min-semi-space-size=16";

/** The runs of the sweep `small`, again and again. */
export function* runsOf(
  plan: Awaited<ReturnType<typeof loadSweep>>["plan"],
  count: number,
): Generator<SweepRun> {
  for (let at = 0; at < count; at++) {
    const run = plan.runAt(at % plan.size);
    yield { ...run, index: at, world: `${run.world} ${Math.floor(at / plan.size)}` };
  }
}

/** Milliseconds a run in each stretch, once it is warm. */
export async function* stretches(
  results: AsyncIterable<unknown>,
  threads = 1,
): AsyncGenerator<number> {
  const stretch = STRETCH * threads;
  let done = -WARM * threads, begin = 0;
  for await (const _ of results) {
    if (++done < 0 || done % stretch !== 0) continue;
    const now = performance.now();
    if (done > 0) yield (now - begin) / stretch;
    begin = now;
  }
}

/** Milliseconds a run in the best stretch. */
async function timed(results: AsyncIterable<unknown>, threads = 1): Promise<number> {
  let best = Infinity;
  for await (const ms of stretches(results, threads)) best = Math.min(best, ms);
  return best;
}

async function* loop(runs: Iterable<SweepRun>): AsyncIterable<unknown> {
  for (const run of runs) yield await doRun(run);
}

/** Milliseconds a run of processes that each do a loop at the same time, in the stretch that is best for all. */
async function processes(many: number, count: number): Promise<number> {
  const script = new URL("sweep_loop.ts", import.meta.url).pathname;
  const args = ["run", "--no-check", "--allow-read", SPACE, script, `${count}`];
  const each = Array.from(
    { length: many },
    () => new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "inherit" }).spawn(),
  );
  try {
    const all = Math.floor((count - WARM) / STRETCH);
    const said = await Promise.all(each.map(({ stdout }) => numbersOf(stdout, all)));
    const sums = said[0].map((_, at) => said.reduce((sum, times) => sum + times[at], 0));
    return Math.min(...sums) / many ** 2;
  } finally {
    for (const process of each) process.kill("SIGKILL");
    await Promise.all(each.map(({ status }) => status));
  }
}

/** The numbers that a process says first, one a line. */
async function numbersOf(stdout: ReadableStream<Uint8Array>, count: number): Promise<number[]> {
  let text = "";
  for await (const piece of stdout.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const lines = text.split("\n").slice(0, -1);
    if (lines.length >= count) return lines.slice(0, count).map(Number);
  }
  throw new Error("a process that does runs ended before it told how long they took");
}

/** Milliseconds a run. */
interface SweepTimes {
  loop: number;
  one: number;
  two: number;
  oneProcess: number;
  twoProcesses: number;
}

/** @param count of runs a thread or process, each time */
export async function sweepTimes(count: number): Promise<SweepTimes> {
  const { plan } = await loadSweep("small");
  const never = new AbortController().signal;
  const pool = (threads: number): Promise<number> => {
    const runs = runsOf(plan, count * threads);
    return timed(new Pool({ threads }).results(runs, never), threads);
  };
  const best: SweepTimes = {
    loop: Infinity,
    one: Infinity,
    two: Infinity,
    oneProcess: Infinity,
    twoProcesses: Infinity,
  };
  for (let round = 0; round < ROUNDS; round++) { // in turn, so that a busy machine is busy for all
    best.loop = Math.min(best.loop, await timed(loop(runsOf(plan, count))));
    best.one = Math.min(best.one, await pool(1));
    best.two = Math.min(best.two, await pool(2));
    best.oneProcess = Math.min(best.oneProcess, await processes(1, count));
    best.twoProcesses = Math.min(best.twoProcesses, await processes(2, count));
  }
  return best;
}

/** Rows of the bench. */
export async function sweepRows(): Promise<Row[]> {
  const { loop, one, two, oneProcess, twoProcesses } = await sweepTimes(1450);
  return [
    { what: "sweep: a run in one loop", value: loop, unit: "ms", goal: "" },
    {
      what: "sweep: pool of one thread to the loop",
      value: one / loop,
      unit: "times",
      goal: "<= 1.05",
    },
    { what: "sweep: two threads to one", value: one / two, unit: "times", goal: ">= 1.9" },
    {
      what: "  floor: two processes to one",
      value: oneProcess / twoProcesses,
      unit: "times",
      goal: "",
    },
  ];
}
