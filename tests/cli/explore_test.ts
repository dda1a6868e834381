/**
 * `explore`: cases by name and by file, verdicts against what is expected, and counterexamples as logs.
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { caseSchemaText } from "../../cli/explore/case_schema.ts";
import { assertRefused, inFolder, run } from "./front_desk.ts";

const cases = new URL("../../fixtures/cases/", import.meta.url);

Deno.test("explore tells the shortest way to a lost page, and every command opens its log", () =>
  inFolder(async (folder) => {
    const { code, out, err } = await run("explore", ["row-06", "--grain", "events"], { folder });
    assertEquals(code, 0, err);
    assertMatch(
      out,
      /VIOLATION in 25 steps, as expected: a model finding. Oracle destination: page 0/,
    );
    assertMatch(out, /^ 25 {2}migration {3}switched over$/m);
    const log = "out/explore-row-06.log";
    assertEquals((await run("verify", [log], { folder })).code, 0);
    const audited = JSON.parse((await run("audit", [log, "--json"], { folder })).out);
    assertEquals(audited.findings.map(({ rule }: { rule: string }) => rule), ["page-lost"]);
    const life = await run("replay", [log, "--page", "0"], { folder });
    assertStringIncludes(life.out, "switch-over: LOST");
  }));

Deno.test("explore --json has the keys that are promised, a row a grain", () =>
  inFolder(async (folder) => {
    const { code, out } = await run("explore", ["row-06", "--json"], { folder });
    const cases = JSON.parse(out).cases;
    assertEquals(code, 0);
    assertEquals(
      cases.map(({ grain, length }: { grain: string; length: number }) => [grain, length]),
      [["section-g", 8], ["events", 25]],
    );
    assertEquals(Object.keys(cases[0]), [
      "name",
      "grain",
      "expected",
      "verdict",
      "oracle",
      "length",
      "states",
      "seconds",
      "actions",
      "log",
    ]);
    assertEquals([cases[0].verdict, cases[0].oracle], ["violation", "destination"]);
    assert(cases[0].actions.write > 0);
  }));

Deno.test("a case of one's own that expects otherwise exits 1", () =>
  inFolder(async (folder) => {
    const text = await Deno.readTextFile(new URL("row-06.jsonc", cases));
    await Deno.writeTextFile(`${folder}/mine.jsonc`, text.replace('"violation"', '"safe"'));
    const { code, out } = await run("explore", ["./mine.jsonc", "--grain", "section-g"], {
      folder,
    });
    assertEquals(code, 1);
    assertMatch(out, /NOT as expected\s+\(safe by destination/);
  }));

Deno.test("a search that is given too few states says so, and that is not as expected", async () => {
  const { code, out } = await run("explore", [
    "row-01",
    "--grain",
    "section-g",
    "--states",
    "1000",
  ]);
  assertEquals(code, 1);
  assertMatch(out, /No violation within 1,000 states, and no end/);
});

for (
  const [args, says] of [
    [["row-01", "--grain", "fine"], /unknown grain "fine" \(there are: section-g, events\)/],
    [["row-01", "--states", "many"], /--states many: not a whole number/],
    [["row-01", "--all"], /--all searches every case, not row-01/],
  ] as const
) {
  Deno.test(`explore ${args.join(" ")} is refused in one line`, async () => {
    assertRefused(await run("explore", args), says);
  });
}

const wrong: readonly [what: string, text: string, says: RegExp][] = [
  ["no JSON", "{", /mine.jsonc:1:\d+: /],
  ["an unknown key", '{ "storey": "x" }', /mine.jsonc:1:\d+: /],
  ["an unknown host", '{ "story": "x", "host": "qemu-9" }', /mine.jsonc:1:\d+: host: /],
];
for (const [what, text, says] of wrong) {
  Deno.test(`a case file with ${what} is refused in one line, at its place`, () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/mine.jsonc`, text);
      const { code, out, err } = await run("explore", ["./mine.jsonc"], { folder });
      assertEquals([code, out], [2, ""]);
      assertMatch(err, says);
      assertEquals(err.trimEnd().split("\n").length, 1, err);
    }));
}

Deno.test("a case that is not there is refused, and what is near is named", async () => {
  const { code, err } = await run("explore", ["row-61"]);
  assertEquals(code, 2);
  assertMatch(err, /unknown case "row-61"; did you mean row-\d+\?/);
  assertEquals((await run("explore", ["./none.jsonc"])).code, 2);
});

Deno.test("--schema prints the schema, and the file beside the cases is the same", async () => {
  const { out } = await run("explore", ["--schema"]);
  assertEquals(out, caseSchemaText());
  assertEquals(await Deno.readTextFile(new URL("../case.schema.json", cases)), out);
});
