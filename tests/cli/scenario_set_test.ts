/**
 * `simulate --set key=value`: values in place of the file's.
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { codec } from "../../cli/codec.ts";
import { parseScenario } from "../../cli/scenario/parse.ts";
import { settingsOf } from "../../cli/scenario/set.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import { openLog, sourceOf } from "../../events/file/reader.ts";
import { inFolder, run } from "./front_desk.ts";
import { assertRefusals, DESIGNS, least } from "./scenario_support.ts";

/** A scenario with two tasks and without title, designs, hints and costs. */
const mine = least.replace(
  '"host": {}',
  `"host": {},
  "tasks": [{ "kind": "idle" }, { "kind": "churn", "mib": 4, "pagesPerSecond": 1000 }]`,
);

const set = (...texts: string[]): Scenario =>
  parseScenario(mine, "s.json", "s", settingsOf(texts, () => false));

Deno.test("--set changes a value, and a key may be set that the file leaves out", () => {
  const scenario = set(
    "guest.mib=4096",
    "guest.hugePages=false",
    "host.linkMbit=0.25e4",
    "tasks.1.mib=8",
    "designs=v33, merged",
    "hints.order=9",
    "costs.syncPage=5",
  );
  assertEquals([scenario.guest.mib, scenario.guest.hugePages], [4096, false]);
  assertEquals([scenario.host.linkMbit, scenario.hints.order], [2500, 9]);
  assertEquals(scenario.tasks[1], { kind: "churn", cpu: 0, mib: 8, pagesPerSecond: 1000 });
  assertEquals([scenario.designs, scenario.costs], [["v33", "merged"], { syncPage: 5 }]);
});

Deno.test("--set takes JSON, and text as it is where text is wanted", () => {
  assertEquals(set('designs=["merged"]').designs, ["merged"]);
  assertEquals(set("tasks=[]").tasks, []);
  assertEquals(set('tasks[0]={ "kind": "idle", /* at home */ }').tasks[0], {
    kind: "idle",
    cpu: 0,
  });
  assertEquals(set("title=2026").title, "2026");
  assertEquals(set("title=a = b, c").title, "a = b, c");
  assertEquals(set('title="a"').title, "a");
  assertEquals(set('title="a').title, '"a');
});

Deno.test("what is set is told in the title, in the words of the command", () => {
  assertEquals(set("guest.cpus=2").title, "s. Set: guest.cpus=2.");
  const title = set("title=Two cpus", "guest.cpus=2", "tasks.0.cpu=1").title;
  assertEquals(title, "Two cpus. Set: guest.cpus=2, tasks.0.cpu=1.");
});

Deno.test("what a file lacks may be set, before the file is checked", () => {
  const text = least.replace('"mib": 64, ', "");
  const settings = settingsOf(["guest.mib=32"], () => false);
  assertEquals(parseScenario(text, "s.json", "s", settings).guest.mib, 32);
});

