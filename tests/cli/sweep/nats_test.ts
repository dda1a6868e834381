/**
 * Sweeps by way of NATS: whatever happens to workers, coordinator or server, every run is in the result
 * once, and the result has the bytes of the pool's.
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { cannotServe } from "../../support/nats_server.ts";
import {
  assertWhole,
  coordinator,
  inLab,
  kept,
  type Lab,
  poisoned,
  RUNS,
  sweeper,
  tallyOf,
  worker,
} from "./nats_support.ts";

function natsTest(name: string, test: (lab: Lab) => Promise<void>, flags: string[] = []): void {
  Deno.test({ name, ignore: cannotServe, fn: () => inLab(test, flags) });
}

natsTest("two workers write what the pool writes, and leave nothing on the server", async (lab) => {
  await using one = worker(lab);
  await using two = worker(lab);
  await using sweep = coordinator(lab);
  await assertWhole(lab, await sweep.end());
  const tallies = [await tallyOf(one), await tallyOf(two)];
  assertEquals(tallies.reduce((sum, { done }) => sum + done, 0), RUNS);
  await using idle = worker(lab, ["--until-idle"]);
  assertEquals(JSON.parse((await idle.end()).out), { done: 0, failed: 0, back: 0, late: 0 });
});

natsTest("a worker is killed amid a run: another does what it had", async (lab) => {
  await using first = worker(lab);
  await using sweep = coordinator(lab);
  await kept(lab, sweep, 3);
  first.kill("SIGKILL");
  await using second = worker(lab);
  const ended = await sweep.end();
  await assertWhole(lab, ended);
  assertMatch(ended.err, /\d runs went out again/);
  assert((await tallyOf(second)).done < RUNS);
});

natsTest("a worker that sleeps past its lease comes back: it is late", async (lab) => {
  await using sleeper = worker(lab);
  await using sweep = coordinator(lab);
  await kept(lab, sweep, 3);
  sleeper.kill("SIGSTOP");
  await using second = worker(lab);
  await second.until("the lease is lost", () => second.err.includes("go out again"));
  sleeper.kill("SIGCONT");
  await assertWhole(lab, await sweep.end());
  const tallies = [await tallyOf(sleeper), await tallyOf(second)];
  assert(tallies[0].late + tallies[1].late > 0, JSON.stringify(tallies));
});

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  natsTest(`the server is ended by ${signal} and started again: the sweep goes on`, async (lab) => {
    await using _ = worker(lab);
    await using sweep = coordinator(lab);
    await kept(lab, sweep, 3);
    await lab.server.stop(signal);
    await lab.server.start();
    await assertWhole(lab, await sweep.end());
  });
}

natsTest("the coordinator is killed: the next one goes on from there", async (lab) => {
  await using one = worker(lab);
  await using first = coordinator(lab);
  await kept(lab, first, 3);
  first.kill("SIGKILL");
  await first.end();
  await using second = coordinator(lab);
  const ended = await second.end();
  await assertWhole(lab, ended);
  assertMatch(ended.err, /\d+ runs are finished already/);
  assert((await tallyOf(one)).done <= RUNS);
});

natsTest("Ctrl-C at the coordinator and at a worker leaves a sweep that goes on", async (lab) => {
  await using one = worker(lab);
  await using first = coordinator(lab);
  await kept(lab, first, 3);
  await tallyOf(one);
  first.kill("SIGINT");
  const stopped = await first.end();
  assertMatch(stopped.err, /stopped: \d+ of 32 runs are kept/);
  await using _ = worker(lab);
  await using second = coordinator(lab);
  await assertWhole(lab, await second.end());
});

natsTest("a poisoned run fails three times and is told; the others are done", async (lab) => {
  await using sweep = sweeper(lab, "none");
  await sweep.until("it waits for workers", () => sweep.err.includes("no worker is there"));
  await using _ = poisoned(lab);
  const ended = await sweep.end();
  await assertWhole(lab, ended, "poison");
  const [{ index, failure }, ...others] = JSON.parse(ended.out);
  assertEquals([index, failure, others], [5, "Cannot run: it is poisoned", []]);
});

natsTest("the coordinator's disk is full: with room again the sweep goes on", async (lab) => {
  await using _ = worker(lab);
  await using full = sweeper(lab, "disk:2000");
  const { code, err } = await full.end();
  assertEquals(code, 2);
  assertMatch(err, /lab\.sweep\/runs: the disk is full; \d+ of 32 runs are kept/);
  await using sweep = coordinator(lab);
  await assertWhole(lab, await sweep.end());
});

natsTest("a worker of another version is refused with one line", async (lab) => {
  await using sweep = sweeper(lab, "version");
  await sweep.until("it waits for workers", () => sweep.err.includes("no worker is there"));
  await using refused = worker(lab);
  const { code, out, err } = await refused.end();
  assertEquals([code, out], [2, ""]);
  assertMatch(err, /worker: nats:\S+: sweep lab is of version 000000000000 of the program, this/);
});

const SECRET = "hush-hush";
natsTest("credentials come from a file or the environment, and are never told", async (lab) => {
  const file = `${lab.folder}/credentials`;
  await Deno.writeTextFile(file, `me:${SECRET}\n`);
  const ways = [
    worker(lab, ["--until-idle", "--credentials", file]),
    worker(lab, ["--until-idle"], { NATS_USER: "me", NATS_PASSWORD: SECRET }),
    worker(lab, ["--until-idle"], { NATS_CREDS: file }),
  ];
  for (const { code, out, err } of await Promise.all(ways.map((way) => way.end()))) {
    assertEquals(code, 0, err);
    assert(!`${out}${err}`.includes(SECRET));
  }
  await Deno.writeTextFile(file, `me:${SECRET}2`);
  for (const args of [["--credentials", file], [], ["--nats", `nats://me:${SECRET}@127.0.0.1`]]) {
    await using refused = worker(lab, args);
    const { code, out, err } = await refused.end();
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, "worker: ");
    assert(!err.includes(SECRET), "the secret is told");
    assertEquals(err.trim().split("\n").length, 1, err);
  }
}, ["--user", "me", "--pass", SECRET]);
