/**
 * Pictures of the page for README, made anew from runs of today's code: `deno run -A --config
 * tests/browser/deno.json tests/browser/pictures.ts`. They are to be looked at before they are kept.
 * @module
 */
import type { Browser } from "puppeteer-core";
import UPNG from "upng-js";
import { launch } from "./browser.ts";
import { run, start, Tab, Viewer } from "./viewer.ts";

const FOLDER = new URL("../../fixtures/pictures/", import.meta.url).pathname;
const FIXTURES = new URL("../../fixtures/logs/", import.meta.url).pathname;
const COLOURS = 32;

/** A state of the page, and how one comes there. */
interface Picture {
  readonly name: string;
  readonly logs: readonly string[];
  readonly hash: string;
  readonly dark?: true;
  readonly keys?: readonly string[];
  readonly act?: (tab: Tab) => Promise<void>;
}

const tabOf = (name: string) => async (tab: Tab): Promise<void> => {
  await tab.page.evaluate(
    `[...document.querySelectorAll("[role=tab]")].find((tab) => tab.textContent.startsWith("${name}")).click()`,
  );
};

async function taken(browser: Browser, folder: string, picture: Picture): Promise<void> {
  const { name, logs, hash, keys = [], act } = picture;
  await using viewer = await Viewer.of(logs, folder);
  await using tab = await Tab.open(browser, `${viewer.link}#${hash}`, 1);
  const value = picture.dark ? "dark" : "light";
  await tab.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
  await tab.press(...keys);
  await act?.(tab);
  await tab.read();
  await new Promise((resolve) => setTimeout(resolve, 1000)); // the finer drawing
  await tab.rest();
  const shot = UPNG.decode(new Uint8Array(await tab.page.screenshot()).buffer);
  const small = new Uint8Array(
    UPNG.encode(UPNG.toRGBA8(shot), shot.width, shot.height, COLOURS) as ArrayBuffer,
  );
  await Deno.writeFile(`${FOLDER}view-${name}.png`, small);
  console.log(`view-${name}.png  ${small.length} bytes ${tab.complaints.join(" ")}`);
}

const folder = await Deno.makeTempDir();
const browser = await launch();
try {
  const simulated = JSON.parse(
    await run("simulate", ["--design", "v33,merged", "--json"], folder),
  ).runs as { log: string; events: number }[];
  const [v33, merged] = simulated.map(({ log }) => log);
  await start("explore", ["row-15"], folder).end();
  const pictures: readonly Picture[] = [
    { name: "owner", logs: [v33], hash: `at=${Math.round(simulated[0].events * 0.7)}` },
    {
      name: "hints",
      logs: [v33],
      hash: "at=108000&reading=hints&pfn=0x23b400", // a stale page, before its hint is applied
    },
    {
      name: "dark",
      logs: [v33],
      hash: `at=${Math.round(simulated[0].events * 0.8)}&reading=sent&order=hilbert`,
      dark: true,
    },
    {
      name: "two",
      logs: [v33, merged],
      hash: `at=${Math.round(simulated[0].events * 0.6)}&reading=owner`,
      keys: ["x"], // nearly all of it differs by then
      act: tabOf("Differ"),
    },
    { name: "story", logs: ["out/explore-row-15.log"], hash: "at=40", act: tabOf("Story") },
    {
      name: "kernel",
      logs: [`${FIXTURES}format-2-disk-128.log`],
      hash: "at=60000&reading=type",
      act: tabOf("Events"),
    },
  ];
  const words = Deno.args;
  for (const picture of pictures) {
    if (words.length === 0 || words.includes(picture.name)) await taken(browser, folder, picture);
  }
} finally {
  await browser.close();
  await Deno.remove(folder, { recursive: true });
}