Deno.test("simulate --set: the run and the log's header have what was set", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/s.json`, mine);
    const args = ["s.json", "--set", "guest.mib=32", "--set=designs=none", "--set", "seed=7"];
    const { code, out } = await run("simulate", args, { folder });
    assertEquals(code, 0);
    assertStringIncludes(out, "s. Set: guest.mib=32, designs=none, seed=7. Seed 7.");
    const { header } = openLog(sourceOf(await Deno.readFile(`${folder}/out/none.log`)), codec);
    const scenario = header.scenario as Scenario;
    assertEquals([scenario.guest.mib, scenario.seed, scenario.designs], [32, 7, ["none"]]);
    assertEquals(scenario.title, "s. Set: guest.mib=32, designs=none, seed=7.");
    assert(!("$schema" in scenario));
  }));

const refusals: [sets: string[], line: string][] = [
  [["guest.mib"], '"guest.mib": expected key=value, as in guest.mib=4096'],
  [["=5"], '"=5": expected key=value, as in guest.mib=4096'],
  [["guest.mbi=5"], 'guest.mbi=5: unknown key "guest.mbi"; did you mean guest.mib?'],
  [["gest.mib=5"], 'gest.mib=5: unknown key "gest.mib"; did you mean guest.mib?'],
  [["linkMbit=5"], 'linkMbit=5: unknown key "linkMbit"; did you mean host.linkMbit?'],
  [
    ["guest.linkMbit=5"],
    'guest.linkMbit=5: unknown key "guest.linkMbit"; did you mean host.linkMbit?',
  ],
  [
    ["hints.x=5"],
    'hints.x=5: unknown key "hints.x" (there are: order, arrayOrder, queue, calls, poisonTold, leaveBlocks, reusesBuffer, reported, balloonLeavesMib, reviewed, calledFrom, bigEndian, storesNative, touches)',
  ],
  [
    ["__proto__.x=1"],
    '__proto__.x=1: unknown key "__proto__.x" (there are: title, seed, designs, guest, host, hints, tasks, costs)',
  ],
  [["guest.mib.x=3"], "guest.mib.x=3: guest.mib is a single value, it has no keys"],
  [
    ["costs.syncPge=5"],
    'costs.syncPge=5: unknown key "costs.syncPge"; did you mean costs.syncPage?',
  ],
  [
    ["tasks.2.cpu=0"],
    "tasks.2.cpu=0: there is no tasks.2; tasks has 2 entries (0 to 1)",
  ],
  [
    ["tasks.first.cpu=0"],
    'tasks.first.cpu=0: expected an index behind tasks, got "first"; tasks has 2 entries (0 to 1)',
  ],
  [
    ["designs.0=v33"],
    "designs.0=v33: there is no designs.0; designs has no entries",
  ],
  [["tasks.0.cpus=1"], 'tasks.0.cpus=1: unknown key "tasks.0.cpus"; did you mean tasks.0.cpu?'],
  [["tasks.0.mib=1"], 'tasks.0.mib=1: unknown key "tasks.0.mib" (there are: kind, cpu)'],
  [["guest.mib=abc"], "guest.mib=abc: expected a whole number, got text"],
  [["guest.mib="], "guest.mib=: expected a whole number, got empty text"],
  [["guest.mib=NaN"], "guest.mib=NaN: expected a whole number, got text"],
  [["guest.mib=3"], "guest.mib=3: 3 is out of range; must be 16 to 1,048,576"],
  [["guest.mib=-3"], "guest.mib=-3: -3 is out of range; must be 16 to 1,048,576"],
  [["guest.mib=1e999"], "guest.mib=1e999: the number is too large; must be 16 to 1,048,576"],
  [["guest.hugePages=yes"], "guest.hugePages=yes: expected true or false, got text"],
  [["guest=5"], "guest=5: expected an object, { ... }, got a number"],
  [
    ['guest={"mib":64}'],
    'guest={"mib":64}: the key "usedMib" is missing: a whole number from 0 to 1,048,576',
  ],
  [['guest={"mib":64'], 'guest={"mib":64: this "{" is never closed'],
  [
    ['guest={"mib":64,"mib":65}'],
    'guest={"mib":64,"mib":65}: the key "mib" is here again: it is at 1:2 too',
  ],
  [
    [`tasks=${"[".repeat(10_000)}`],
    `tasks=${"[".repeat(54)}...: nested deeper than 32 levels`,
  ],
  [
    ["designs=none,v3"],
    'designs=none,v3: designs[1]: unknown design "v3"; did you mean v33? ' + DESIGNS,
  ],
  [["designs=v33,v33"], 'designs=v33,v33: designs[1]: "v33" is in the list already'],
  [
    ["host.name=quemu"],
    'host.name=quemu: unknown host "quemu" (there are: qemu-3.0, qemu-4.0, qemu-10, qemu-10-tcg, qemu-10-ring, firecracker)',
  ],
  [["guest.mib=64", "guest.mib=65"], "guest.mib=65: it is set twice, by --set guest.mib=64 too"],
  [
    ["tasks.0.cpu=0", "tasks[0].cpu=0"],
    "tasks[0].cpu=0: it is set twice, by --set tasks.0.cpu=0 too",
  ],
  [["hints.order=9", "hints={}"], "hints={}: it is set twice, by --set hints.order=9 too"],
  [["tasks.0.cpu=3"], "tasks.0.cpu=3: 3 is out of range; the guest has 1 cpu (0)"],
  [
    ["guest.usedMib=70"],
    "guest.usedMib=70: guest.mib: 64 is too small: usedMib and oldDataMib are 70",
  ],
];

Deno.test("a --set that cannot be is refused in one line that names it", () =>
  assertRefusals(
    refusals.map(([sets, line]) => ({
      file: mine,
      args: sets.flatMap((text) => ["--set", text]),
      line: `--set ${line}`,
    })),
  ));

Deno.test("an option and --set may not both set the same value", () =>
  assertRefusals(
    [
      ["--seed", "4", "seed=3"],
      ["--host", "qemu-3.0", "host.name=qemu-3.0"],
      ["--profile", "linux-4.17", "guest.profile=linux-4.17"],
      ["--design", "v33", "designs=none"],
    ].map(([option, value, text]) => ({
      file: mine,
      args: [option, value, "--set", text],
      line: `--set ${text}: it is set twice, by ${option} too`,
    })),
  ));

Deno.test("a file that is wrong is told by its place, whatever is set", () =>
  assertRefusals([
    {
      file: host("5"),
      args: ["--set", "host.linkMbit=5"],
      line: "s.json:3:11: host: expected an object, { ... }, got a number",
    },
    {
      file: "[]",
      args: ["--set", "guest.mib=5"],
      line: "s.json:1:1: the scenario: expected an object, { ... }, got a list",
    },
  ]));

function host(text: string): string {
  return least.replace("{}", text);
}
