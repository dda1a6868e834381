/**
 * Published numbers beside their simulation, at the front desk: the view, what decides the exit, and that what was
 * published is only printed.
 * @module
 */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { InputError } from "../../../cli/errors.ts";
import { parsePaper } from "../../../cli/match/paper/file.ts";
import { search } from "../../../cli/match/paper/fit.ts";
import { paperSchemaText } from "../../../cli/match/paper/schema.ts";
import { assertRefused, inFolder, run } from "../front_desk.ts";

/** A small guest, of which two figures and a saving are said to be published. */
const small = {
  title: "a small guest",
  source: "nobody",
  notes: ["Made for a test."],
  scenario: {
    guest: { mib: 64, usedMib: 16 },
    host: { linkMbit: 10_000 },
    costs: { queueHint: 100_000 },
  },
  fixedMs: 5,
  factor: 2,
  fits: [{ set: "factor", least: 0.5, most: 4, step: 0.1, row: "off" }],
  rows: [
    { row: "off", design: "none", ms: 50, withinPercent: 30 },
    { row: "on", design: "merged", ms: 40, mark: "D" },
    { row: "elsewhere", ms: 7, why: "another machine" },
  ],
  savings: [{ from: "off", to: "on", percent: 25 }],
};
type Small = typeof small;

const textOf = (paper: unknown): string => JSON.stringify(paper, null, 2);

/** Runs match on the small guest, changed. */
async function matched(
  folder: string,
  change: (paper: Small) => unknown,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const paper = structuredClone(small);
  await Deno.writeTextFile(`${folder}/p.jsonc`, textOf(change(paper) ?? paper));
  return await run("match", ["p.jsonc", ...args], { folder });
}

Deno.test("match of published numbers: published, simulated, error, what counts, what is said", () =>
  inFolder(async (folder) => {
    const { code, out } = await matched(folder, () => undefined);
    assertEquals(code, 0);
    assertMatch(out, /^ms +published +simulated +error %\na small guest\n/);
    assertMatch(out, /\n {2}off +50 V +5\d +\+\d+\.\d {2}within 30 %, fitted\n/);
    assertMatch(out, /\n {2}on +40 D +\d+ +[-+]\d+\.\d {2}shown\n/);
    assertMatch(out, /\n {2}elsewhere +7 V +- +- {2}not simulated\n/);
    assertMatch(out, /\n {2}saved +25 % +-?\d+\.\d % +ITS ROWS: 20\.0 %\n/);
    assertMatch(out, /\n1 row counted, none too far off; 1 shown only, 1 not simulated\./);
    assertMatch(out, /\n a small guest: factor 2 on "off"\n/);
    assertMatch(
      out,
      /\n a small guest: nobody\. Made for a test\. elsewhere: another machine\.\n$/,
    );
    for (const line of out.split("\n")) assert(line.length <= 80, line);
  }));

Deno.test("a row that counts and is too far off is named, and the exit is 1", () =>
  inFolder(async (folder) => {
    const far = (paper: Small): void => {
      paper.rows[0].ms = 500;
    };
    const { code, out } = await matched(folder, far);
    assertEquals(code, 1);
    assertMatch(out, /\n {2}off +500 V +5\d +-\d+\.\d {2}NOT IN 30 %, fitted\n/);
    const none = (paper: Small): void => {
      Object.assign(paper.rows[0], { figure: "inflated" });
    };
    const without = await matched(folder, none);
    assertEquals(without.code, 1);
    assertMatch(without.out, /\n {2}off +50 V +- +- {2}NO SUCH TIME\n/);
  }));

Deno.test("what was published is only printed: other figures, the same run", () =>
  inFolder(async (folder) => {
    const rowsOf = async (change: (paper: Small) => void) => {
      const { out } = await matched(folder, change, "--json");
      return JSON.parse(out).papers[0].rows as {
        publishedMs: number;
        simulatedMs: number | null;
        events: number | null;
        errorPercent: number | null;
      }[];
    };
    const asItIs = await rowsOf(() => undefined);
    const spoiled = await rowsOf((paper) => {
      paper.rows.forEach((row, at) => Object.assign(row, { ms: 1 + at, withinPercent: undefined }));
      paper.savings = [];
      paper.fits = [];
      paper.source = "somebody";
    });
    assertEquals(spoiled.map(({ publishedMs }) => publishedMs), [1, 2, 3]);
    const run = ({ simulatedMs, events }: typeof asItIs[number]) => ({ simulatedMs, events });
    assertEquals(spoiled.map(run), asItIs.map(run));
    assert(asItIs[0].simulatedMs! > 0);
    assert(spoiled[0].errorPercent! > asItIs[0].errorPercent!);
  }));

