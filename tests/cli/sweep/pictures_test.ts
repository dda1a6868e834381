/**
 * `sweep --svg` as a user meets it. What needs the packages that draw is skipped where they cannot be had.
 * @module
 */
import { zstdDecompressSync } from "node:zlib";
import { assert, assertAlmostEquals, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { parquetReadObjects } from "hyparquet";
import { InputError } from "../../../cli/errors.ts";
import { heatAxesOf } from "../../../cli/sweep/pictures.ts";
import { cannotDraw, OF_PLOT } from "../../support/plot.ts";
import { flawOf } from "../../support/xml.ts";
import { assertRefused, filesIn, inFolder, run } from "../front_desk.ts";

const SWEEP = JSON.stringify({
  title: `a < b & "c"`,
  scenario: "small",
  axes: [
    { name: "used", key: "guest.usedMib", of: "guest.mib", values: [0.25, 0.5] },
    { name: "rate", key: "tasks.0.mibPerSecond", values: [5, 80] },
    { name: "old", key: "guest.oldDataMib", values: [2, 20] },
  ],
  designs: ["none", "v33", "bitmap-2016"],
  seeds: { count: 2 },
});
const RUNS = 2 * 2 * 2 * 3 * 2;

async function withSweep(folder: string): Promise<void> {
  await Deno.writeTextFile(`${folder}/s.jsonc`, SWEEP);
}

type Rows = Record<string, unknown>[];

async function rowsOf(path: string): Promise<Rows> {
  const bytes = await Deno.readFile(path);
  const compressors = { ZSTD: (part: Uint8Array) => zstdDecompressSync(part) };
  return await parquetReadObjects({ file: bytes.buffer as ArrayBuffer, compressors });
}

/** `47.1 % (31.0 to 60.2)`: the slow way, from the rows of the result. */
function savedText(rows: Rows, figure: string, which: (row: Rows[number]) => boolean): string {
  const same = (a: Rows[number], b: Rows[number]): boolean =>
    ["used", "rate", "old", "seed"].every((name) => a[name] === b[name]);
  const saved = rows.filter(which).map((row) => {
    const none = rows.find((other) => other.design === "none" && same(row, other))!;
    return 1 - Number(row[figure]) / Number(none[figure]);
  }).sort((a, b) => a - b);
  const at = (part: number): string =>
    `${(100 * saved[Math.floor(part * (saved.length - 1))]).toFixed(1)} %`;
  return `${at(0.5)} (${at(0.1)} to ${at(0.9)})`;
}

/** What the marks of a drawing say of themselves. */
const titlesOf = (svg: string): string[] =>
  [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, words]) => words).slice(1);

/** Asserts that marks lie where their numbers say: on a straight line. */
function assertStraight(points: readonly (readonly [value: number, pixel: number])[]): void {
  const sorted = points.toSorted(([a], [b]) => a - b);
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  assert(most[0] - least[0] > 10, "values that lie so near say nothing");
  for (const [value, pixel] of sorted) {
    const part = (value - least[0]) / (most[0] - least[0]);
    assertAlmostEquals(pixel, least[1] + part * (most[1] - least[1]), 0.3);
  }
}

