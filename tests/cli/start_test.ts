/**
 * Scenarios that begin with real lists: a dump, or the text of /proc.
 */
import { assertEquals, assertMatch } from "@std/assert";
import { assertRefused, inFolder, run } from "./front_desk.ts";

const traces = new URL("../../fixtures/traces/", import.meta.url).pathname;

const scenario = (start: string, guest = "", tasks = ""): string =>
  `{ "designs": ["none"], "guest": { "start": "${start}"${guest} }, "host": { "linkMbit": 10000 },
     "tasks": [${tasks}] }`;

/** What a view shows of `out/none.log` when its world is ready. */
async function shownAtBegin(folder: string, view: string): Promise<string> {
  const ready = await run("log", ["out/none.log", "--kind", "world-ready"], { folder });
  const at = /^#(\d+)/.exec(ready.out)![1];
  return (await run("replay", ["out/none.log", "--at", at, "--show", view], { folder })).out;
}

const kernels = (name: string): Promise<string> =>
  Deno.readTextFile(`${traces}proc-512/${name}.txt`);

Deno.test("simulate from-proc: the lists have the counts of the kernel's pagetypeinfo", () =>
  inFolder(async (folder) => {
    const { code } = await run("simulate", ["from-proc", "--design", "none"], { folder });
    assertEquals(code, 0);
    assertEquals(await shownAtBegin(folder, "pagetypeinfo"), await kernels("pagetypeinfo"));
  }));

Deno.test("where only buddyinfo tells of free blocks, all of them are movable; marks are without the boost", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/proc`);
    // The kernel prints min, low and high with the boost in them: 100 of DMA32's are boost here.
    const zoneinfo = (await kernels("zoneinfo"))
      .replace(/(zone +DMA32[^]*?boost +)0/, "$1100");
    await Deno.writeTextFile(`${folder}/proc/zoneinfo`, zoneinfo);
    await Deno.writeTextFile(`${folder}/proc/buddyinfo`, await kernels("buddyinfo"));
    await Deno.writeTextFile(`${folder}/s.json`, scenario("proc"));
    assertEquals((await run("simulate", ["s.json"], { folder })).code, 0);
    assertEquals(await shownAtBegin(folder, "buddyinfo"), await kernels("buddyinfo"));
    const low = /DMA32[^]*?low +(\d+)/;
    const shown = await shownAtBegin(folder, "zoneinfo");
    assertEquals(low.exec(shown)![1], low.exec(zoneinfo)![1]);
    assertMatch(shown, /zone +DMA32\n[^]*boost +100\n/);
  }));

Deno.test("lists that cannot be begun with are refused by one line that says why", () =>
  inFolder(async (folder) => {
    const refused = async (text: string, why: RegExp) => {
      await Deno.writeTextFile(`${folder}/s.json`, text);
      assertRefused(await run("simulate", ["s.json", "--out", "logs"], { folder }), why);
    };
    await refused(scenario("no.json"), /guest\.start: cannot read no\.json: there is no such file/);
    await refused(scenario("s.json"), /guest\.start: s\.json: no dump of a kernel's lists: format/);
    await refused(
      scenario("no.json", `, "mib": 64`),
      /s\.json:1:62: guest\.mib: the lists of guest\.start say that: leave it out/,
    );
    await refused(
      scenario("no.json", `, "mixedMib": 1`),
      /guest\.mixedMib: the lists of guest\.start/,
    );
    const base = `${traces}base-256.start.json.zst`;
    await refused(
      scenario(base, `, "profile": "linux-4.17"`),
      /holds lists as linux-6\.1 has them, not linux-4\.17/,
    );
    await refused(
      scenario(base, "", `{ "kind": "idle", "cpu": 1 }`),
      /guest\.start: tasks\[0\]\.cpu: 1 is out of range; the guest has 1 cpu \(0\)/,
    );
    await Deno.mkdir(`${folder}/proc`);
    await refused(
      scenario("proc"),
      /guest\.start: proc: it has no zoneinfo \(save \/proc\/zoneinfo/,
    );
    const zoneinfo = await Deno.readTextFile(`${traces}proc-512/zoneinfo.txt`);
    await Deno.writeTextFile(`${folder}/proc/zoneinfo`, zoneinfo);
    await refused(scenario("proc"), /proc: it has neither pagetypeinfo nor buddyinfo of \/proc/);
    await Deno.writeTextFile(`${folder}/proc/pagetypeinfo`, "hello\n");
    await refused(scenario("proc"), /proc\/pagetypeinfo: zone DMA: its line of "Number of blocks/);
    await Deno.writeTextFile(`${folder}/proc/zoneinfo`, zoneinfo.replace(/start_pfn.*/, ""));
    await refused(scenario("proc"), /proc\/zoneinfo: zone DMA: "start_pfn" is missing/);
  }));
