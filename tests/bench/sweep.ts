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
const WARM = 320;
/** Runs of a thread in a stretch. Neighbours of a virtual machine slow it by half for seconds: the best stretch counts. */
const STRETCH = 80;
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

/** Milliseconds a run in the best stretch, once it is warm. */
export async function timed(results: AsyncIterable<unknown>, threads = 1): Promise<number> {
  const stretch = STRETCH * threads;
  let done = -WARM * threads, begin = 0, best = Infinity;
  for await (const _ of results) {
    if (++done < 0 || done % stretch !== 0) continue;
    const now = performance.now();
    if (done > 0) best = Math.min(best, (now - begin) / stretch);
    begin = now;
  }
  return best;
}

async function* loop(runs: Iterable<SweepRun>): AsyncIterable<unknown> {
  for (const run of runs) yield await doRun(run);
}

/** Milliseconds a run of processes that each do a loop at the same time. */
async function processes(many: number, count: number): Promise<number> {
  const script = new URL("sweep_loop.ts", import.meta.url).pathname;
  const args = ["run", "--no-check", "--allow-read", SPACE, script, `${count}`];
  const each = Array.from(
    { length: many },
    () => new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "inherit" }).spawn(),
  );
  try {
    const said = await Promise.all(each.map(({ stdout }) => firstOf(stdout)));
    return said.reduce((sum, ms) => sum + ms, 0) / many ** 2;
  } finally {
    for (const process of each) process.kill("SIGKILL");
    await Promise.all(each.map(({ status }) => status));
  }
}

/** The number that a process says first. */
async function firstOf(stdout: ReadableStream<Uint8Array>): Promise<number> {
  for await (const bytes of stdout) return Number(new TextDecoder().decode(bytes));
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
  const { loop, one, two, oneProcess, twoProcesses } = await sweepTimes(960);
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
