import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { commandOf, filesIn, inFolder, lineOf, run, smallLog } from "./front_desk.ts";

const small = smallLog();

Deno.test("replay shows every view, as text and as one object", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, small);
    const digests = new Set<string>();
    for (const show of ["summary", "buddyinfo", "hints", "migration"]) {
      const shown = await run("replay", ["a.log", "--show", show, "--at", "2000"], { folder });
      assertEquals(shown.code, 0, shown.err);
      const wide = shown.out.split("\n").filter((line) => line.length > 80);
      assert(show === "buddyinfo" || wide.length === 0, wide.join("\n")); // the kernel's own width
      const json = await run("replay", ["a.log", "--show", show, "--at", "2000", "--json"], {
        folder,
      });
      const object = JSON.parse(json.out);
      assertEquals([object.events, object.at, object.show], [24979, 2000, show]);
      digests.add(object.digest);
    }
    assertEquals(digests.size, 1);
    assertMatch([...digests][0], /^[0-9a-f]{16}$/);
  }));

Deno.test("replay tells a page's life, by 0x or decimal", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, small);
    const [hex, decimal] = await Promise.all(
      ["0xc00", "3072"].map((page) => run("replay", ["a.log", "--page", page], { folder })),
    );
    assertEquals(hex.code, 0, hex.err);
    assertStringIncludes(hex.out, "READ AS A HINT");
    assertEquals(hex.out, decimal.out);
  }));

Deno.test("without a name the newest log of out/ is taken", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/out`);
    for (const [name, time] of [["a", 1000], ["b", 3000], ["c", 2000]] as const) {
      await Deno.writeFile(`${folder}/out/${name}.log`, small);
      await Deno.utime(`${folder}/out/${name}.log`, time, time);
    }
    await Deno.writeFile(`${folder}/out/.d.log.1.part`, small);
    const { out } = await run("replay", ["--json"], { folder });
    assertEquals(JSON.parse(out).log, "out/b.log");
  }));

Deno.test("a log is read from standard input, gzip and zstd as it is", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log.gz`, gzipSync(small));
    await Deno.writeFile(`${folder}/a.log.zst`, zstdCompressSync(small));
    const results = await Promise.all([
      run("replay", ["-", "--show", "buddyinfo"], { folder, stdin: small }),
      run("replay", ["-", "--show", "buddyinfo"], { folder, stdin: gzipSync(small) }),
      run("replay", ["a.log.gz", "--show", "buddyinfo"], { folder }),
      run("replay", ["a.log.zst", "--show", "buddyinfo"], { folder }),
    ]);
    for (const { code, out, err } of results) {
      assertEquals(code, 0, err);
      assertEquals(out, results[0].out);
    }
  }));

Deno.test("a log becomes text and the text the same log, byte for byte", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, small);
    const { out } = await run("log", ["a.log"], { folder });
    await Deno.writeTextFile(`${folder}/a.txt`, out);
    await Deno.writeFile(`${folder}/a.txt.gz`, gzipSync(new TextEncoder().encode(out)));
    for (const text of ["a.txt", "a.txt.gz"]) {
      const made = await run("log", [text, "--out", "b.log"], { folder });
      assertEquals(made.code, 0, made.err);
      assertEquals(await Deno.readFile(`${folder}/b.log`), small);
    }
    assertEquals(filesIn(folder), ["a.log", "a.txt", "a.txt.gz", "b.log"]);
  }));

Deno.test("log filters by kind, actor, page and range", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, small);
    const args = [
      "--kind",
      "hint-read",
      "--actor",
      "balloon",
      "--page",
      "0xc05",
      "--from",
      "1800",
      "--to",
      "1900",
    ];
    const { out, code } = await run("log", ["a.log", ...args], { folder });
    assertEquals(code, 0);
    assertMatch(out, /^#1807 \+20 hint-read actor=balloon cpu=1 irqs=off pfn=0xc00 order=10\n$/);
  }));

Deno.test("verify says what holds", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, small);
    await Deno.writeFile(`${folder}/b.log`, smallLog(1000));
    const { code, out } = await run("verify", ["a.log", "b.log"], { folder });
    assertEquals(code, 0);
    assertStringIncludes(
      out,
      "24,979 events in 1 block\n  checksums and chain hold; replay gives its one digest",
    );
    assertStringIncludes(
      out,
      "24,979 events in 25 blocks\n  checksums and chain hold; replay gives all its 2 digests",
    );
  }));

