import { assertEquals, assertMatch } from "@std/assert";
import { assertRefused, inFolder, run } from "./front_desk.ts";

const house = new URL("../../fixtures/", import.meta.url).pathname;
const V33 = `${house}logs/format-1-v33.log`;
const GUILTY = `${house}rules/list-unlocked/guilty.txt`;

Deno.test("audit of a run finds nothing, and names what could not be judged", async () => {
  const { code, out } = await run("audit", [V33]);
  assertEquals(code, 0);
  assertMatch(out, /call-context {5}the log's header declares no context for its calls/);
  assertMatch(out, /0 findings; 16 rules ran, 6 could not\.\n$/);
});

Deno.test("audit of a guilty text log exits 1 and says who did what", async () => {
  const { code, out, err } = await run("audit", [GUILTY]);
  assertEquals(code, 1);
  assertMatch(out, /list-unlocked: 1 finding\n/);
  assertMatch(
    out,
    /#17 {2}0x10 {2}balloon reads a block off a list of zone Normal, whose lock nobody/,
  );
  assertMatch(out, /1 finding; \d+ rules ran, \d+ could not\.\n$/);
  assertMatch(err, /next {2}deno task replay \S+guilty\.txt --page 0x10/);
});

Deno.test("audit --at shows who holds what on each cpu there", async () => {
  const { code, out } = await run("audit", [GUILTY, "--at", "10"]);
  assertEquals(code, 0);
  assertMatch(out, /1 {4}task {5}off, by balloon {2}none/);
  const held = JSON.parse((await run("audit", [GUILTY, "--at", "13", "--json"])).out);
  assertEquals(held.at, 13);
  const json = JSON.parse((await run("audit", [GUILTY, "--at", "11", "--json"])).out);
  assertEquals(json.cpus, [
    { cpu: 0, context: "task", interrupts: { off: false, by: null }, locks: [] },
    {
      cpu: 1,
      context: "task",
      interrupts: { off: true, by: "balloon" },
      locks: [{ lock: "Normal zone lock", holder: "balloon" }],
    },
  ]);
});

Deno.test("audit --json has the keys that are promised", async () => {
  const { code, out } = await run("audit", [GUILTY, "--json"]);
  const json = JSON.parse(out);
  assertEquals(code, 1);
  assertEquals([json.count, json.findings.length, json.findings[0].rule], [1, 1, "list-unlocked"]);
  assertEquals(Object.keys(json.findings[0]).sort(), ["event", "message", "pfn", "rule"]);
  assertEquals(
    json.notRun.every(({ rule, reason }: Record<string, string>) => rule && reason),
    true,
  );
});

Deno.test("audit --locks shows classes and edges, and exits 1 if it accuses something", async () => {
  const innocent = await run("audit", [V33, "--locks"]);
  assertEquals(innocent.code, 0, innocent.err);
  assertMatch(innocent.out, /^zone +spinlock +[\d,]+ +\d+ +0$/m);
  assertMatch(innocent.out, /0 accusations\.\n$/);
  const nested = `${house}rules/nested-zone-locks/guilty.txt`;
  const guilty = await run("audit", [nested, "--locks"]);
  assertEquals(guilty.code, 1, guilty.err);
  assertMatch(
    guilty.out,
    /#12 {2}recursion: zone is taken by who holds one of its class already\n/,
  );
  const json = JSON.parse((await run("audit", [nested, "--locks", "--json"])).out);
  assertEquals(Object.keys(json).sort(), [
    "accusations",
    "at",
    "classes",
    "edges",
    "events",
    "log",
  ]);
  assertEquals((await run("audit", [nested, "--locks", "--at", "11"])).code, 0);
});

Deno.test("audit refuses an event that is not there, and what is no log", () =>
  inFolder(async (folder) => {
    assertRefused(
      await run("audit", [GUILTY, "--at", "99"]),
      /--at 99: out of range; must be 0 to/,
    );
    assertRefused(await run("audit", ["x.log"], { folder }), /cannot read x\.log/);
    await Deno.writeTextFile(`${folder}/t.txt`, "hello\n");
    assertRefused(
      await run("audit", ["t.txt"], { folder }),
      /t\.txt:1: it is text, but no text log/,
    );
    assertRefused(await run("audit", [], { folder }), /there is no log in out\/ yet/);
  }));
