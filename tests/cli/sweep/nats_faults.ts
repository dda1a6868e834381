/**
 * What may happen to a sweep by way of NATS. Each fault strikes when so many runs are kept, and asserts that
 * in the end every run is in the result once, and the result has the bytes of the pool's.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  assertWhole,
  coordinator,
  kept,
  type Lab,
  poisoned,
  RUNS,
  sweeper,
  tallyOf,
  waiting,
  worker,
} from "./nats_support.ts";

/** @param at runs that are kept when it strikes */
export type Fault = (lab: Lab, at: number) => Promise<void>;

const workerKilled: Fault = async (lab, at) => {
  await using first = worker(lab);
  await using sweep = coordinator(lab);
  await kept(lab, sweep, at);
  first.kill("SIGKILL");
  await using second = worker(lab);
  await assertWhole(lab, await sweep.end());
  assert((await tallyOf(second)).done < RUNS);
};

const workerAsleep: Fault = async (lab, at) => {
  await using sleeper = worker(lab);
  await using sweep = coordinator(lab);
  await kept(lab, sweep, at);
  sleeper.kill("SIGSTOP");
  await using second = waiting(lab);
  // What the sleeper had is among them, but for one that may stand behind the one that waits.
  await kept(lab, sweep, RUNS - 2);
  sleeper.kill("SIGCONT");
  await sweep.until("an answer is late", () => sweep.err.includes("it counts for nothing"));
  await Deno.writeTextFile(`${lab.folder}/go`, "");
  await assertWhole(lab, await sweep.end());
  assertMatch(second.err, /given out again/);
};

const serverEnded = (signal: Deno.Signal): Fault => async (lab, at) => {
  await using _ = worker(lab);
  await using sweep = coordinator(lab);
  await kept(lab, sweep, at);
  await lab.server.stop(signal);
  await lab.server.start();
  await assertWhole(lab, await sweep.end());
};

const coordinatorKilled: Fault = async (lab, at) => {
  await using _ = worker(lab);
  await using first = coordinator(lab);
  await kept(lab, first, at);
  first.kill("SIGKILL");
  await first.end();
  await using second = coordinator(lab);
  const ended = await second.end();
  await assertWhole(lab, ended);
  assertMatch(ended.err, /\d+ runs are finished already/);
};

const allStopped: Fault = async (lab, at) => {
  await using one = worker(lab);
  await using first = coordinator(lab);
  await kept(lab, first, at);
  await tallyOf(one);
  first.kill("SIGINT");
  assertMatch((await first.end()).err, /stopped: \d+ of 32 runs are kept/);
  await using _ = worker(lab);
  await using second = coordinator(lab);
  await assertWhole(lab, await second.end());
};

const poisonedRun: Fault = async (lab) => {
  await using sweep = sweeper(lab, "none");
  await sweep.until("it waits for workers", () => sweep.err.includes("no worker is there"));
  await using _ = poisoned(lab);
  const ended = await sweep.end();
  await assertWhole(lab, ended, "poison");
  const [{ index, failure }, ...others] = JSON.parse(ended.out);
  assertEquals([index, failure, others], [5, "Cannot run: it is poisoned", []]);
};

const diskFull: Fault = async (lab, at) => {
  await using _ = worker(lab);
  await using full = sweeper(lab, `disk:${at * 500}`);
  const { code, err } = await full.end();
  assertEquals(code, 2);
  assertMatch(err, /lab\.sweep\/runs: the disk is full; \d+ of 32 runs are kept/);
  await using sweep = coordinator(lab);
  await assertWhole(lab, await sweep.end());
};

const otherVersion: Fault = async (lab) => {
  await using sweep = sweeper(lab, "version");
  await sweep.until("it waits for workers", () => sweep.err.includes("no worker is there"));
  await using refused = worker(lab);
  const { code, out, err } = await refused.end();
  assertEquals([code, out], [2, ""]);
  assertMatch(err, /worker: nats:\S+: sweep lab is of version 0{12}\.1 of the program, this/);
};

const inputsMissing: Fault = async (lab) => {
  await using sweep = coordinator(lab);
  await sweep.until("it waits for workers", () => sweep.err.includes("no worker is there"));
  await Deno.rename(`${lab.folder}/t.txt`, `${lab.folder}/elsewhere`);
  await using lacking = worker(lab);
  const { code, err } = await lacking.end();
  assertEquals(code, 2);
  assertMatch(err, /worker: this machine cannot do the sweep's runs: .*t\.txt/);
  await Deno.rename(`${lab.folder}/elsewhere`, `${lab.folder}/t.txt`);
  await using _ = worker(lab);
  await assertWhole(lab, await sweep.end());
};

/** A run that kills its worker: it is given up, and none of those that were there with it. */
const runKills: Fault = async (lab) => {
  await using sweep = sweeper(lab, "none");
  await sweep.until("it waits for workers", () => sweep.err.includes("no worker is there"));
  let killed = 0, isOver = false;
  const ended = sweep.end().finally(() => isOver = true);
  while (!isOver) {
    await using one = poisoned(lab, true);
    if ((await one.end()).code !== 0) killed++;
  }
  const { code, out, err } = await ended;
  assertEquals(code, 0, err);
  const failed = JSON.parse(out) as { index: number; failure: string }[];
  assertEquals(failed.map(({ index }) => index).sort(), [5, 9]);
  assertMatch(failed.find(({ index }) => index === 9)!.failure, /^its worker was lost$/);
  // With others, by itself, then three times alone; where leases ran out on a busy machine, alone sooner.
  assert(killed >= 3 && killed <= 5, `${killed} workers were killed`);
};

/** By what they do. */
export const faults: Readonly<Record<string, Fault>> = {
  "a worker is killed amid a run: another does what it had": workerKilled,
  "a worker that sleeps past its lease comes back too late: its answers count for nothing":
    workerAsleep,
  "the server is killed and started again: the sweep goes on": serverEnded("SIGKILL"),
  "the server is stopped and started again: the sweep goes on": serverEnded("SIGTERM"),
  "the coordinator is killed: the next one goes on from there": coordinatorKilled,
  "Ctrl-C at the coordinator and at a worker leaves a sweep that goes on": allStopped,
  "a poisoned run fails three times and is told; the others are done": poisonedRun,
  "a run that kills its worker is given up; the others are done": runKills,
  "the coordinator's disk is full: with room again the sweep goes on": diskFull,
  "a worker of another version is refused with one line": otherVersion,
  "a worker that lacks a trace says so and ends; another does its runs": inputsMissing,
};