Deno.test("--fit fits again: a value that was not the fit's is told; the one that is found stays", () =>
  inFolder(async (folder) => {
    const first = await matched(folder, () => undefined, "--fit", "--json");
    assertEquals(first.code, 1);
    const [{ kept, found, errorPercent }] = JSON.parse(first.out).fits;
    assertEquals(kept, 2);
    assert(found < 2 && Math.abs(errorPercent) < 5, `${found} ${errorPercent}`);
    const again = await matched(folder, (paper) => void (paper.factor = found), "--fit");
    assertEquals(again.code, 0, again.out);
    assertMatch(again.out, /^fitted again +value +on row +kept +found +row's error %\n p +factor /);
  }));

Deno.test("a fit knows nothing of the rows that it is not fitted on", () => {
  const { inputs, fits } = parsePaper(textOf(small), "p", "p");
  const [found] = search({ inputs, fits, targets: [{ row: 0, ms: 50 }] });
  const rows = inputs.rows.slice(0, 1);
  assertEquals(search({ inputs: { ...inputs, rows }, fits, targets: [{ row: 0, ms: 50 }] }), [
    found,
  ]);
});

const bad: [what: string, change: (paper: Small) => unknown, says: RegExp][] = [
  ["no rows", (paper) => void (paper.rows = []), /^p\.jsonc:\d+:\d+: rows: /],
  [
    "no scenario",
    ({ scenario: _, ...rest }) => rest,
    /p\.jsonc:1:1: the key "scenario" is missing$/,
  ],
  [
    "an unknown key",
    (paper) => ({ ...paper, row: 1 }),
    /p\.jsonc:\d+:3: unknown key "row"; did you mean rows\?/,
  ],
  [
    "a scenario's typing error",
    (paper) => ({ ...paper, scenario: { ...paper.scenario, gest: {} } }),
    /p\.jsonc:\d+:5: unknown key "gest"; did you mean guest\?/,
  ],
  [
    "memory that does not hold its use",
    (paper) => void (paper.scenario.guest.usedMib = 64),
    /p\.jsonc:\d+:\d+: guest\.mib: 64 is too small/,
  ],
  [
    "an unknown design",
    (paper) => void (paper.rows[0].design = "mergd"),
    /p\.jsonc:\d+:\d+: rows\[0\]\.design: unknown word "mergd"; did you mean merged\?/,
  ],
  [
    "a row twice",
    (paper) => void (paper.rows[1].row = "off"),
    /p\.jsonc:\d+:\d+: rows\[1\]\.row: there is another row "off"/,
  ],
  [
    "a fit of nothing",
    (paper) => void (paper.fits[0].set = "guest.used"),
    /fits\[0\]\.set: there is no number guest\.used /,
  ],
  [
    "a fit on a row that is not there",
    (paper) => void (paper.fits[0].row = "of"),
    /fits\[0\]\.row: there is no row "of" that is simulated/,
  ],
  ["a fit from more to less", (paper) => void (paper.fits[0].most = 0.1), /it has to be more than/],
  [
    "a saving of nothing",
    (paper) => void (paper.savings[0].to = "o"),
    /savings\[0\]\.to: there is no/,
  ],
  [
    "a row that nobody can simulate and that counts",
    (paper) => void Object.assign(paper.rows[2], { withinPercent: 1 }),
    /rows\[2\]: a row that is not simulated cannot count/,
  ],
  [
    "designs twice",
    (paper) => ({ ...paper, scenario: { ...paper.scenario, designs: ["none"] } }),
    /scenario\.designs: the file and its rows say that/,
  ],
  [
    "a figure that is left out",
    (paper) => void Object.assign(paper.rows[1], { ms: undefined }),
    /p\.jsonc:\d+:5: rows\[1\]: the key "ms" is missing/,
  ],
  [
    "a misspelt key of a row",
    (paper) => void Object.assign(paper.rows[1], { wihinPercent: 5 }),
    /p\.jsonc:\d+:7: unknown key "wihinPercent"; did you mean withinPercent\?/,
  ],
  ["nothing published", (paper) => void (paper.rows[0].ms = 0), /rows\[0\]\.ms: Too small/],
  ["a number for a text", (paper) => ({ ...paper, title: 1 }), /p\.jsonc:2:12: title: /],
];

for (const [what, change, says] of bad) {
  Deno.test(`refused with its place: ${what}`, () => {
    const paper = structuredClone(small);
    const text = textOf(change(paper) ?? paper);
    const { message } = assertThrows(() => parsePaper(text, "p.jsonc", "p"), InputError);
    assertMatch(message, says);
    assertEquals(message.split("\n").length, 1);
  });
}

Deno.test("refused with its place: a file that was cut, an empty one", () => {
  for (const text of [textOf(small).slice(0, 300), ""]) {
    const { message } = assertThrows(() => parsePaper(text, "p.jsonc", "p"), InputError);
    assertMatch(message, /^p\.jsonc:\d+:\d+: [^\n]+$/);
  }
});

Deno.test("at the front desk what is no such file is one line, and so is what does not belong to it", () =>
  inFolder(async (folder) => {
    const refused = async (why: RegExp, ...args: string[]): Promise<void> =>
      assertRefused(await run("match", args, { folder }), why);
    await Deno.writeFile(`${folder}/p.jsonc`, new Uint8Array([0x7b, 0xff, 0xfe]));
    await refused(/^match: p\.jsonc: not UTF-8 text\n/, "p.jsonc");
    await Deno.writeTextFile(`${folder}/p.jsonc`, textOf({ ...small, fits: [] }));
    await refused(/--fit: nothing was fitted here/, "p.jsonc", "--fit");
    await refused(/--start belongs to a trace or a measured run/, "p.jsonc", "--start", "unknown");
    await refused(/--fit belongs to published/, "qemu", "--fit");
    await refused(/no file "v37-8g-idel".*; did you mean v37-8g-idle\?/, "v37-8g-idel");
  }));

Deno.test("match --schema prints the schema, and the file beside the bundled numbers is the same", async () => {
  const { code, out } = await run("match", ["--schema"]);
  assertEquals([code, out], [0, paperSchemaText()]);
  const file = new URL("../../../fixtures/paper.schema.json", import.meta.url);
  assertEquals(await Deno.readTextFile(file), out);
});