Deno.test({
  name: "sweep --svg draws what stands in the result, and draws the result again without a run",
  ignore: cannotDraw,
  fn: () =>
    inFolder(async (folder) => {
      await withSweep(folder);
      const args = [
        "./s.jsonc",
        "--out",
        "s.parquet",
        "--json",
        "--svg",
        "pic",
        "--heat",
        "used,old",
      ];
      const first = await run("sweep", args, { folder });
      assertEquals(first.code, 0, first.err);
      assertEquals(filesIn(folder), ["pic", "s.jsonc", "s.parquet", "s.sweep"]);
      assertEquals(filesIn(`${folder}/pic`), ["heat.svg", "saving.svg", "trade.svg"]);

      const rows = await rowsOf(`${folder}/s.parquet`);
      assertEquals(rows.length, RUNS);
      const read = (name: string): Promise<string> =>
        Deno.readTextFile(`${folder}/pic/${name}.svg`);
      const [heat, saving, trade] = [await read("heat"), await read("saving"), await read("trade")];
      for (const svg of [heat, saving, trade]) {
        assertEquals(flawOf(svg), null);
        assert(!/NaN|undefined|Infinity/.test(svg));
        assert(svg.includes(`a &lt; b &amp; "c". ${RUNS} runs.`));
        assertMatch(svg, /<rect [^>]*fill="#ffffff"/);
      }

      const points: string[] = [], cells: string[] = [];
      for (const design of ["v33", "bitmap-2016"]) {
        for (
          const [axis, values] of [["used", [0.25, 0.5]], ["rate", [5, 80]], ["old", [
            2,
            20,
          ]]] as const
        ) {
          for (const value of values) {
            for (const [figure, words] of [["bytes", "bytes sent"], ["totalNs", "total time"]]) {
              const text = savedText(
                rows,
                figure,
                (row) => row.design === design && row[axis] === value,
              );
              points.push(
                `${design}, ${axis} ${value}: ${text.replace(" (", ` of ${words} saved (`)}`,
              );
            }
          }
        }
        for (const used of [0.25, 0.5]) {
          for (const old of [2, 20]) {
            const text = savedText(
              rows,
              "bytes",
              (row) => row.design === design && row.used === used && row.old === old,
            );
            cells.push(`${design}, used ${used}, old ${old}: ${text.replace(" (", " saved (")}`);
          }
        }
      }
      assertEquals(titlesOf(saving).sort(), points.sort());
      assertEquals(titlesOf(heat).sort(), cells.sort());
      for (const label of ["used (share)", "rate (MiB/s)", "old (MiB)"]) {
        assert(saving.includes(`>${label}<`), label);
      }
      const dots = [
        ...saving.matchAll(/<circle [^>]*?cy="([\d.]+)"[^>]*><title>[^:]*: (-?[\d.]+) %/g),
      ];
      assertEquals(dots.length, 2 * 6);
      assertStraight(dots.map(([, pixel, value]) => [Number(value), Number(pixel)]));

      const { designs, sensitivity } = JSON.parse(first.out);
      assertEquals(titlesOf(trade).length, 3 * 3);
      for (const { design, freeLeft: { median, low, high } } of designs) {
        const [m, l, h] = [median, low, high].map((share) => `${(100 * share).toFixed(1)} %`);
        const said = titlesOf(trade).find((words) =>
          words.startsWith(`${design}: `) && words.includes("lowest free memory")
        );
        assert(said?.endsWith(`: ${m} (${l} to ${h})`), said);
      }
      assertEquals(sensitivity.axes, ["used", "rate", "old"]);

      const again = await run(
        "sweep",
        ["s.parquet", "--json", "--svg", "pic2", "--heat=used,old"],
        { folder },
      );
      assertEquals(again.code, 0, again.err);
      const [was, is] = [JSON.parse(first.out), JSON.parse(again.out)];
      assertEquals(is.pictures, ["pic2/saving.svg", "pic2/heat.svg", "pic2/trade.svg"]);
      assertEquals(
        { ...is, pictures: [], out: "" },
        { ...was, pictures: [], out: "", leftOut: null, scenario: is.scenario },
      );
      for (const name of filesIn(`${folder}/pic`)) {
        assertEquals(
          await Deno.readTextFile(`${folder}/pic2/${name}`),
          await Deno.readTextFile(`${folder}/pic/${name}`),
        );
      }

      const damaged = await Deno.readFile(`${folder}/s.parquet`);
      damaged[damaged.length >> 2] ^= 1;
      await Deno.writeFile(`${folder}/s.parquet`, damaged);
      assertRefused(await run("sweep", ["s.parquet"], { folder }), /s\.parquet .*checksum/);
    }),
});

Deno.test("--heat takes two axes that vary by themselves", () => {
  const axis = (name: string, along: number) => ({
    name,
    keys: ["guest.mib"],
    values: [1, 2],
    along,
  });
  const axes = [axis("used", 0), axis("rate", 1), axis("writer", 0)];
  assertEquals(heatAxesOf("rate, used", axes), [1, 0]);
  const refused = (text: string, why: string): void => {
    assertThrows(() => heatAxesOf(text, axes), InputError, why);
  };
  refused("used", "--heat used: expected two axes, as in --heat used,rate");
  refused("used,used", "expected two axes");
  refused("used,rate,writer", "expected two axes");
  refused("used,writer", "writer and used go along with each other");
});

Deno.test("what cannot be drawn is told in one line, before anything runs", () =>
  inFolder(async (folder) => {
    await withSweep(folder);
    await Deno.writeTextFile(`${folder}/bare.jsonc`, SWEEP.replace(`"none",`, ""));
    await Deno.writeTextFile(`${folder}/cut.parquet`, "PAR1");
    await Deno.writeTextFile(`${folder}/a-file`, "");
    const refused = async (words: string, why: RegExp): Promise<void> =>
      assertRefused(await run("sweep", words.split(" "), { folder }), why);
    await refused(
      "./s.jsonc --heat used,rate",
      /--heat chooses the axes of a picture: it needs --svg/,
    );
    await refused("./s.jsonc --svg p --heat used,rat", /unknown axis "rat"; did you mean rate\?/);
    await refused("./s.jsonc --svg p --dry-run", /--svg needs a result, and --dry-run makes none/);
    await refused("./s.jsonc --svg=-", /--svg -: the tables go there; give the name of a folder/);
    await refused("./bare.jsonc --svg p", /against design none, which this sweep does not run/);
    await refused("cut.parquet", /cut\.parquet is no Parquet file, or is damaged: /);
    await refused("nowhere.parquet", /cannot read nowhere\.parquet: there is no such file/);
    await refused("cut.parquet --anew", /--anew: cut\.parquet is a result: nothing is run/);
    if (!cannotDraw) {
      await refused("./s.jsonc --svg a-file", /a-file: it is a file, not a directory/);
    }
    assertEquals(filesIn(folder), ["a-file", "bare.jsonc", "cut.parquet", "s.jsonc"]);
  }));

Deno.test({
  name: "the program that draws sweeps has sound types: deno check of the house passes it by",
  ignore: cannotDraw,
  fn: async () => {
    const program = new URL("../../../cli/plot/sweep/draw.ts", import.meta.url).pathname;
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", ...OF_PLOT, program],
      env: { NO_COLOR: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
  },
});
