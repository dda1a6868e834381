/**
 * The page of one log in a real browser: what is on it at an event is what `replay` and `log` say, whichever
 * way one came there.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Browser } from "puppeteer-core";
import { cannotBrowse, launch } from "./browser.ts";
import { run, Tab, Viewer } from "./viewer.ts";

const LOG = new URL("../../fixtures/logs/format-2-v33.log", import.meta.url).pathname;
const EVENTS = 27337;

let browser: Browser, viewer: Viewer, folder: string;

Deno.test.beforeAll(async () => {
  if (cannotBrowse) return;
  folder = await Deno.makeTempDir();
  [browser, viewer] = await Promise.all([launch(), Viewer.of([LOG, "--at", "20000"], folder)]);
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await viewer?.[Symbol.asyncDispose]();
  if (folder !== undefined) await Deno.remove(folder, { recursive: true });
});

/** A story of the page; it must end without the browser having complained of anything. */
function test(name: string, story: (tab: Tab) => Promise<void>): void {
  Deno.test({
    name,
    ignore: cannotBrowse,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      await using tab = await Tab.open(browser, viewer.link);
      await story(tab);
      assertEquals([...tab.complaints, ...await tab.texts(".message-text")], []);
    },
  });
}

/** A log's lines between two events, with single spaces. */
const lines = async (from: number, to: number): Promise<string[]> =>
  (await run("log", [LOG, "--from", `${from}`, "--to", `${to}`], folder)).trimEnd().split("\n")
    .filter((line) => line.startsWith("#"));

/** The digest as `replay` prints it. */
const replayed = async (at: number): Promise<string> =>
  JSON.parse(await run("replay", [LOG, "--at", `${at}`, "--json"], folder)).digest;

test("the link opens the log at the event that it names", async (tab) => {
  assertEquals(await tab.at(), 20000);
  assertMatch(await tab.page.title(), /format-2-v33\.log/);
  assertMatch(await tab.text("#top"), /scenario small, v33, seed 1/);
  const [line] = await lines(20000, 20000);
  const here = await tab.text(".events [aria-current=true]");
  assert(here.startsWith("20,000 "), here);
  assert(line.endsWith(here.split("ms ")[1]), `${line}\n${here}`);
});

test("the digest at an event is that of replay --at, whichever way one came there", async (tab) => {
  for (const at of [EVENTS, 0, 12345, 1, 20001]) {
    await tab.seek(at);
    assertEquals([await tab.at(), await tab.digest()], [at, await replayed(at)]);
  }
});

test("keys step by event, hint, round and finding, forwards and backwards", async (tab) => {
  await tab.press("ArrowRight", "ArrowRight");
  assertEquals(await tab.at(), 20002);
  await tab.press("ArrowLeft", "ArrowLeft", "ArrowLeft");
  assertEquals(await tab.at(), 19999);
  await tab.seek(0);
  await tab.press("Shift+ArrowRight");
  const hint = await tab.at();
  assertMatch((await lines(hint, hint))[0], / hint-read /);
  await tab.press("Shift+ArrowRight", "Shift+ArrowLeft");
  assertEquals(await tab.at(), hint);
  await tab.press("End", "Control+Shift+ArrowLeft");
  const round = await tab.at();
  assertMatch((await lines(round, round))[0], / round-(begun|ended) /);
  await tab.press("Control+Shift+ArrowLeft", "Control+Shift+ArrowRight");
  assertEquals(await tab.at(), round);
  await tab.press("Home");
  assertEquals(await tab.at(), 0);
});

test("dragging on the time line scrubs", async (tab) => {
  await tab.read();
  const { mouse } = tab.page, events: number[] = [];
  await mouse.move(...await tab.place(".time-axis", 0.1));
  await mouse.down();
  for (const x of [0.2, 0.6, 0.4]) {
    await mouse.move(...await tab.place(".time-axis", x));
    await tab.rest();
    events.push(await tab.at());
  }
  await mouse.up();
  assert(events[0] < events[2] && events[2] < events[1], String(events));
  assertEquals(await tab.digest(), await replayed(events[2]));
});

test("the filter leaves the events of a kind, and a line is a jump", async (tab) => {
  await tab.press("/");
  await tab.page.keyboard.type("kind=hint-read");
  const others = "document.querySelectorAll('.events .line:not([title^=hint-read])')";
  await tab.until(`document.querySelector(".events .line") !== null && ${others}.length === 0`);
  assert((await tab.texts(".events .line")).length > 1);
  const [first] = await tab.texts(".events .line-event");
  await tab.page.click(".events .line");
  await tab.rest();
  assertEquals(await tab.at(), Number(first.replaceAll(",", "")));
});

test("the page under the mouse is named, and a click tells its life", async (tab) => {
  await tab.page.mouse.move(...await tab.place(".map-view", 0.5, 0.5));
  await tab.until("/^0x/.test(document.querySelector('.map-under').textContent)");
  const under = await tab.text(".map-under");
  assertMatch(under, /^0x[0-9a-f]+ DMA32, pageblock \d+: \S+ \S+/);
  await tab.page.mouse.click(...await tab.place(".map-view", 0.5, 0.5));
  await tab.rest();
  const pfn = under.split(" ")[0];
  assert((await tab.page.evaluate("location.hash") as string).includes(`pfn=${pfn}`));
  await tab.until(
    `document.querySelector("#panels").innerText.includes(${JSON.stringify(pfn)})`,
  );
});

test("every reading has words for each of its colours", async (tab) => {
  const readings = await tab.page.$$("#chooser [role=radio]");
  assert(readings.length > 6);
  for (let key = 1; key <= 6; key++) {
    await tab.press(String(key));
    const words = await tab.texts(".legend-word");
    assert(words.length >= 2 && words.every((word) => word !== ""), `${key}: ${words}`);
    assertEquals(new Set(words).size, words.length, "no word twice");
  }
});
