/**
 * `sweep` as a user meets it: what it prints and writes, how it is stopped and goes on.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { killSweeps, SHORT } from "../../support/sweep_kills.ts";
import { assertRefused, filesIn, inFolder, run } from "../front_desk.ts";

const OUT = ["--out", "r.parquet"];

Deno.test("a sweep writes rows, prints a summary, and goes on where it was killed", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/s.json`, SHORT);
    const { code, out, err } = await run("sweep", ["s.json", ...OUT], { folder });
    assertEquals([code, err], [0, ""]);
    assertMatch(out, /^s\. 12 runs: 3 combinations of link \(3\), 2 designs, 2 seeds\.\n/);
    assertMatch(out, /^link +1000 +2000 +4000$/m);
    assertMatch(out, / rows {3}r\.parquet {3}12 runs\n$/);
    assertEquals(filesIn(folder), ["r.parquet", "r.sweep", "s.json"]);

    const bytes = await Deno.readFile(`${folder}/r.parquet`);
    const again = await run("sweep", ["s.json", ...OUT, "--json"], { folder });
    assertEquals([again.code, again.err], [0, "12 runs are finished already (r.sweep)\n"]);
    const { sweep, runs, failures, designs } = JSON.parse(again.out);
    assertEquals([sweep, runs, failures], ["s", 12, []]);
    assertEquals(designs.map(({ design }: { design: string }) => design), ["none", "v33"]);
    assertEquals(await Deno.readFile(`${folder}/r.parquet`), bytes);

    const command = "deno task test cli/sweep/sweep_test";
    const { kills, kept } = await killSweeps(folder, bytes, { sweeps: 1, kills: 2 }, 3, command);
    assert(kills > 0 && kept > 0, `${kills} kills, ${kept} runs kept`);
  });
});

Deno.test("a dry run counts and guesses, and writes nothing", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/s.json`, SHORT);
    const text = await run("sweep", ["s.json", "--dry-run", "--threads", "2"], { folder });
    assertMatch(text.out, /^12 runs: 3 combinations .*About .* on\s2\sthreads:\s5\sruns\stook/s);
    const { out } = await run("sweep", ["s.json", "--dry-run", "--json"], { folder });
    const { runs, combinations, estimate } = JSON.parse(out);
    assertEquals([runs, combinations, estimate.pilots], [12, 3, 5]);
    assertEquals(filesIn(folder), ["s.json"]);
  });
});

Deno.test("a run that cannot be done is told with the command that repeats it; exit 1", async () => {
  await inFolder(async (folder) => {
    // The schema takes it; the guest's boot finds that it does not fit.
    const spec = {
      scenario: "small",
      axes: [{ name: "old", key: "guest.oldDataMib", values: [24, 47] }],
      designs: ["none"],
    };
    await Deno.writeTextFile(`${folder}/s.json`, JSON.stringify(spec));
    const { code, out, err } = await run("sweep", ["s.json", ...OUT, "--json"], { folder });
    assertEquals(code, 1);
    const [{ run: index, failure, command }] = JSON.parse(out).failures;
    assertEquals(index, 1);
    assertMatch(failure, /^Cannot set up the guest/);
    assertEquals(
      command,
      "deno task simulate small --design none --seed 1 --set guest.oldDataMib=47",
    );
    assertMatch(
      err,
      /^run 1 failed \(old=47, none, seed 1\): Cannot set up the guest.*\n {2}deno task/,
    );
    assertEquals(err.trimEnd().split("\n").length, 2);
  });
});

Deno.test("what cannot be a sweep is refused in one line", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/s.json`, '{ "scenario": "small", "seeds": 3 }');
    const refused = async (args: string[], why: RegExp): Promise<void> =>
      assertRefused(await run("sweep", args, { folder }), why);
    await refused(["s.json"], /^sweep: s\.json:1:33: seeds: expected an object/);
    await refused(["s.json", "--threads", "0"], /seeds|--threads 0/);
    await refused(["smal"], /unknown sweep "smal"; did you mean small\?/);
    await refused(["small", "--threads", "none"], /--threads none: not a whole number/);
    await refused(["small", "--out", "s.json/x.parquet"], /s\.json/);
    await refused(["small", "--out", "."], /--out \.: it is a directory, not a file/);
    await refused(["small", "--tread", "2"], /unknown option --tread; did you mean --threads\?/);
  });
});
