import { assert, assertEquals, assertMatch } from "@std/assert";
import { gzipSync } from "node:zlib";
import { bundledTrace } from "../support/traces.ts";
import { assertRefused, filesIn, inFolder, run } from "./front_desk.ts";

const text = new TextEncoder();
const LINE =
  "            init-1       [000] .....     3.8: mm_page_free: page=1 pfn=0x6918 order=1\n";
const OTHER = "            init-1       [000] .....     3.8: sched_switch: prev_comm=a\n";
const fixtures = new URL("../../fixtures/traces/", import.meta.url).pathname;

const refused: [name: string, bytes: Uint8Array, why: RegExp][] = [
  ["empty", new Uint8Array(), /t\.txt: it is empty; a trace is text of tracefs/],
  ["of comments only", text.encode("# tracer: nop\n#\n"), /t\.txt: no line of a trace among 2/],
  [
    "of garbage",
    text.encode("\nhello world\n"),
    /t\.txt:2: no line of a trace among 2; a trace is/,
  ],
  ["of NUL bytes", new Uint8Array(100_000), /t\.txt: no line of a trace among 1/],
  [
    "of one gigantic line",
    text.encode("x".repeat(3_000_000)),
    /t\.txt: no line of a trace among 1/,
  ],
  [
    "of other events",
    text.encode(OTHER.repeat(3)),
    /t\.txt: no kmem event to import; it has sched_switch 3;/,
  ],
  [
    "of cut lines",
    text.encode(`${LINE.slice(0, 70)}\n`),
    /t\.txt: no kmem event to import; it has mm_page_free 1, 1 line was skipped/,
  ],
  [
    "cut, gzip",
    gzipSync(bundledTrace("base-256.trace-cmd")).slice(0, 9000),
    /t\.txt: cannot decompress: the gzip data is cut or damaged \(no log is written\)/,
  ],
  [
    "cut, zstd",
    Deno.readFileSync(`${fixtures}base-256.ftrace.zst`).slice(0, 100_000),
    /t\.txt: cannot decompress: the zstd data is cut or damaged/,
  ],
  ["that is a log", text.encode("HINTLAB\n\u0001\u0000"), /t\.txt: it is a log of hintlab already/],
  [
    "that is a recording of trace-cmd",
    text.encode("\u0017\u0008Dtracing7"),
    /t\.txt: it is a recording of trace-cmd, no text: `trace-cmd report` reads it/,
  ],
  [
    "that is a recording of perf, gzip",
    gzipSync(text.encode("PERFILE2h\u0000")),
    /t\.txt: it is a recording of perf, no text: `perf script` reads it/,
  ],
];

for (const [name, bytes, why] of refused) {
  Deno.test(`import refuses a trace ${name}, and writes nothing`, () =>
    inFolder(async (folder) => {
      await Deno.writeFile(`${folder}/t.txt`, bytes);
      assertRefused(await run("import", ["t.txt", "--out", "t.log"], { folder }), why);
      assertEquals(filesIn(folder), ["t.txt"]);
    }));
}

Deno.test("import refuses what is not there, a directory, and a memory that cannot be", () =>
  inFolder(async (folder) => {
    assertRefused(
      await run("import", ["t.txt"], { folder }),
      /cannot read t\.txt: there is no such/,
    );
    assertRefused(
      await run("import", ["."], { folder }),
      /cannot (read|open) \.: it is a directory/,
    );
    assertRefused(
      await run("import", ["--mib", "0"], { folder }),
      /--mib 0: out of range; must be 1 to 1,048,576/,
    );
    assertEquals(filesIn(folder), []);
  }));

Deno.test("import of the bundled trace tells what is in it, and every command takes its log", () =>
  inFolder(async (folder) => {
    const { code, out } = await run("import", [], { folder });
    assertEquals(code, 0);
    assertMatch(
      out,
      /^272,749 lines of ftrace text: 272,735 events of 35 tasks on 1 cpu, 1\.337 s/,
    );
    assertMatch(out, / requests {3}64,201 allocations, 64,135 frees \(53,839 of them as part of a/);
    assertMatch(out, / lists {6}45,183 removals, 45,374 drains, 3 steals/);
    assertMatch(out, / unknown {4}7,814 allocations and 5 frees of blocks/);
    assertMatch(out, / skipped {4}events of other kinds: stopped 2/);
    assertEquals(filesIn(`${folder}/out`), ["base-256.log"]);
    const log = "out/base-256.log";
    assertMatch((await run("verify", [log], { folder })).out, /checksums and chain hold/);
    assertMatch((await run("replay", [log], { folder })).out, /given back {3}9,912/);
    assertMatch(
      (await run("replay", [log, "--show", "buddyinfo"], { folder })).out,
      /tells no lists/,
    );
    const life = (await run("replay", [log, "--page", "0x5528"], { folder })).out;
    assertMatch(life, /page 0x5528 {3}zone memory/);
    assertMatch(life, /took it, order 1/);
    assertMatch(life, /freed it, order 1/);
    const events = (await run("log", [log, "--from", "1", "--to", "1"], { folder })).out;
    assertEquals(
      events,
      "#1 +0 page-allocated actor=init-1 cpu=0 pfn=0x6918 order=1 gfp=3340 unlisted=1\n",
    );
  }));

Deno.test("import --json has the keys that are promised, for each form and from standard input", () =>
  inFolder(async (folder) => {
    const of = async (trace: string, form: string, clock: string, events: number) => {
      const stdin = await Deno.readFile(fixtures + trace);
      const { code, out } = await run("import", ["-", "--json"], { folder, stdin });
      const json = JSON.parse(out);
      assertEquals([code, json.log, json.form, json.clock, json.events], [
        0,
        "out/import.log",
        form,
        clock,
        events,
      ]);
      return json;
    };
    const perf = await of("perf-1024.perf.zst", "perf", "ns", 12_453);
    assertEquals(perf.unknown, { allocated: 1316, freed: 73, freedAgain: 0, allocatedAgain: 0 });
    assertEquals(perf.flagsNotKept, ["__GFP_ACCOUNT", "__GFP_RECLAIMABLE", "__GFP_WRITE"]);
    await of("base-256.trace-cmd.zst", "trace-cmd", "ns", 1998);
    const smp = await of("smp2-512.ftrace.zst", "ftrace", "counter", 376_164);
    assertEquals([smp.cpus, smp.unknown.freedAgain, smp.begin], [2, 64, "5"]);
  }));

Deno.test("pfns beyond --mib are skipped and counted, with the line of the first", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/t.txt`, LINE + LINE.replace("0x6918", "0x918"));
    const { out, code } = await run("import", ["t.txt", "--mib", "16"], { folder });
    assertMatch(out, /skipped {4}1 line with a pfn beyond memory \(first: line 1\)/);
    assertEquals(code, 0);
    assert(filesIn(`${folder}/out`).includes("t.log"));
  }));

Deno.test("the same trace gives the same log, however it is compressed", () =>
  inFolder(async (folder) => {
    const bytes = bundledTrace("base-256.trace-cmd");
    await Deno.writeFile(`${folder}/a.txt`, bytes);
    await Deno.writeFile(`${folder}/b.txt.gz`, gzipSync(bytes));
    for (const name of ["a.txt", "b.txt.gz", `${fixtures}base-256.trace-cmd.zst`]) {
      await run("import", [name], { folder });
    }
    const [a, b, c] = ["a", "b", "base-256"].map((n) =>
      Deno.readFileSync(`${folder}/out/${n}.log`)
    );
    assertEquals(a, b);
    assertEquals(a, c);
  }));