Deno.test("verify finds a digest that the replay does not give, and goes on", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, smallLog(65536, () => [{ view: 12, digest: 1n }]));
    await Deno.writeFile(`${folder}/b.log`, small);
    const { code, out, err } = await run("verify", ["a.log", "b.log"], { folder });
    assertEquals([code, err], [1, ""]);
    assertMatch(
      out,
      /MISMATCH: at event 24,979 \(block 0\)\s+the replay\s+differs from the log.s digest in content/,
    );
    assertStringIncludes(out, "b.log   24,979 events");
  }));

Deno.test("a damaged log is read up to the damage with --recover", () =>
  inFolder(async (folder) => {
    const bytes = small.slice(0, -4);
    await Deno.writeFile(`${folder}/a.log`, bytes);
    const { code, out, err } = await run("replay", ["a.log", "--recover", "--json"], { folder });
    assertEquals(code, 0, err);
    assertEquals(JSON.parse(out).at, 24979);
    assertMatch(err, /a\.log: .*; taking the 24,979 events before it/);
    const blocks = smallLog(1000);
    blocks[blocks.length >> 1] ^= 1;
    await Deno.writeFile(`${folder}/a.log`, blocks);
    const refused = await run("replay", ["a.log"], { folder });
    assertEquals(refused.code, 2);
    const cut = await run("replay", ["a.log", "--recover", "--json"], { folder });
    const { at, digest } = JSON.parse(cut.out);
    assert(at > 5000 && at < 20000 && at % 1000 === 0, `${at} events were whole`);
    await Deno.writeFile(`${folder}/b.log`, small);
    const whole = await run("replay", ["b.log", "--at", `${at}`, "--json"], { folder });
    assertEquals(JSON.parse(whole.out).digest, digest);
  }));

Deno.test("a closed pipe ends quietly", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, small);
    const child = commandOf("log", ["a.log"], folder).spawn();
    await child.stdin.close();
    const reader = child.stdout.getReader();
    await reader.read();
    await reader.cancel();
    const [err, { code }] = await Promise.all([new Response(child.stderr).text(), child.status]);
    assertEquals([code, err], [0, ""]);
  }));

/** Runs a command from Python, which can give it what Deno cannot: a full disk. */
async function fromPython(folder: string, call: string, task: string, args: string[]) {
  const line = JSON.stringify(lineOf(task).concat(args));
  const script = `import json, resource, subprocess, sys
line = [sys.argv[1]] + json.loads(sys.argv[2])
done = subprocess.run(line, stderr=subprocess.PIPE, restore_signals=False, ${call})
sys.stderr.write(done.stderr.decode())
sys.exit(done.returncode)`;
  const python = new Deno.Command("python3", {
    args: ["-c", script, Deno.execPath(), line],
    cwd: folder,
  });
  const { code, stderr } = await python.output();
  return { code, err: new TextDecoder().decode(stderr) };
}

Deno.test("a full disk under standard output is one line", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, small);
    for (const task of ["log", "replay", "verify"]) {
      const { code, err } = await fromPython(folder, 'stdout=open("/dev/full", "wb")', task, [
        "a.log",
      ]);
      assertEquals([code, err], [2, `${task}: cannot write standard output: the disk is full\n`]);
    }
  }));

const limit = "preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))";

Deno.test("a run whose log cannot grow leaves no log", () =>
  inFolder(async (folder) => {
    const args = ["small", "--out", "logs"];
    const { code, err } = await fromPython(folder, limit, "simulate", args);
    assertEquals([code, err], [2, "simulate: cannot write logs/none.log: File too large\n"]);
    assertEquals(filesIn(`${folder}/logs`), []);
  }));

Deno.test("a file that cannot grow leaves nothing under its name", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, small);
    for (const out of ["b.log", "b.txt"]) {
      const { code, err } = await fromPython(folder, limit, "log", ["a.log", "--out", out]);
      assertEquals([code, err], [2, `log: cannot write ${out}: File too large\n`]);
      assertEquals(filesIn(folder), ["a.log"]);
    }
  }));
