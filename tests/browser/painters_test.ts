/**
 * The map's two painters, the shaders and the plain loops, paint the same: each is the other's twin.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import UPNG from "upng-js";
import { cannotBrowse, launch } from "./browser.ts";
import { Tab, Viewer } from "./viewer.ts";

const LOG = new URL("../../fixtures/logs/format-2-merged.log", import.meta.url).pathname;
/** Rounding of colours by the graphics card. */
const APART_MOST = 3;
/** A pixel's middle may lie on the line between two cells: the card rounds to 32 bits, and may take the other. */
const TIES_MOST = 0.01;
/** What is pressed before each picture: all of the map, pageblocks, patterns; in both orders. */
const VIEWS: readonly (readonly string[])[] = [
  [],
  ["=", "=", "=", "=", "=", "="],
  ["0", "o"],
  ["=", "=", "=", "=", "=", "=", "=", "="],
];

/** The map's pixels in each view, without what lies over it. */
async function pictures(tab: Tab): Promise<Uint8Array[]> {
  const taken: Uint8Array[] = [];
  const over = "document.querySelector('.map-over').style.visibility = 'hidden'";
  await tab.page.evaluate(over);
  for (const keys of VIEWS) {
    await tab.press(...keys);
    await new Promise((resolve) => setTimeout(resolve, 400)); // it is painted finely once it rests
    await tab.rest();
    const map = (await tab.page.$(".map-pages"))!;
    const png = Uint8Array.from(await map.screenshot());
    taken.push(new Uint8Array(UPNG.toRGBA8(UPNG.decode(png.buffer))[0]));
  }
  return taken;
}

function apart(a: Uint8Array, b: Uint8Array): number {
  assertEquals(a.length, b.length);
  return a.reduce((sum, byte, i) => sum + (Math.abs(byte - b[i]) > APART_MOST ? 1 : 0), 0);
}

Deno.test({
  name: "shaders and plain loops paint the same map, in every order and at every zoom",
  ignore: cannotBrowse,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const browser = await launch();
      await using viewer = await Viewer.of([LOG, "--at", "20000"], folder);
      const [byCard, byLoops] = [[], []] as Uint8Array[][];
      for (const [paint, taken] of [["gl", byCard], ["soft", byLoops]] as const) {
        await using tab = await Tab.open(browser, viewer.link.replace("#", `?paint=${paint}#`), 1);
        taken.push(...await pictures(tab));
        assertEquals(tab.complaints, []);
      }
      await browser.close();
      VIEWS.forEach((_, i) => {
        const part = apart(byCard[i], byLoops[i]) / byCard[i].length;
        assert(part < TIES_MOST, `view ${i}: ${(part * 100).toFixed(2)} % of the bytes are apart`);
      });
      assert(apart(byCard[0], byCard[1]) > 1000, "views differ, so there is something to compare");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
