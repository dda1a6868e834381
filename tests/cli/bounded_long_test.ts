/**
 * Memory does not grow with the log: what is done with a log of ninety more mebibytes of
 * words takes at most 64 MiB more.
 * @module
 */
import { assert } from "@std/assert";
import { inFolder } from "./front_desk.ts";

const script = new URL("../support/peak.ts", import.meta.url).pathname;
const SHORT_MS = "12000", LONG_MS = "32000", MORE_MIB = 64;

async function peakOf(act: string, folder: string, ms: string) {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    // What the system knows of a process may be read by one with all permissions only.
    args: ["run", "--no-prompt", "--no-check", "--allow-all", script, act, folder, ms],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert(text.startsWith("{"), new TextDecoder().decode(stderr));
  return JSON.parse(text) as { peak: number; events: number };
}

Deno.test("a log is made, read, searched, checked, compared and entered in bounded memory", () =>
  inFolder(async (folder) => {
    for (const act of ["make", "read", "find", "verify", "diff", "seek", "export"]) {
      const short = await peakOf(act, folder, SHORT_MS), long = await peakOf(act, folder, LONG_MS);
      assert(long.events - short.events > 5_500_000, `${long.events} events`);
      const more = long.peak - short.peak;
      console.log(`${act}: ${short.peak.toFixed(0)} MiB, ${more.toFixed(0)} more for the long log`);
      assert(more < MORE_MIB, `${act}: ${more} MiB more for ${long.events - short.events} events`);
    }
  }));
