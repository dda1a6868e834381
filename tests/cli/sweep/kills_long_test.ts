/**
 * Sweeps that are killed at many points: each goes on to the bytes of one that nobody killed.
 * @module
 */
import { assert } from "@std/assert";
import { killSweeps, SHORT } from "../../support/sweep_kills.ts";
import { inFolder, run } from "../front_desk.ts";

const SWEEPS = 12, SEED = 5;

Deno.test(`${SWEEPS} sweeps are killed until nothing is left`, async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/s.json`, SHORT);
    await run("sweep", ["s.json", "--out", "r.parquet"], { folder });
    const bytes = await Deno.readFile(`${folder}/r.parquet`);
    const command = "deno task test:long cli/sweep/kills";
    const asked = { sweeps: SWEEPS, kills: Infinity };
    const { kills, kept } = await killSweeps(folder, bytes, asked, SEED, command);
    assert(kills > SWEEPS, `${kills} kills`);
    console.log(`${kills} kills of ${SWEEPS} sweeps; ${kept} runs were kept over them`);
  });
});
