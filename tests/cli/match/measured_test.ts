import { assert, assertEquals, assertMatch } from "@std/assert";
import { unpacked } from "../../../cli/compressed.ts";
import { assertRefused, inFolder, run } from "../front_desk.ts";

const runs = new URL("../../../fixtures/qemu/", import.meta.url).pathname;

/** A bundled record as an object of which anything may be changed. */
function recordOf(name: string): Record<string, Record<string, unknown>> {
  const packed = Deno.readFileSync(`${runs}${name}.json.zst`);
  return JSON.parse(new TextDecoder().decode(unpacked(packed, "zstd")));
}

/** Every number doubled, every text and list emptied, however deep. */
function spoiled(value: unknown): unknown {
  if (typeof value === "number") return value * 2 + 1;
  if (Array.isArray(value)) return value.map(spoiled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoiled(inner)]));
}

const FIGURES = [
  "bytes",
  "normalPages",
  "zeroPages",
  "hintedBlocks",
  "rounds",
  "totalTime",
  "downtime",
  "freeMin",
  "differingPages",
  "blocksReturned",
];

Deno.test("match of a measured run prints each figure: measured, predicted, error, the formula's", () =>
  inFolder(async (folder) => {
    const { code, out } = await run("match", [`${runs}garbage-256-h1-r0.json.zst`], { folder });
    assertEquals(code, 0);
    assertMatch(out, /^garbage-256-h1-r0: a measured migration, predicted from its inputs\n/);
    assertMatch(out, / hintedBlocks +36 +36 +0 +- +- +0\.00\n/);
    assertMatch(out, / bytes +89,881,187 +89,\d{3},\d{3} +-?[+\d.]+ +89,344,941 +-0\.60 +0\.05\n/);
  }));

Deno.test("what was measured is only printed: other outputs, the same prediction", () =>
  inFolder(async (folder) => {
    const record = recordOf("garbage-256-h1-r0");
    const { params, before, ...outputs } = record;
    const other = { params, before, ...spoiled(outputs) as typeof outputs };
    await Deno.mkdir(`${folder}/runs`);
    await Deno.writeTextFile(`${folder}/runs/as-it-was.json`, JSON.stringify(record));
    await Deno.writeTextFile(`${folder}/runs/spoiled.json`, JSON.stringify(other));
    await Deno.writeTextFile(`${folder}/runs/without.json`, JSON.stringify({ params, before }));
    const { code, out } = await run("match", ["runs", "--json"], { folder });
    assertEquals(code, 0);
    const [asItWas, twisted, without] = JSON.parse(out).runs;
    assertEquals(twisted.measured.bytes, asItWas.measured.bytes * 2 + 1);
    assertEquals(twisted.predicted, asItWas.predicted);
    assertEquals(without.predicted, asItWas.predicted);
    assertMatch(without.reason, /without\.json: final: /);
    assertEquals(without.measured.bytes, null);
  }));

Deno.test("match --json of a folder: every run, each with the figures; errors are signed", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/runs`);
    await Deno.copyFile(`${runs}idle-256-h0-r0.json.zst`, `${folder}/runs/a.json.zst`);
    await Deno.writeTextFile(`${folder}/runs/cut.json`, '{"params": {');
    const lacking = recordOf("idle-256-h0-r0");
    delete lacking.before.map_free;
    await Deno.writeTextFile(`${folder}/runs/lacking.json`, JSON.stringify(lacking));
    const { code, out } = await run("match", ["runs", "--json"], { folder });
    assertEquals(code, 0);
    const { runs: rows, summary } = JSON.parse(out);
    assertEquals(rows.map((row: { run: string }) => row.run), ["a", "cut", "lacking"]);
    for (const row of rows) {
      for (const part of ["measured", "predicted", "errorPercent", "formulaErrorPercent"]) {
        assertEquals(Object.keys(row[part]), FIGURES);
      }
    }
    for (const figure of FIGURES) assert(summary[figure], figure);
    assertEquals([summary.runs, summary.simulated], [3, 1]);
    assert(rows[0].formulaErrorPercent.bytes < 0);
    assertMatch(rows[1].reason, /cut\.json: no JSON object/);
    assertMatch(rows[2].reason, /lacking\.json: before\.map_free: /);
  }));

Deno.test("a measured run that cannot be read is refused in one line", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/run.json`, '{"params": {"mem": 256}}');
    assertRefused(
      await run("match", ["run.json"], { folder }),
      /^match: run\.json: params\.name: /,
    );
    const path = `${runs}garbage-256-h1-r0.json.zst`;
    assertRefused(
      await run("match", [path, "--start", "unknown"], { folder }),
      /--start belongs to a trace/,
    );
  }));
