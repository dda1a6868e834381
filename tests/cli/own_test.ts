/**
 * What users bring: a design for `simulate`, a rule for `audit`; those that README shows, and wrong ones.
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertRefused, inFolder, run } from "./front_desk.ts";

const root = new URL("../../", import.meta.url);
const readme = Deno.readTextFileSync(new URL("README.md", root));

/** The block of README that says in its first line which file it is, to be run from another folder. */
function shown(file: string): string {
  const block = new RegExp("^```ts\\n// " + file + "\\n([\\s\\S]*?)^```$", "m").exec(readme)?.[1];
  assert(block !== undefined, `README shows no ${file}`);
  assert(block.split("\n").length <= 40, `${file} is short`);
  return block.replaceAll('"./mod.ts"', `"${new URL("mod.ts", root)}"`);
}

Deno.test("the design that README shows runs beside ours, and its log is as good as any", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/mine.ts`, shown("mine.ts"));
    const words = ["small", "--design", "none,./mine.ts", "--json"];
    const { code, out, err } = await run("simulate", words, { folder });
    assertEquals(code, 0, err);
    const { runs } = JSON.parse(out);
    const mine = runs[1];
    assert(mine.hints.applied > 0 && mine.migration.bytes < runs[0].migration.bytes);
    const verified = await run("verify", [mine.log], { folder });
    assertEquals(verified.code, 0, verified.err);
    assertEquals((await run("audit", [mine.log], { folder })).code, 0);
  }));

Deno.test("the rule that README shows judges beside ours", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/rule.ts`, shown("rule.ts"));
    await run("simulate", ["small", "--design", "v33"], { folder });
    const { code, out, err } = await run("audit", ["--rule", "./rule.ts", "--json"], { folder });
    const audited = JSON.parse(out);
    assertEquals(code, 1, err);
    const [first] = audited.findings;
    assertEquals(audited.ran.includes(first.rule), true);
    assertMatch(first.message, /balloon/);
  }));

const bad: readonly [what: string, text: string, says: string][] = [
  ["nothing of the kind", "export const x = 1;", "it exports no KIND (README shows one)"],
  ["half of one", "export const a = { collect() {}, begin() {} };", "its KIND lacks name (text)"],
  ["no program", "this is none", "it cannot be loaded: "],
  ["a failure as it is loaded", 'throw new Error("no luck");', "it cannot be loaded: no luck"],
];

for (const [what, text, says] of bad) {
  Deno.test(`a file with ${what} is refused in one line, as a design and as a rule`, () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/bad.ts`, text);
      for (
        const [task, option, kind] of [["simulate", "--design", "design"], [
          "audit",
          "--rule",
          "rule",
        ]]
      ) {
        const { code, out, err } = await run(task, [option, "./bad.ts"], { folder });
        assertEquals([code, out], [2, ""]);
        assertStringIncludes(err, `${task}: ${option} ./bad.ts: ${says.replace("KIND", kind)}`);
        assertEquals(err.trimEnd().split("\n").length, 1, err);
      }
    }));
}

Deno.test("a file that is not there, a name that is taken, and a design that fails are one line each", () =>
  inFolder(async (folder) => {
    const mine = shown("mine.ts");
    await Deno.writeTextFile(`${folder}/taken.ts`, mine.replace(/name: "[^"]+"/, 'name: "v33"'));
    await Deno.writeTextFile(
      `${folder}/fails.ts`,
      mine.replace(
        "record(lab.Kind.HintRead, lane, pfn,",
        "record(lab.Kind.HintRead, lane, -7,",
      ),
    );
    const says = async (file: string): Promise<string> => {
      const { code, err } = await run("simulate", ["small", "--design", file], { folder });
      assertEquals(code, 2, err);
      assertEquals(err.trimEnd().split("\n").length, 1, err);
      return err;
    };
    assertMatch(await says("./none.ts"), /there is no such file/);
    assertMatch(await says("./taken.ts"), /there is a design v33 already/);
    assertMatch(await says("./fails.ts"), /failed: .*pfn -7/);
  }));

const GUILTY = new URL("fixtures/rules/list-unlocked/guilty.txt", root).pathname;

/** A rule in text that accuses each hint that is read, with some of it changed. */
const hintRule = (name: string, change: (text: string) => string = (text) => text): string =>
  change(`export const ${name} = {
    name: "${name}", sentence: "No hints.", source: "a test", feeds: [71],
    begin: (scene) => ({ after: { 71: (w, i, number) => scene.report(number, -1, "a hint") } }),
  };\n`);

Deno.test("a file may export rules, and be given beside another; each is told under its name", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/two.ts`, hintRule("one") + hintRule("two"));
    await Deno.writeTextFile(`${folder}/three.js`, `${hintRule("three")}export default three;\n`);
    const words = ["--rule", "./two.ts", "--rule", "./three.js", GUILTY, "--json"];
    const { code, out, err } = await run("audit", words, { folder });
    assertEquals(code, 1, err);
    const { findings } = JSON.parse(out) as { findings: { rule: string }[] };
    const names = findings.map(({ rule }) => rule);
    for (const name of ["one", "two", "three"]) assert(names.includes(name), names.join(", "));
    assertEquals(new Set(names).size, 4, "and list-unlocked");
  }));

const failing: readonly [what: string, text: string, says: RegExp][] = [
  [
    "half of a rule beside a whole one",
    hintRule("one") + hintRule("two", (text) => text.replace(/source: "a test", /, "")),
    /--rule \.\/rule\.ts: its rule lacks source \(text\)/,
  ],
  [
    "kinds that there are not",
    hintRule("one", (text) => text.replace("[71]", "[7777]")),
    /lacks feeds \(a list of kinds/,
  ],
  [
    "a begin() that fails",
    hintRule("one", (text) => text.replace("(scene) => (", "(scene) => scene.nothing.at(")),
    /rule one failed: Cannot read properties of undefined/,
  ],
  [
    "a begin() that returns nothing",
    hintRule("one", (text) => text.replace(/begin: .*/, "begin() {},")),
    /rule one failed: begin\(\) returns no object/,
  ],
  [
    "a listener that is none",
    hintRule("one", (text) => text.replace(/71: \(w.*\)/, '71: "hint" } })')),
    /rule one failed: what it listens with to kind 71 is no function/,
  ],
  [
    "a listener that fails",
    hintRule("one", (text) => text.replace('scene.report(number, -1, "a hint")', "gone()")),
    /rule one failed at #17: gone is not defined \(rule\.ts:3:/,
  ],
];

for (const [what, text, says] of failing) {
  Deno.test(`a rule of one's own with ${what} is one line and exit 2`, () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/rule.ts`, text);
      assertRefused(await run("audit", [GUILTY, "--rule", "./rule.ts"], { folder }), says);
    }));
}

Deno.test("--locks stands in place of the rules, so a rule of one's own does not go with it", () =>
  inFolder(async (folder) => {
    const words = [GUILTY, "--locks", "--rule", "./rule.ts"];
    assertRefused(await run("audit", words, { folder }), /--rule does not go with it/);
  }));
