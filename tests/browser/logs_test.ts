/**
 * What the page opens: two logs, a log that was cut, files that are dropped, files that are none; and what
 * it refuses.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Browser } from "puppeteer-core";
import { cannotBrowse, launch } from "./browser.ts";
import { run, start, Tab, Viewer } from "./viewer.ts";

const house = new URL("../../", import.meta.url).pathname;
const LOG = `${house}fixtures/logs/format-2-v33.log`;
const OTHER = `${house}fixtures/logs/format-2-merged.log`;

let browser: Browser, folder: string;

Deno.test.beforeAll(async () => {
  if (cannotBrowse) return;
  folder = await Deno.makeTempDir();
  browser = await launch();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) await Deno.remove(folder, { recursive: true });
});

function test(name: string, story: () => Promise<void>): void {
  Deno.test({
    name,
    ignore: cannotBrowse,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: story,
  });
}

const digestAt = async (log: string, at: number): Promise<string> =>
  JSON.parse(await run("replay", [log, "--at", `${at}`, "--json"], folder)).digest;

/** Gives the page a file, as if it had been chosen or dropped. */
async function give(tab: Tab, path: string): Promise<void> {
  const input = await tab.page.$("input[type=file]");
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
  await tab.until("!hintlab.busy()");
}

test("two logs stand side by side, and one cursor moves both", async () => {
  await using viewer = await Viewer.of([LOG, OTHER], folder);
  await using tab = await Tab.open(browser, viewer.link);
  assertEquals((await tab.texts("#sides .side-name")).map((name) => name.slice(0, 2)), [
    "A:",
    "B:",
  ]);
  await tab.press("d"); // to the first difference
  const { code, out } = await start("diff", [LOG, OTHER, "--json"], folder).end();
  assertEquals(code, 1);
  const first: number = JSON.parse(out).firstEvent;
  await tab.until(`hintlab.stand().event === ${first} && !hintlab.busy()`);
  await tab.until(
    `document.querySelector(".difference")?.textContent.includes("${
      first.toLocaleString("en-US")
    }") ?? false`,
  );
  await tab.seek(20000);
  assertEquals(await tab.digest(), await digestAt(LOG, 20000));
  for (const said of await tab.texts(".map-marked")) {
    assertMatch(said, /^[\d,]+ pages differ from the other log$/);
  }
  assertEquals(tab.complaints, []);
});

test("of a log that was cut, what is whole is shown, and the page says so", async () => {
  const cut = `${folder}/cut.log`,
    bytes = await Deno.readFile(`${house}fixtures/logs/format-2-disk-128.log`);
  await Deno.writeFile(cut, bytes.subarray(0, bytes.length - 2000));
  await using viewer = await Viewer.of([cut], folder);
  await using tab = await Tab.open(browser, viewer.link);
  assertMatch((await tab.texts(".message-text")).join(), /cut\.log: .*cut/);
  await tab.press("End");
  const at = await tab.at();
  assert(at > 0);
  const { digest } = JSON.parse(
    await run("replay", [cut, "--recover", "--at", `${at}`, "--json"], folder),
  );
  assertEquals(await tab.digest(), digest);
});

test("static files read a log that is dropped, and say in a line what is none", async () => {
  await run("view", ["--build", "site"], folder);
  await using tab = await Tab.open(browser, `file://${folder}/site/index.html`);
  assertMatch(await tab.text("#empty"), /Drop a log here/);
  const none = `${folder}/none.log`;
  await Deno.writeTextFile(none, "This is a note, and no log.\n");
  await give(tab, none);
  await tab.page.waitForSelector(".message-text");
  assertMatch((await tab.texts(".message-text")).join("\n"), /no hintlab log, but text/);
  await give(tab, LOG);
  await tab.until("hintlab.stand() !== null");
  await tab.rest();
  await tab.seek(12345);
  assertEquals(await tab.digest(), await digestAt(LOG, 12345));
  assertEquals(tab.complaints, []);
});

test("static files open the log that was built with them, from any server", async () => {
  await run("view", [LOG, "--build", "site-of-log"], folder);
  await using server = serveStatic(`${folder}/site-of-log`);
  await using tab = await Tab.open(
    browser,
    `http://127.0.0.1:${server.addr.port}/index.html#at=99`,
  );
  assertEquals([await tab.at(), await tab.digest()], [99, await digestAt(LOG, 99)]);
  assertEquals(tab.complaints, []);
});

test("a page of one file shows its log, opened from the disk", async () => {
  await run("export", [LOG, "--html", "v33.html"], folder);
  await using tab = await Tab.open(browser, `file://${folder}/v33.html#at=777`);
  assertEquals([await tab.at(), await tab.digest()], [777, await digestAt(LOG, 777)]);
  await tab.press("End");
  assertEquals(await tab.digest(), await digestAt(LOG, 27337));
  assertEquals(tab.complaints, []);
});

test("without the token there is no page, and no other page gets at the log", async () => {
  await using viewer = await Viewer.of([LOG], folder);
  const { origin, pathname } = new URL(viewer.link);
  const page = await browser.newPage();
  const answer = await page.goto(origin);
  assertEquals([answer!.status(), (await answer!.text()).trim()], [
    403,
    "refused: open the whole link that `deno task view` printed",
  ]);
  await using other = serveStatic(folder);
  await page.goto(`http://127.0.0.1:${other.addr.port}/none.log`);
  const got = await page.evaluate(
    (url: string) => fetch(url).then((answer) => answer.text(), (error) => `no: ${error}`),
    `${origin}${pathname}logs/0`,
  );
  assertMatch(got, /^no: TypeError/);
  await page.close();
});

/** A server of files that knows no ranges. */
function serveStatic(root: string): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    try {
      return new Response(await Deno.readFile(root + decodeURI(new URL(request.url).pathname)), {
        headers: { "content-type": request.url.includes(".html") ? "text/html" : "text/plain" },
      });
    } catch {
      return new Response("none", { status: 404 });
    }
  });
}
