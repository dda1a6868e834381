import { assertEquals, assertMatch } from "@std/assert";
import { assertRefused, filesIn, inFolder, run } from "./front_desk.ts";

const small = JSON.parse(
  Deno.readTextFileSync(new URL("../../fixtures/scenarios/small.json", import.meta.url)),
);
const LINE =
  "   wl-7  [000] .....   1.0: mm_page_alloc: page=1 pfn=0x10 order=0 migratetype=1 gfp_flags=none\n";

/** The scenario `small` with a trace of its own. */
function scenarioBy(trace: string): string {
  return JSON.stringify({ ...small, tasks: [{ kind: "trace", trace }] });
}

Deno.test("simulate real-trace runs a real kernel's processes, and says what it assumes", () =>
  inFolder(async (folder) => {
    const { code, out } = await run("simulate", ["real-trace"], { folder });
    assertEquals(code, 0);
    assertMatch(out, /LOST PAGES +0 +0 +0\n/);
    assertMatch(
      out,
      /trace {6}frag-256\.ftrace\.zst: 61,250 allocations and 61,143 frees asked of\s+our allocator\. A/,
    );
    assertMatch(out, /Assumed: each block is written once, when handed out/);
    assertMatch(out, /3 of 3 logs, replayed, give the live state's digest/);
  }));

Deno.test("a trace without the lists that it began with cannot give back what it had not handed out", () =>
  inFolder(async (folder) => {
    const frees = LINE + LINE.replace("alloc:", "free:").replace("1.0:", "1.1:") +
      LINE.replace("alloc:", "free:").replace("1.0:", "1.2:");
    await Deno.writeTextFile(`${folder}/s.json`, scenarioBy("t.txt"));
    await Deno.writeTextFile(`${folder}/t.txt`, frees);
    const { out } = await run("simulate", ["s.json", "--design", "none"], { folder });
    assertMatch(out, /1 allocation and 1 free asked of/);
    assertMatch(out, /left out: 1\s+free of pages it had not handed out/);
  }));

Deno.test("a scenario's trace is found from the scenario's folder", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/mine`);
    await Deno.writeTextFile(`${folder}/mine/s.json`, scenarioBy("t.txt"));
    await Deno.writeTextFile(`${folder}/mine/t.txt`, LINE);
    const { code, out } = await run("simulate", ["mine/s.json", "--design", "none"], { folder });
    assertEquals(code, 0);
    assertMatch(out, /trace {6}t\.txt: 1 allocation and 0 frees asked of our allocator\. Assumed/);
  }));

Deno.test("a trace that is not there, is empty or no trace is named with its task", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/s.json`, scenarioBy("t.txt"));
    const simulated = () => run("simulate", ["s.json", "--out", "logs"], { folder });
    const where = "simulate: scenario s: tasks\\[0\\]\\.trace:";
    assertRefused(
      await simulated(),
      new RegExp(`^${where} cannot read t.txt: there is no such file`),
    );
    await Deno.writeTextFile(`${folder}/t.txt`, "");
    assertRefused(await simulated(), new RegExp(`^${where} t.txt: it is empty`));
    await Deno.writeTextFile(`${folder}/t.txt`, "hello\n");
    assertRefused(await simulated(), new RegExp(`^${where} t.txt:1: no line of a trace`));
    assertEquals(filesIn(folder), ["s.json", "t.txt"]);
  }));
