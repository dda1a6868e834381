/**
 * `export` as a user meets it.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertRefused, commandOf, filesIn, inFolder, run, smallLog } from "./front_desk.ts";

const bytes = smallLog();

/** A folder with a small log in it. */
function withLog(test: (folder: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/out`);
    await Deno.writeFile(`${folder}/out/v33.log`, bytes);
    await test(folder);
  });
}

Deno.test("without options it writes the last run's events as Parquet, beside the log", () =>
  withLog(async (folder) => {
    const { code, out } = await run("export", ["--json"], { folder });
    assertEquals(code, 0);
    const { events, files } = JSON.parse(out);
    assertEquals([events, files.length, files[0].path], [24979, 1, "out/v33.parquet"]);
    assertEquals((await Deno.stat(`${folder}/out/v33.parquet`)).size, files[0].bytes);
    assertEquals(filesIn(`${folder}/out`), ["v33.log", "v33.parquet"]);
  }));

Deno.test("all forms at once; CSV goes to standard output, or to a file", () =>
  withLog(async (folder) => {
    const forms = ["--parquet", "a.parquet", "--perfetto", "a.json"];
    const all = await run("export", ["out/v33.log", ...forms, "--csv", "migration"], { folder });
    assertEquals(all.code, 0, all.err);
    assertEquals(all.out.trimEnd().split("\n").length, 5); // names, and four rounds
    JSON.parse(await Deno.readTextFile(`${folder}/a.json`));
    const file = await run("export", ["--csv", "summary.lanes", "--out", "a.csv"], { folder });
    assertEquals([file.code, file.out], [0, ""]);
    assertMatch(await Deno.readTextFile(`${folder}/a.csv`), /^lane,name,cpu,/);
    assertEquals(filesIn(folder), ["a.csv", "a.json", "a.parquet", "out"]);
  }));

Deno.test("bad input is one line, and nothing is written", () =>
  withLog(async (folder) => {
    const refused: [string[], RegExp][] = [
      [["--csv", "migratoin"], /unknown table "migratoin"; did you mean migration\?/],
      [["--csv", "summary.lane"], /unknown list of summary "lane"; did you mean lanes\?/],
      [["--csv", "hints", "--at", "99999"], /--at 99999: out of range/],
      [["--at", "5"], /--at belongs to --csv/],
      [["--step", "5"], /--step belongs to --perfetto/],
      [["--perfetto", "a.json", "--step", "x"], /not a whole number/],
      [["--parquet=-"], /give the name of a file/],
      [["--parquet", "a", "--perfetto", "a"], /a is to be written twice/],
      [["--json", "--csv", "hints"], /--json and --csv both print/],
      [["--parquet", "none/a.parquet"], /cannot write none\/a.parquet/],
      [["--parquet", "out"], /it is a directory/],
      [["nothing.log"], /cannot read nothing.log: there is no such file/],
    ];
    for (const [args, why] of refused) assertRefused(await run("export", args, { folder }), why);
    await Deno.writeFile(`${folder}/cut.log`, bytes.subarray(0, bytes.length / 2));
    assertRefused(await run("export", ["cut.log", "--parquet", "a"], { folder }), /cut.log: /);
    assertEquals(filesIn(folder), ["cut.log", "out"]);
  }));

Deno.test("a reader that goes away is no error", () =>
  withLog(async (folder) => {
    const child = commandOf("export", ["--csv", "events"], folder).spawn();
    await child.stdin.close();
    const reader = child.stdout.getReader();
    assert((await reader.read()).value!.length > 0);
    await reader.cancel();
    const errors = await new Response(child.stderr).text();
    assertEquals([(await child.status).code, errors], [0, ""]);
  }));
