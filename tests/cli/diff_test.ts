import { assertEquals, assertMatch } from "@std/assert";
import { assertRefused, inFolder, run } from "./front_desk.ts";

const logs = new URL("../../fixtures/logs/", import.meta.url).pathname;
const NONE = `${logs}format-1-none.log`, V33 = `${logs}format-1-v33.log`;

Deno.test("diff of the two designs names the first hint as the first decision apart", async () => {
  const { code, out, err } = await run("diff", [NONE, V33]);
  assertEquals(code, 1);
  assertMatch(out, /Their headers differ in design\./);
  assertMatch(out, /first event apart: #[\d,]+\n/);
  assertMatch(out, /first page apart: 0x[0-9a-f]+\n/);
  assertMatch(
    out,
    /first decision of the design apart: #[\d,]+\n {2}A {2}has none here\n {2}B {2}#\d+ \+\d+ hint-read /,
  );
  assertMatch(err, /next {2}deno task replay \S+v33\.log --at \d+/);
});

Deno.test("diff --json has the keys that are promised", async () => {
  const json = JSON.parse((await run("diff", [NONE, V33, "--json"])).out);
  assertEquals(json.same, false);
  assertEquals(json.headers, ["design"]);
  assertEquals(json.firstEvent, json.event.b.event);
  assertEquals(json.firstDecision, json.decision.b.event);
  assertEquals(json.firstPage, json.page.pfn);
  assertEquals([json.decision.a, json.decision.whose], [null, "the design"]);
  assertEquals([json.a.log, json.b.log], [NONE, V33]);
  const same = await run("diff", [V33, V33, "--json"]);
  const { firstEvent, firstDecision, firstPage, ...rest } = JSON.parse(same.out);
  assertEquals([same.code, rest.same, firstEvent, firstDecision, firstPage], [
    0,
    true,
    null,
    null,
    null,
  ]);
});

Deno.test("without names the two newest logs of out/ are compared", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/out`);
    await Deno.copyFile(NONE, `${folder}/out/a.log`);
    assertRefused(await run("diff", [], { folder }), /there are no two logs in out\//);
    await Deno.copyFile(V33, `${folder}/out/b.log`);
    const { code, out } = await run("diff", [], { folder });
    assertEquals(code, 1);
    assertMatch(out, /^A {2}out\/a\.log .*\nB {2}out\/b\.log /);
  }));

Deno.test("a log and itself as text are the same", () =>
  inFolder(async (folder) => {
    await run("log", [V33, "--out", "v33.txt"], { folder });
    const { code, out } = await run("diff", [V33, "v33.txt"], { folder });
    assertEquals(code, 0);
    assertMatch(out, /Every event is the same, times too\./);
  }));

Deno.test("diff refuses one log, none, standard input twice, and what is no log", () =>
  inFolder(async (folder) => {
    const two = /two logs are compared: deno task diff/;
    assertRefused(await run("diff", [], { folder }), /there are no two logs in out\/ to compare/);
    assertRefused(await run("diff", [NONE], { folder }), two);
    assertRefused(await run("diff", ["-", "-"], { folder }), /standard input is one log/);
    assertRefused(await run("diff", [NONE, "x.log"], { folder }), /cannot read x\.log/);
  }));
