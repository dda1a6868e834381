/**
 * Sweeps that are killed: the same command goes on until nothing is left, and the result has the bytes of
 * one that nobody killed.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { drawBelow } from "../../core/run/prng.ts";
import { commandOf } from "../cli/front_desk.ts";

/** A dozen short runs. */
export const SHORT = JSON.stringify({
  scenario: "small",
  axes: [{ name: "link", key: "host.linkMbit", values: [1000, 2000, 4000] }],
  designs: ["none", "v33"],
  seeds: { count: 2 },
});

/** What the kills came to. */
export interface SweepKills {
  kills: number;
  /** Sweeps that had ended before they could be killed. */
  ended: number;
  /** Runs that were kept over a kill. */
  kept: number;
}

/** Lines of the store that are whole: the header is one. */
async function linesIn(path: string): Promise<number> {
  const bytes = await Deno.readFile(path).catch(() => new Uint8Array());
  return bytes.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 0);
}

/** Kills a sweep as soon as it has kept so many runs, or so many ms later. */
async function killAt(
  folder: string,
  runs: number,
  ms: number,
  signal: Deno.Signal,
): Promise<number> {
  const child = commandOf("sweep", ["s.json", "--out", "r.parquet"], folder).spawn();
  await child.stdin.close();
  let isOver = false;
  const status = child.output().then((output) => {
    isOver = true;
    return output;
  });
  while (!isOver && await linesIn(`${folder}/r.sweep/runs`) <= runs) await pause(5);
  await pause(ms);
  if (!isOver) child.kill(signal);
  return (await status).code;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Kills sweeps again and again, each time after a few runs more; the last turn of each is left alone.
 * @param expected the bytes of the result
 * @param command brings a failing seed back
 */
export async function killSweeps(
  folder: string,
  expected: Uint8Array,
  { sweeps, kills }: { sweeps: number; kills: number },
  seed: number,
  command: string,
): Promise<SweepKills> {
  const tally: SweepKills = { kills: 0, ended: 0, kept: 0 };
  for (let at = 0; at < sweeps; at++) {
    const own = `${folder}/kills-${at}`;
    await Deno.mkdir(own);
    await Deno.writeTextFile(`${own}/s.json`, SHORT);
    for (let turn = 0, code = -1; code !== 0; turn++) {
      const before = Math.max(0, await linesIn(`${own}/r.sweep/runs`) - 1);
      const more = drawBelow(4, seed, at, turn, 0), ms = drawBelow(40, seed, at, turn, 1);
      const signal = drawBelow(3, seed, at, turn, 2) === 0 ? "SIGINT" : "SIGKILL";
      code = await killAt(own, turn < kills ? before + more : Infinity, ms, signal);
      const after = Math.max(0, await linesIn(`${own}/r.sweep/runs`) - 1);
      assert(after >= before, `sweep ${at}: runs were lost: ${command}`);
      if (code === 0) tally.ended++;
      else {
        tally.kills++;
        tally.kept += after - before;
      }
      assert(code === 0 || code === 130 || code === 137, `sweep ${at}: exit ${code}: ${command}`);
    }
    assertEquals(await Deno.readFile(`${own}/r.parquet`), expected, `sweep ${at}: ${command}`);
    await Deno.remove(own, { recursive: true });
  }
  return tally;
}
