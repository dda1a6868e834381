/**
 * Who may ask the server of the page, what it answers, and what becomes of a log that changes meanwhile.
 * @module
 */
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { Served } from "../../support/desk.ts";
import { inFolder, smallLog } from "../front_desk.ts";

const golden = new URL("../../../fixtures/logs/format-2-v33.log", import.meta.url).pathname;

/** What a log is read from stays open until the process ends. */
const test = (name: string, fn: () => Promise<void>): void =>
  Deno.test({ name, sanitizeResources: false, fn });

test("a page that a browser was led to gets nothing: no token, foreign host, foreign origin", async () => {
  await using served = await Served.of(golden);
  const { host, token, server } = served;
  const refused = async (line: string, headers: string[], why: RegExp): Promise<void> => {
    const { status, text, headers: given } = await served.ask(line, headers);
    assertEquals([status, text.trimEnd().split("\n").length], [403, 1]);
    assertMatch(text, why);
    assertMatch(given.get("content-security-policy")!, /default-src 'none'/);
  };
  for (const path of ["/", "/logs/0", `/${token.slice(1)}0/`, `/${token}0/`, `/x${token}/`]) {
    await refused(`GET ${path}`, [`Host: ${host}`], /open the whole link/);
  }
  await refused(`GET //${host}/${token}/`, [`Host: ${host}`], /open the whole link/);
  for (const name of ["evil.example", `evil.example:${server.port}`, "127.0.0.1", "127.0.0.1:1"]) {
    await refused(`GET /${token}/`, [`Host: ${name}`], /answers to no other name/);
  }
  for (const origin of ["null", "http://evil.example", `https://${host}`, "http://127.0.0.1:1"]) {
    await refused(`GET /${token}/`, [`Host: ${host}`, `Origin: ${origin}`], /another origin/);
  }
});

test("the link gets the page, by both names of this machine, and each server has its own", async () => {
  await using served = await Served.of(golden);
  await using other = await Served.of(golden);
  assertMatch(served.token, /^[0-9a-f]{32}$/);
  assertNotEquals(served.token, other.token);
  const named = `localhost:${served.server.port}`;
  for (const headers of [[`Host: ${named}`], [`Host: ${named}`, `Origin: http://${served.host}`]]) {
    const { status, text, headers: given } = await served.ask(`GET /${served.token}/`, headers);
    assertEquals([status, given.get("content-type")], [200, "text/html; charset=utf-8"]);
    assertMatch(text, /"url":"logs\/0","seek":"logs\/0.seek"/);
    assertEquals(given.get("cache-control"), "no-store");
    assertEquals(given.get("referrer-policy"), "no-referrer");
    assertEquals(given.get("x-content-type-options"), "nosniff");
  }
  assertEquals((await served.get("page.js")).text, "page();");
  assertEquals(
    (await served.get("worker.js")).headers.get("content-type"),
    "text/javascript; charset=utf-8",
  );
  for (const path of ["page", "logs/1", "logs/00", "logs/0.log", "../deno.json", "logs/%2e%2e/x"]) {
    assertEquals((await served.get(path)).status < 400, false, path);
  }
});

test("there is nothing to do at the server but to read", async () => {
  await using served = await Served.of(golden);
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    assertEquals((await served.get("", [], method)).status, 405, method);
  }
  const { status, headers, bytes } = await served.get("logs/0", [], "HEAD");
  assertEquals([status, bytes.length], [200, 0]);
  assertEquals(headers.get("content-length"), String((await Deno.stat(golden)).size));
});

test("a log is given by ranges", async () => {
  await using served = await Served.of(golden);
  const file = await Deno.readFile(golden), size = file.length;
  const all = await served.get("logs/0");
  assertEquals([all.status, all.headers.get("accept-ranges")], [200, "bytes"]);
  assertEquals(all.bytes, file);
  const part = await served.get("logs/0", ["Range: bytes=8-99"]);
  assertEquals([part.status, part.headers.get("content-range")], [206, `bytes 8-99/${size}`]);
  assertEquals(part.bytes, file.subarray(8, 100));
  const last = await served.get("logs/0", ["Range: bytes=-5"]);
  assertEquals(last.bytes, file.subarray(size - 5));
  const none = await served.get("logs/0", [`Range: bytes=${size}-`]);
  assertEquals([none.status, none.headers.get("content-range")], [416, `bytes */${size}`]);
});

test("a log that is replaced or grows is shown as it was; one that was cut is not shown wrong", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.log`, bytes = smallLog();
    await Deno.writeFile(path, bytes);
    await using served = await Served.of(path);
    await Deno.writeFile(`${path}.part`, new Uint8Array(9));
    await Deno.rename(`${path}.part`, path);
    assertEquals((await served.get("logs/0")).bytes, bytes);
    await Deno.remove(path);
    assertEquals((await served.get("logs/0", ["Range: bytes=0-7"])).text, "HINTLAB\n");

    await Deno.writeFile(path, bytes);
    await using second = await Served.of(path);
    await Deno.writeFile(path, bytes.subarray(0, 100), { append: true });
    assertEquals((await second.get("logs/0")).bytes, bytes);
    await Deno.truncate(path, 50);
    const { status, text } = await second.get("logs/0", ["Range: bytes=40-60"]);
    assertEquals([status, text], [
      410,
      "a.log has become shorter since it was opened: view it anew\n",
    ]);
    assertEquals((await second.get("logs/0", ["Range: bytes=40-49"])).status, 206);
  });
});

test("a file of checkpoints is there as soon as it is made", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.log`;
    await Deno.writeFile(path, smallLog());
    await using served = await Served.of(path, path);
    const before = await served.get("logs/1.seek");
    assertEquals([before.status, before.text.trimEnd().split("\n").length], [404, 1]);
    await Deno.writeTextFile(`${path}.seek`, "checkpoints");
    assertEquals((await served.get("logs/1.seek", ["Range: bytes=0-4"])).text, "check");
    assert((await served.get("logs/0.seek", [], "HEAD")).status === 200);
    assertEquals((await served.get("logs/0.seek?of=5+6,0+2")).text, "pointsch");
    const wrong = await served.get("logs/0.seek?of=5+7");
    assertEquals([wrong.status, wrong.text.trimEnd().split("\n").length], [400, 1]);
  });
});
