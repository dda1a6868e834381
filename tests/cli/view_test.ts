/**
 * `view` as a user starts it: what it says, what it refuses before anything is served, how it ends.
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { InputError } from "../../cli/errors.ts";
import { writeHtml } from "../../cli/export/html.ts";
import { Child } from "../support/child.ts";
import { assertRefused, filesIn, inFolder, lineOf, run, smallLog } from "./front_desk.ts";

const trace = new URL("../../fixtures/traces/base-256.ftrace.zst", import.meta.url).pathname;
const golden = new URL("../../fixtures/logs/format-2-v33.log", import.meta.url).pathname;

Deno.test("view says where the page is, and Ctrl-C ends it without complaint", async () => {
  await inFolder(async (folder) => {
    const words = [golden, "--at", "70", "--json"];
    await using child = new Child(Deno.execPath(), [...lineOf("view"), ...words], {}, folder);
    await child.until("a link", () => child.out.includes("\n"));
    const { link, port, logs } = JSON.parse(child.out);
    assertMatch(link, new RegExp(`^http://127.0.0.1:${port}/[0-9a-f]{32}/#at=70$`));
    assertEquals(logs, [{ name: "format-2-v33.log", events: 27337, bytes: 21124 }]);
    const page = await (await fetch(link)).text();
    assertMatch(page, /<script type="application\/json" id="boot">{"worker":"worker.js"/);
    const refused = await fetch(`http://127.0.0.1:${port}/`);
    assertEquals([refused.status, await refused.text()], [
      403,
      "refused: open the whole link that `deno task view` printed\n",
    ]);
    const taken = await run("view", [golden, "--port", String(port)], { folder });
    assertRefused(taken, new RegExp(`^view: cannot listen on port ${port}: `));
    child.kill("SIGINT");
    assertEquals((await child.end()).code, 0);
  });
});

Deno.test("view --build writes a page for files that are dropped, and with a log one that opens it", async () => {
  await inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a b?.log`, smallLog());
    assertEquals((await run("view", ["--build", "site"], { folder })).code, 0);
    assertEquals(filesIn(`${folder}/site`), ["index.html"]);
    const { code, out } = await run("view", ["a b?.log", "--build", "both/", "--json"], { folder });
    assertEquals([code, filesIn(`${folder}/both/logs`)], [0, ["1-a b?.log"]]);
    assertEquals(JSON.parse(out).files.map(({ path }: { path: string }) => path), [
      "both/index.html",
      "both/logs/1-a b?.log",
    ]);
    assertEquals(await Deno.readFile(`${folder}/both/logs/1-a b?.log`), smallLog());
    assertMatch(
      await Deno.readTextFile(`${folder}/both/index.html`),
      /"url":"logs\/1-a%20b%3F.log"/,
    );
    assertEquals(filesIn(`${folder}/out/.view`).length, 1, "bundled once");
  });
});

Deno.test("a kernel's trace is imported first, and its log stays", async () => {
  await inFolder(async (folder) => {
    const built = await run("view", [trace, "--build", "site", "--json"], { folder });
    assertEquals(built.code, 0);
    assertMatch(built.err, /a kernel's trace: imported as out\/base-256.log/);
    assertEquals(filesIn(`${folder}/site/logs`), ["1-base-256.log"]);
    assertEquals((await run("view", [trace, "--build", "site"], { folder })).code, 0, "again");
    const imported = await run("import", [trace, "--out", "b.log"], { folder });
    assertEquals(imported.code, 0);
    assertEquals(
      await Deno.readFile(`${folder}/out/base-256.log`),
      await Deno.readFile(`${folder}/b.log`),
    );
    await Deno.copyFile(golden, `${folder}/out/base-256.log`);
    const refused = await run("view", [trace, "--build", "site"], { folder });
    assertRefused(refused, /would be imported as out\/base-256.log, which is another log/);
    assertEquals(await Deno.readFile(`${folder}/out/base-256.log`), await Deno.readFile(golden));
  });
});

Deno.test("export --html writes a page that holds the log, unless it is too large", async () => {
  await inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, smallLog());
    const { code } = await run("export", ["-", "--html", "a.html"], { folder, stdin: smallLog() });
    assertEquals([code, filesIn(folder)], [0, ["a.html", "a.log", "out"]]);
    assert((await Deno.readTextFile(`${folder}/a.html`)).includes(smallLog().toBase64()));
    const large = {
      name: "b.log",
      path: null,
      events: 1,
      size: 13 * 2 ** 20,
      read: () => smallLog(),
    };
    await assertRejects(
      () => writeHtml(`${folder}/b.html`, large),
      InputError,
      "--html: b.log has 13,631,488 bytes, too many for one page (at most 12,582,912)",
    );
    assertEquals(filesIn(folder), ["a.html", "a.log", "out"]);
  });
});

Deno.test("view refuses what is no log, and what does not fit, before anything is served", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/note.txt`, "a note\n");
    await Deno.writeFile(`${folder}/noise`, new Uint8Array(1000).fill(7));
    const refused = async (args: string[], why: RegExp): Promise<void> =>
      assertRefused(await run("view", args, { folder }), why);
    await refused([], /there is no log in out\/ yet/);
    await refused(["none.log"], /cannot read none.log: there is no such file/);
    await refused(["note.txt"], /note.txt:1: no line of a trace among 1; .*; it is no log either/);
    await refused(["noise"], /noise: /);
    await refused([golden, "noise"], /noise: /);
    await refused([golden, "--at", "27338"], /--at 27338: out of range; must be 0 to 27,337/);
    await refused([golden, "--port", "65536"], /--port 65536: out of range/);
    await refused(["-", "-"], /standard input is one log/);
    await refused([golden, "--build", "noise"], /noise\/logs: a part of the path is no directory/);
    await refused(["--build", "site", "--at", "1"], /--at is of no use to --build/);
    assertEquals(filesIn(folder).filter((name) => name !== "out"), ["noise", "note.txt"]);
  });
});
