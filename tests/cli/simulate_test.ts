/**
 * `simulate` as a user meets it.
 * @module
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { designs } from "../../core/run/designs/mod.ts";
import { assertRefused, run } from "./front_desk.ts";

interface Report {
  scenario: string;
  seed: number;
  runs: {
    design: string;
    log: string;
    digest: string;
    events: number;
    migration: Record<string, number>;
    hints: Record<string, number | null | object>;
    guest: Record<string, number | object>;
  }[];
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = (folder: string): string[] =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("simulate prints how the designs compare, and writes a log for each", () =>
  inFolder(async (folder) => {
    const { code, out, err } = await run("simulate", ["small"], { folder });
    assertEquals(code, 0, err);
    assertMatch(out, /LOST PAGES +0 +0\n/);
    assertStringIncludes(out, "2 of 2 logs, replayed, give the live state's digest");
    assertStringIncludes(err, "next   deno task replay out/v33.log");
    for (const line of out.split("\n")) assert(line.length <= 80, line);
    assertEquals(names(`${folder}/out`), ["none.log", "v33.log"]);
  }));

Deno.test("simulate --json has the keys that are promised, and verify finds the same digest", () =>
  inFolder(async (folder) => {
    const { out } = await run("simulate", ["small", "--json", "--out", "logs"], { folder });
    const report = JSON.parse(out) as Report;
    assertEquals([report.scenario, report.seed], ["small", 1]);
    assertEquals(report.runs.map(({ design }) => design), ["none", "v33"]);
    const [none, v33] = report.runs;
    assertEquals(Object.keys(v33.migration), [
      "bytes",
      "pagesSent",
      "pagesZero",
      "pagesSkipped",
      "rounds",
      "inflatedNs",
      "totalNs",
      "downtimeNs",
      "lostPages",
    ]);
    assertEquals(Object.keys(v33.hints), [
      "read",
      "applied",
      "dropped",
      "staleAtReturn",
      "staleAtReceipt",
      "staleAtUse",
      "staleBlocksAtUse",
      "hintedThenWritten",
      "freeNotHinted",
      "notHinted",
      "bufferPages",
    ]);
    assertEquals(Object.keys(v33.guest), [
      "allocations",
      "allocationsFailed",
      "atomicFailed",
      "optionalFailed",
      "allocationsSlowed",
      "slowedNs",
      "freePagesMin",
      "freePagesAtBegin",
      "freeLowNs",
      "lockHoldNsMax",
      "irqsOffNsMax",
      "pageblocksConverted",
    ]);
    assertEquals([none.hints.freeNotHinted, "spread" in report], [null, false]);
    assert(v33.migration.bytes < none.migration.bytes);
    assert(v33.guest.lockHoldNsMax as number > 0);
    const replayed = await run("replay", [v33.log, "--json"], { folder });
    const { digest, events } = JSON.parse(replayed.out);
    assertEquals([digest, events], [v33.digest, v33.events]);
    const verified = await run("verify", [none.log, v33.log], { folder });
    assertEquals(verified.code, 0, verified.err);
  }));

Deno.test("the same seed twice gives equal bytes, another seed does not", () =>
  inFolder(async (folder) => {
    for (const [out, seed] of [["a", "5"], ["b", "5"], ["c", "6"]]) {
      await run("simulate", ["small", "--design", "v33", "--seed", seed, "--out", out], { folder });
    }
    const read = (out: string): Uint8Array => Deno.readFileSync(`${folder}/${out}/v33.log`);
    assertEquals(read("a"), read("b"));
    assertNotEquals(read("a"), read("c"));
  }));

Deno.test("--design all runs every design of the list", () =>
  inFolder(async (folder) => {
    const { out } = await run("simulate", ["small", "--design", "all", "--json"], { folder });
    const report = JSON.parse(out) as Report;
    assertEquals(report.runs.map(({ design }) => design), designs.map(({ name }) => name));
    for (const { migration } of report.runs) assertEquals(migration.lostPages, 0);
    const { out: text } = await run("simulate", ["small", "--design", "all"], { folder });
    for (const line of text.split("\n")) assert(line.length <= 80, line);
  }));

Deno.test("what simulate is asked for and does not know, it names and guesses", async () => {
  const refused = async (args: string[], why: RegExp): Promise<void> =>
    assertRefused(await run("simulate", args, { folder: "." }), why);
  await refused(["defualt"], /unknown scenario "defualt"; did you mean default\?/);
  await refused(["small", "--design", "v3"], /unknown design "v3"; did you mean v33\?/);
  await refused(
    ["small", "--host", "qemu-3.1"],
    /unknown host "qemu-3.1"; did you mean qemu-3.0\?/,
  );
  await refused(["small", "--profile", "linux"], /unknown profile "linux".*linux-4.17/);
  await refused(["small", "--seed=-1"], /seed/);
  await refused(["small", "--sed=2"], /unknown option --sed; did you mean --seed\?/);
  await refused(["./nowhere.json"], /cannot read \.\/nowhere\.json: there is no such file/);
});

Deno.test("a place that cannot be written is named, and nothing is left there", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    assertRefused(
      await run("simulate", ["small", "--out", "file"], { folder }),
      /cannot write to file: it is a file, not a directory/,
    );
    await Deno.mkdir(`${folder}/logs/none.log`, { recursive: true });
    assertRefused(
      await run("simulate", ["small", "--out", "logs"], { folder }),
      /cannot write logs\/none\.log: it is a directory/,
    );
    assertEquals(names(`${folder}/logs`), ["none.log"]);
  }));
