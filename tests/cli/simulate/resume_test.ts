/**
 * Runs that were killed, and what becomes of their logs.
 * @module
 */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { InputError } from "../../../cli/errors.ts";
import { OutputFile, PART } from "../../../cli/files.ts";
import { loadScenario, scenarioFolder } from "../../../cli/scenario/file.ts";
import { rulesOf } from "../../../cli/simulate/header_rules.ts";
import { resumeOne } from "../../../cli/simulate/resume.ts";
import { headerOf, runOne } from "../../../cli/simulate/run.ts";
import { readStart } from "../../../cli/simulate/start.ts";
import { readTraces } from "../../../cli/simulate/traces.ts";
import { Unfinished } from "../../../cli/simulate/unfinished.ts";
import { hosts } from "../../../core/decide/hosts/mod.ts";
import { profiles } from "../../../core/decide/profiles/mod.ts";
import { worldOf } from "../../../core/run/simulate.ts";
import { killWriters } from "../../support/kills.ts";
import { fileOf, smallFile } from "../../support/logs.ts";
import { designNamed, rules, runOf, scenario } from "../../support/runs.ts";
import { assertRefused, filesIn, inFolder, run } from "../front_desk.ts";

const KILLS = 15, SEED = 1;

Deno.test(`${KILLS} writers are killed, and their logs go on to the bytes of unbroken runs`, async () => {
  const { kills, nothing, resumed, whole } = await killWriters(
    KILLS,
    SEED,
    "deno task test cli/simulate/resume",
  );
  assertEquals(kills, nothing + resumed + whole);
  assert(resumed > KILLS / 2, `${resumed} went on`);
});

/** A run with small blocks, its log, and its header's rules. */
async function made(folder: string, name: string, design: string, blockEvents: number) {
  const subject = await loadScenario(name);
  const profile = profiles.find((found) => found.name === subject.guest.profile)!;
  const host = hosts.find((found) => found.name === subject.host.name)!;
  const home = scenarioFolder(name), start = await readStart(subject, home, profile);
  const traces = await readTraces(subject, home);
  const rules = { profile, host, design: designNamed(design), start, traces };
  const path = `${folder}/${design}.log`;
  const { digest } = runOne(subject, rules, worldOf(subject, rules), path, {}, blockEvents);
  return { path, digest, bytes: await Deno.readFile(path) };
}

Deno.test("a run of a real trace and real lists, cut anywhere, goes on to the same bytes", () =>
  inFolder(async (folder) => {
    const blockEvents = 4096;
    const { path, digest, bytes } = await made(folder, "real-trace", "v33", blockEvents);
    for (const share of [0.02, 0.4, 0.73, 0.999]) {
      await Deno.writeFile(path, bytes.subarray(0, Math.floor(bytes.length * share)));
      using left = Unfinished.open(path) as Unfinished;
      const { scenario, rules } = await rulesOf(path, left.log.header, undefined);
      const outcome = resumeOne(left, scenario, rules, {}, blockEvents);
      assertEquals([outcome.digest, outcome.replayed], [digest, true]);
      assertEquals(await Deno.readFile(path), bytes);
    }
  }));

Deno.test("a log that other rules made is not gone on with, and stays as it is", () =>
  inFolder(async (folder) => {
    const subject = scenario("small"), header = headerOf(subject, rules("v33"));
    const other = runOf(scenario("small", (change) => change.costs = { allocate: 1 }), "v33");
    const bytes = fileOf(other, header, 256).subarray(0, 40_000);
    const path = `${folder}/v33.log`;
    for (const name of [path, `${path}${PART}`]) {
      await Deno.writeFile(name, bytes);
      using left = Unfinished.open(path) as Unfinished;
      const said = assertThrows(
        () => resumeOne(left, subject, rules("v33"), {}, 256),
        InputError,
        "does otherwise than the one that wrote it",
      );
      assertMatch(said.message, /at event \d+ this run/);
      assertEquals(await Deno.readFile(name), bytes);
    }
  }));

Deno.test("--resume goes on with a run, and says what it is if it cannot", () =>
  inFolder(async (folder) => {
    const whole = await run("simulate", ["small", "--design", "v33"], { folder });
    assertEquals(whole.code, 0, whole.err);
    const path = `${folder}/out/v33.log`, bytes = await Deno.readFile(path);
    const again = await run("simulate", ["--resume", "out/v33.log"], { folder });
    assertEquals(again.code, 0);
    assertMatch(again.out, /^out\/v33.log is whole \([\d,]+ events\): there is nothing to go on/);

    await Deno.remove(path);
    await Deno.writeFile(`${path}.part`, bytes.subarray(0, bytes.length >> 1)); // within its only block
    const read = await run("replay", ["out/v33.log"], { folder });
    assertRefused(read, /v33\.log: it is not whole yet; out\/v33\.log\.part holds what is written/);
    const part = await run("replay", ["out/v33.log.part"], { folder });
    assertEquals(part.code, 0, part.err);
    assertMatch(
      part.err,
      /out\/v33\.log\.part: its writer did not end .*taking the 0 events so far/,
    );
    const resumed = await run("simulate", ["--resume", "out/v33.log"], { folder });
    assertEquals([resumed.code, resumed.out], [0, whole.out]);
    assertEquals(await Deno.readFile(path), bytes);
    assertEquals(filesIn(`${folder}/out`), ["v33.log"]);

    for (
      const [args, why] of [
        [["--resume", "out/v34.log"], /no such file, and no out\/v34\.log\.part/],
        [["--resume", "out/v33.log", "--seed", "2"], /by what its header says: leave out --seed/],
        [["--resume", "out/v33.log", "small"], /leave out small/],
      ] as const
    ) assertRefused(await run("simulate", args, { folder }), why);
  }));

Deno.test("a second writer is refused while the first one writes, and a reader reads on", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/out`);
    const path = `${folder}/out/v33.log`, args = ["small", "--design", "v33"];
    {
      using file = new OutputFile(path);
      const bytes = smallFile("v33", 4096);
      file.write(bytes.subarray(0, (bytes.length * 3) >> 2));
      assertThrows(() => new OutputFile(path), InputError, "another process is writing it");
      for (const second of [args, ["--resume", "out/v33.log"]]) {
        const refused = await run("simulate", second, { folder });
        assertRefused(refused, /cannot write out\/v33\.log: another process is writing it/);
      }
      const read = await run("replay", ["out/v33.log.part", "--json"], { folder });
      assertEquals(JSON.parse(read.out).at % 4096, 0);
      assert(JSON.parse(read.out).at > 4096, read.out);
      assertMatch(read.err, /v33\.log\.part: it is being written; taking the [\d,]+ events so far/);
    }
    assertEquals(filesIn(`${folder}/out`), []);
    await Deno.writeFile(`${path}.part`, new Uint8Array(100));
    const found = await run("simulate", args, { folder });
    assertEquals(found.code, 0, found.err);
    assertMatch(found.err, /^out\/v33\.log\.part of a run that did not end is written anew/);
    assertEquals(filesIn(`${folder}/out`), ["v33.log"]);
  }));
