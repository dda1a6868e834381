/**
 * Other ways to explore: by names, at random, from the middle of a log, and logs shortened.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertRefused, inFolder, run } from "../front_desk.ts";

const logs = new URL("../../../fixtures/logs/", import.meta.url).pathname;
const golden = `${logs}format-1-wait-on-ack.log`;

Deno.test("a case of names: qemu-10 with merged is what the suspected bug A is about", () =>
  inFolder(async (folder) => {
    const args = ["--host", "qemu-10", "--design", "merged", "--grain", "section-g", "--json"];
    const { code, out } = await run("explore", args, { folder });
    const [found] = JSON.parse(out).cases;
    assertEquals([code, found.expected, found.verdict, found.length], [1, null, "violation", 11]);
    const safer = await run("explore", [...args, "--returns", "0"], { folder });
    assertEquals([safer.code, JSON.parse(safer.out).cases[0].verdict], [0, "safe"]);
  }));

Deno.test("a walk meets a bug, its way becomes a log, and the log is shortened", () =>
  inFolder(async (folder) => {
    const walked = await run("explore", ["row-20", "--random", "1"], { folder });
    assertEquals(walked.code, 0, walked.err);
    assertMatch(walked.out, /VIOLATION in \d+ steps \(walk \d+\), as expected/);
    const log = "out/explore-row-20-random-1.log";
    const shorter = await run("explore", ["--minimize", log], { folder });
    assertMatch(shorter.out, /Shortened: \d+ steps, of which \d+ are needed\./);
    const [, before, after] = /(\d+) steps, of which (\d+)/.exec(shorter.out)!.map(Number);
    assert(after <= before && after >= 19, `${before} to ${after}`);
    assertEquals((await run("verify", ["out/shorter-row-20.log"], { folder })).code, 0);
  }));

Deno.test("walks that meet nothing say that this proves nothing", async () => {
  const { code, out } = await run("explore", ["row-01", "--random", "7", "--walks", "50"]);
  assertEquals(code, 0);
  assertMatch(out, /50 walks met no violation, which proves nothing, as expected/);
});

Deno.test("a search goes on from an event of a log of a real run", () =>
  inFolder(async (folder) => {
    const { code, out } = await run("explore", ["--from", `${golden}@9000`, "--json"], { folder });
    const [found] = JSON.parse(out).cases;
    assertEquals([code, found.verdict, found.expected], [0, "safe", null]);
    assert(found.states > 100);
  }));

Deno.test("a real run that loses pages is shortened to the least that loses one", () =>
  inFolder(async (folder) => {
    const args = ["default", "--design", "v33", "--set", "host.name=qemu-10"];
    await run("simulate", args, { folder });
    const { code, out, err } = await run("explore", ["--minimize", "out/v33.log"], { folder });
    assertEquals(code, 1, err);
    assertMatch(out, /Shortened: page 0x[0-9a-f]+ alone, the shortest way to lose it\./);
  }));

for (
  const [args, says] of [
    [["--from", "out/v33.log"], /give a log and an event: out\/v33.log@1234/],
    [["--from", `${golden}@0`], /out of range; must be 1 to/],
    [["--from", `${golden}@9000`, "--at-pages", "99999999"], /--at-pages 99999999: out of range/],
    [["--minimize", golden], /no page is lost in it at switch-over/],
    [["row-15", "--minimize"], /--minimize shortens a log, or with --random a walk/],
    [[golden], /is a log: --minimize shortens it/],
    [["row-15", "--random", "x"], /--random x: not a whole number/],
    [["--host", "qemu-9"], /unknown host "qemu-9"/],
    [["--design", "merged", "--pages", "9"], /--pages 9: out of range; must be 1 to 4/],
  ] as const
) {
  Deno.test(`explore ${args.join(" ").replace(golden, "LOG")} is refused in one line`, async () => {
    assertRefused(await run("explore", args), says);
  });
}
