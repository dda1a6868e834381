import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { guestOf, wordsOf } from "../../cli/predict/guest.ts";
import { runJob } from "../../cli/predict/run.ts";
import { slicesFor } from "../../cli/predict/scenario.ts";
import { mbitOf, mibOf, msOf, rateOf, shareOf } from "../../cli/predict/units.ts";
import { assertRefused, filesIn, inFolder, run } from "./front_desk.ts";

const example = new URL("../../fixtures/guests/example", import.meta.url).pathname;
const SMALL = "mem=1G,free=60%,old-data=50%,dirty=20MB/s,ws=128M";

Deno.test("amounts are read as an operator writes them", () => {
  assertEquals([mibOf("16G"), mibOf("512MiB"), mibOf("1t"), mibOf("16")], [
    16_384,
    512,
    2 ** 20,
    undefined,
  ]);
  assertEquals([shareOf("60%", 1000), shareOf("9G", 1), shareOf("120%", 1)], [
    600,
    9216,
    undefined,
  ]);
  assertEquals([rateOf("1MiB/s"), rateOf("0"), rateOf("20MB")], [1, 0, undefined]);
  assertEquals([mbitOf("10Gbit"), mbitOf("100Mbit/s"), mbitOf("fast")], [10_000, 100, undefined]);
  assertEquals([msOf("300ms"), msOf("0.3s"), msOf("300")], [300, 300, undefined]);
});

Deno.test("predict tells of a guest in words: a table, a paragraph, and how far to trust it", async () => {
  const { code, out } = await run("predict", ["--guest", SMALL, "--link", "1Gbit"]);
  assertEquals(code, 0, out);
  assertMatch(
    out,
    /^A guest of 1 GiB, 614 MiB free \(307 MiB of it old data\), 19\.1 MiB\/s written/,
  );
  assertMatch(out, / sent +\d+ MiB +\d+ MiB\n/);
  assertMatch(out, /Without hints [\d.]+ [MG]iB are sent in|Without hints [\d.]+\.\.[\d.]+ [MG]iB/);
  assertMatch(out, /With merged .* less\), time by/s);
  assertMatch(out, /It converges: what is\n? ?written/);
  assertMatch(out, /never\s+hinted by merged: .*? lies in\s+blocks below/s);
  assertMatch(out, /\n {2}matched .*\n[\s\S]*\n {2}modelled .*\n[\s\S]*\n {2}assumed /);
});

Deno.test("what is written faster than the link takes it does not converge, and says why", async () => {
  const words = "mem=1G,free=50%,dirty=200MB/s,ws=256M";
  const args = ["--guest", words, "--link", "1Gbit", "--downtime", "100ms", "--json"];
  const { code, out } = await run("predict", [...args, "--seeds", "1"]);
  assertEquals(code, 0);
  const { designs, guest } = JSON.parse(out);
  assertEquals(designs.map(({ design }: { design: string }) => design), ["none", "merged"]);
  assertEquals(designs.map(({ converges }: { converges: boolean }) => converges), [false, false]);
  assertEquals(guest.assumed, ["old-data 50%"]);
  assertLess(designs[1].bytes.median, designs[0].bytes.median);
  assert(designs[0].rounds.median > 16);
});

Deno.test("predict --from reads what was copied from a guest; --guest goes before it", async () => {
  const { code, out } = await run("predict", ["--from", example, "--seeds", "1", "--json"]);
  assertEquals(code, 0);
  const { guest, linkMbit, downtimeMs } = JSON.parse(out);
  assertEquals([guest.cpus, guest.dirty, linkMbit, downtimeMs], [2, 12, 941.2, 200]);
  assertEquals(Math.round(guest.free), 356);
  const other = await run("predict", [
    "--from",
    example,
    "--guest",
    "dirty=1MiB/s,ws=16M",
    "--seeds=1",
    "--json",
  ]);
  assertEquals(JSON.parse(other.out).guest.dirty, 1);
});

Deno.test("predict --out keeps the logs of the first seed, which replay reads", () =>
  inFolder(async (folder) => {
    const { code } = await run("predict", ["--guest", "mem=256M,free=60%", "--out", "logs"], {
      folder,
    });
    assertEquals(code, 0);
    assertEquals(filesIn(`${folder}/logs`), ["merged.log", "none.log"]);
    const page = await run("replay", ["logs/merged.log", "--page", "0x8000"], { folder });
    assertEquals(page.code, 0, page.err);
  }));

Deno.test("a slice of a guest predicts what the whole does, bytes within 8 % and time within 15 %", () => {
  const guest = guestOf(wordsOf("mem=8G,free=60%,old-data=50%,dirty=50MB/s,ws=1G"));
  const asked = {
    guest,
    linkMbit: 10_000,
    downtimeMs: 300,
    host: "qemu-10",
    profile: "linux-6.1",
    untouched: false,
  };
  for (const design of ["none", "merged"]) {
    const [whole, part] = [1, 4].map((slices) =>
      runJob({ asked, seed: 1, slices, design, log: "" }).figures.migration
    );
    assertLess(Math.abs(part.bytes / whole.bytes - 1), 0.08, design);
    assertLess(Math.abs(part.totalNs / whole.totalNs - 1), 0.15, design);
    assert(Math.abs(part.rounds - whole.rounds) <= 1);
  }
});

Deno.test("guests are cut into as many slices as the runs that are asked for need", () => {
  const guest = (words: string) => guestOf(wordsOf(words));
  assertEquals(slicesFor(guest("mem=16G"), 6), 1);
  assertEquals(slicesFor(guest("mem=16G"), 60), 4);
  assertEquals(slicesFor(guest("mem=256G"), 6), 16);
});

for (
  const [words, why] of [
    ["free=60%", /--guest: mem is missing: the guest's memory, as in 16G$/m],
    ["mem=16", /--guest: mem: a size, as in 16G or 512M, not "16"$/m],
    ["mem=16G,fre=1G", /unknown "fre"; did you mean free\?/],
    ["mem=16G,dirty=20MB", /--guest: dirty: an amount a second, as in 20MB\/s, not "20MB"$/m],
    ["mem=16G,mem=8G", /mem is given twice/],
    ["mem=16G,free=60%,dirty=1MB/s,ws=16G", /ws=16G: does not fit the 6554 MiB in use/],
    ["mem", /"mem": give KEY=VALUE/],
  ] as const
) {
  Deno.test(`--guest ${words} is refused in one line`, async () =>
    assertRefused(await run("predict", ["--guest", words]), why));
}

Deno.test("links, times and folders that are none are refused in one line", async () => {
  assertRefused(await run("predict", ["--link", "fast"]), /--link fast: a rate, as in 10Gbit/);
  assertRefused(await run("predict", ["--downtime", "1"]), /--downtime 1: a time, as in 300ms/);
  assertRefused(await run("predict", ["--from", "no-such"]), /--from no-such: it is no folder/);
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/guest`);
    assertRefused(
      await run("predict", ["--from", "guest"], { folder }),
      /--from guest: it has no meminfo \(save \/proc\/meminfo there\)/,
    );
  });
});
