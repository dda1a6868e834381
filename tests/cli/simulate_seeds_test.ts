/**
 * `simulate --seeds`: the same comparison over several seeds, as a user meets it.
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertRefused, filesIn, inFolder, run } from "./front_desk.ts";

type Told = Record<string, Record<string, number>>;
interface Report {
  seed: number;
  seeds: number[];
  runs: Told[];
  spread: { design: string; median: Told; min: Told; max: Told }[];
}

Deno.test("--seeds prints medians, says what holds for every seed, and keeps the first one's logs", () =>
  inFolder(async (folder) => {
    const { code, out, err } = await run("simulate", ["small", "--seeds", "3"], { folder });
    assertEquals(code, 0, err);
    assertStringIncludes(out.replace(/\s+/g, " "), "Seeds 1 to 3. The median of 3 seeds");
    assertStringIncludes(out.replace(/\s+/g, " "), "No page is lost, in 3 of 3 seeds.");
    assertStringIncludes(out, "6 of 6 logs, replayed");
    assertMatch(out, /out\/none\.log out\/v33\.log \(of seed 1 only\)\n$/);
    for (const line of out.split("\n")) assert(line.length <= 80, line);
    assertEquals(filesIn(`${folder}/out`), ["none.log", "v33.log"]);
    const alone = await run("simulate", ["small", "--out", "alone"], { folder });
    assertEquals(alone.code, 0, alone.err);
    const read = (out: string): Uint8Array => Deno.readFileSync(`${folder}/${out}/v33.log`);
    assertEquals(read("out"), read("alone"));
  }));

Deno.test("--seeds --json has the seeds, and each design's median, least and most", () =>
  inFolder(async (folder) => {
    const bytes: number[] = [];
    for (const seed of ["5", "6", "7"]) {
      const args = ["small", "--design", "v33", "--seed", seed, "--json"];
      const { out } = await run("simulate", args, { folder });
      bytes.push((JSON.parse(out) as Report).runs[0].migration.bytes);
    }
    const args = ["small", "--design", "v33", "--seed", "5", "--seeds", "3", "--json"];
    const report = JSON.parse((await run("simulate", args, { folder })).out) as Report;
    assertEquals([report.seed, report.seeds], [5, [5, 6, 7]]);
    assertEquals(report.runs[0].migration.bytes, bytes[0]);
    const [{ design, median, min, max }] = report.spread;
    assertEquals(design, "v33");
    assertEquals(
      [min.migration.bytes, median.migration.bytes, max.migration.bytes],
      bytes.toSorted((a, b) => a - b),
    );
    assertEquals(Object.keys(median), ["migration", "hints", "guest"]);
  }));

Deno.test("--seeds that is no number, none, or more than there are is refused in one line", async () => {
  for (
    const [args, why] of [
      [["--seeds", "many"], /--seeds many: not a whole number/],
      [["--seeds", "0"], /--seeds 0: out of range; must be 1 to 1,000/],
      [["--seeds=-1"], /--seeds -1/],
      [["--seeds", "1001"], /--seeds 1001: out of range/],
      [["--seed", "2147483646", "--seeds", "3"], /--seeds 3: out of range; must be 1 to 2/],
      [["--seeds", "2", "--seeds", "3"], /--seeds may be given once/],
    ] as const
  ) assertRefused(await run("simulate", ["small", ...args], { folder: "." }), why);
});
