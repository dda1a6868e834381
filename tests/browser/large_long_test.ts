/**
 * A log of a hundred million events in the browser: it is read by ranges, and any event of it is the one that
 * `replay` shows.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { cannotBrowse, launch } from "./browser.ts";
import { bigLog, run, Tab, Viewer } from "./viewer.ts";

const WORK_MS = 280_000, EVENTS_MIN = 100_000_000;
/** The most that the page asks for at once. */
const ASKED_MAX = 4 << 20;

Deno.test({
  name: "of a hundred million events any is near, and the log is read by ranges",
  ignore: cannotBrowse,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir(), browser = await launch();
    try {
      const log = await bigLog(folder, WORK_MS);
      await using viewer = await Viewer.of([log, "--at", "99000000"], folder);
      await using tab = await Tab.open(browser, viewer.link);
      for (const at of [99_000_000, 50_000_001, 77_777_777, 1, EVENTS_MIN]) {
        await tab.seek(at);
        const told = await run("replay", [log, "--at", `${at}`, "--json"], folder);
        assertEquals([await tab.at(), await tab.digest()], [at, JSON.parse(told).digest]);
      }
      const sizes = await tab.page.workers()[0].evaluate(
        "performance.getEntriesByType('resource').map((entry) => entry.encodedBodySize)",
      ) as number[];
      assert(sizes.length > 5 && Math.max(...sizes) <= ASKED_MAX, String(Math.max(...sizes)));
      assertEquals(tab.complaints, []);
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
