/**
 * Sweeps by way of NATS: what the pool writes, the same bytes, whatever happens.
 * `nats_faults_long_test.ts` has more, and more often.
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { cannotServe } from "../../support/nats_server.ts";
import { faults } from "./nats_faults.ts";
import {
  assertWhole,
  coordinator,
  inLab,
  type Lab,
  RUNS,
  tallyOf,
  worker,
} from "./nats_support.ts";

function natsTest(name: string, test: (lab: Lab) => Promise<void>, flags: string[] = []): void {
  Deno.test({ name, ignore: cannotServe, fn: () => inLab(test, flags) });
}

natsTest("two workers write what the pool writes, and leave nothing on the server", async (lab) => {
  await using one = worker(lab);
  await using two = worker(lab);
  await using sweep = coordinator(lab, []);
  await assertWhole(lab, await sweep.end());
  const tallies = [await tallyOf(one), await tallyOf(two)];
  assertEquals(tallies.reduce((sum, { done }) => sum + done, 0), RUNS);
  await using idle = worker(lab, ["--until-idle"]);
  assertEquals(JSON.parse((await idle.end()).out), { done: 0, failed: 0, back: 0 });
});

const AT = 3;
for (const [name, fault] of Object.entries(faults)) {
  const isShort =
    /^a worker (is killed|that sleeps|of another)|^the (server|coordinator) is killed|poison/;
  if (isShort.test(name)) natsTest(name, (lab) => fault(lab, AT));
}

const SECRET = "hush-hush";
natsTest("credentials come from a file or the environment, and are never told", async (lab) => {
  const file = `${lab.folder}/credentials`;
  await Deno.writeTextFile(file, `me:${SECRET}\n`);
  const ways = [
    worker(lab, ["--until-idle", "--credentials", file]),
    worker(lab, ["--until-idle"], { NATS_USER: "me", NATS_PASSWORD: SECRET }),
  ];
  for (const { code, out, err } of await Promise.all(ways.map((way) => way.end()))) {
    assertEquals(code, 0, err);
    assert(!`${out}${err}`.includes(SECRET));
  }
  await Deno.writeTextFile(file, `me:${SECRET}2`);
  const refused = [
    worker(lab, ["--credentials", file]),
    worker(lab, [], { NATS_USER: "me", NATS_PASSWORD: `${SECRET}3` }),
  ];
  for (const { code, out, err } of await Promise.all(refused.map((way) => way.end()))) {
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, "the server does not let us in");
    assert(!err.includes(SECRET), "the secret is told");
    assertEquals(err.trim().split("\n").length, 1, err);
  }
}, ["--user", "me", "--pass", SECRET]);
