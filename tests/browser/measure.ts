/**
 * Measures the page, drawn in software: `deno run -A --config tests/browser/deno.json
 * tests/browser/measure.ts`. First picture of ten million events, scrubs to any event, pictures a second while
 * a map of 16 GiB plays. Figures of one machine, printed and not judged.
 * @module
 */
import { launch } from "./browser.ts";
import { bigLog, run, Tab, Viewer } from "./viewer.ts";

const WORK_MS = 19_000, SCRUBS = 20, PLAY_MS = 6000, STEP = 7_919_771;
/** Somebody looks at the first picture for so long before the hand is on the time line. */
const LOOK_MS = 2000;

const folder = await Deno.makeTempDir();
const browser = await launch();

async function opened(
  log: string,
  pixels: number,
): Promise<{ tab: Tab; viewer: Viewer; ms: number }> {
  const viewer = await Viewer.of([log], folder);
  const tab = await Tab.open(browser, viewer.link, pixels);
  // since the link was followed
  return { tab, viewer, ms: await tab.page.evaluate("performance.now()") as number };
}

/** Goes to events here and there, one after the other. */
async function scrubbed(tab: Tab, events: number): Promise<string> {
  const times: number[] = [];
  for (let at = 0, event = 0; at < SCRUBS; at++) {
    event = (event + STEP) % events;
    const time = await tab.page.evaluate(`(async () => {
      const begin = performance.now();
      await hintlab.seek(${event});
      return performance.now() - begin;
    })()`);
    times.push(time as number);
    await tab.rest();
  }
  times.sort((a, b) => a - b);
  return `${times[SCRUBS >> 1].toFixed(0)} ms, ${times[SCRUBS - 1].toFixed(0)} ms`;
}

function line(what: string, figure: string): void {
  console.log(`${what.padEnd(62)} ${figure}`);
}

try {
  const big = await bigLog(folder, WORK_MS);
  await run("view", ["--build", "site"], folder); // bundled before it is measured
  for (const wait of [0, LOOK_MS]) {
    const { tab, viewer, ms } = await opened(big, 1);
    const events = Number(
      await tab.page.evaluate("document.querySelector('.time').ariaValueMax"),
    );
    const what = `first picture, a log of ${events.toLocaleString("en-US")} events`;
    line(what, `${ms.toFixed(0)} ms`);
    await new Promise((resolve) => setTimeout(resolve, wait));
    line(`scrub to any event from ${wait} ms after it: median, most`, await scrubbed(tab, events));
    await tab.read();
    if (wait > 0) line("once all was read: median, most", await scrubbed(tab, events));
    await tab[Symbol.asyncDispose]();
    await viewer[Symbol.asyncDispose]();
  }

  const { runs } = JSON.parse(
    await run("simulate", ["--set", "guest.mib=16384", "--design", "merged", "--json"], folder),
  );
  for (const pixels of [0.5, 1]) {
    const { tab, viewer } = await opened(runs[0].log, pixels);
    await tab.read();
    await tab.press("Home");
    const shown = await tab.page.evaluate(`(async () => {
      dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
      let shown = 0, last = -1;
      const begin = performance.now();
      while (performance.now() - begin < ${PLAY_MS}) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const { event } = hintlab.stand();
        if (event !== last) shown++;
        last = event;
      }
      return 1000 * shown / (performance.now() - begin);
    })()`) as number;
    const drawn = `${1280 * pixels} x ${720 * pixels}`;
    line(`pictures a second, playing 16 GiB, ${drawn} drawn`, shown.toFixed(1));
    await tab[Symbol.asyncDispose]();
    await viewer[Symbol.asyncDispose]();
  }
} finally {
  await browser.close();
  await Deno.remove(folder, { recursive: true });
}
