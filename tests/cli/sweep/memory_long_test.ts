/**
 * The coordinator's memory: a hundred thousand runs take no more of it than a thousand.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { inFolder } from "../front_desk.ts";

const script = new URL("../../support/empty_sweep.ts", import.meta.url).pathname;
/** What is alive is the same: with this heap there is no room for more. What V8 leaves lying is not. */
const HEAP = "--v8-flags=--max-old-space-size=32,--max-semi-space-size=2";

async function peakOf(folder: string, seeds: number): Promise<number> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", HEAP, "--allow-all", script, folder, `${seeds}`],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const { rows, peak } = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(rows, seeds * 100);
  return peak;
}

Deno.test("100,000 empty runs fit the heap of 1,000, and the process grows by half at most", async () => {
  await inFolder(async (folder) => {
    const few = await peakOf(folder, 10), many = await peakOf(folder, 1000);
    console.log(`peak of 1,000 runs ${few.toFixed(0)} MiB, of 100,000 ${many.toFixed(0)} MiB`);
    assert(many < few * 1.6, `${few} MiB, then ${many} MiB`);
  });
});
