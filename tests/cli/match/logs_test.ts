import { assertEquals, assertMatch } from "@std/assert";
import { assertRefused, filesIn, inFolder, run } from "../front_desk.ts";

/** Writes both logs of a bundled run and says where they part. */
async function parted(name: string, folder: string): Promise<{ code: number; out: string }> {
  const { code, err } = await run("match", [name, "--out", "logs"], { folder });
  assertEquals(code, 0, err);
  const logs = [`logs/${name}.predicted.log`, `logs/${name}.measured.log`];
  assertEquals(filesIn(`${folder}/logs`), logs.map((path) => path.slice(5)).sort());
  for (const log of logs) assertEquals((await run("verify", [log], { folder })).code, 0);
  return await run("diff", logs, { folder });
}

Deno.test("churn-256: every hint and every block that comes back is the measured one, in that order", () =>
  inFolder(async (folder) => {
    const { out } = await parted("churn-256-h1-r0", folder);
    assertMatch(out, /\nNo decision of the design apart\.\n$/);
  }));

Deno.test("burst-256: the first decision apart is kswapd's, which was seen to give one block more back", () =>
  inFolder(async (folder) => {
    const { out } = await parted("burst-256-h1-r0", folder);
    assertMatch(out, /first decision of the design apart: #1,356\n/);
    assertMatch(out, / A .* block-returned actor=balloon .* pfn=0xc000 /);
    assertMatch(out, / B .* block-returned actor=kswapd .* pfn=0xc000 /);
  }));

Deno.test("a page's life in a predicted run says why it was hinted, or was not", () =>
  inFolder(async (folder) => {
    await parted("garbage-256-h1-r0", folder);
    const life = async (page: string): Promise<string> => {
      const log = "logs/garbage-256-h1-r0.predicted.log";
      return (await run("replay", [log, "--page", page], { folder })).out.replace(/\s+/g, " ");
    };
    assertMatch(await life("0xb400"), /READ AS A HINT.*skipped in round 1/);
    assertMatch(await life("0x2c10"), /Never hinted: when the report ended/);
  }));

Deno.test("--out belongs to one run", async () => {
  assertRefused(await run("match", ["qemu", "--out", "logs"]), /--out belongs to one run/);
  assertRefused(await run("match", ["--out", "logs"]), /--out belongs to a measured run/);
});
