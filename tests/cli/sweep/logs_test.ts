/**
 * The logs that a sweep keeps: of the runs that are asked for, and true.
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { bringToEnd, type Places } from "../../../cli/sweep/finish.ts";
import { lostPages } from "../../../cli/sweep/measures.ts";
import { Pool } from "../../../cli/sweep/pool.ts";
import { Store } from "../../../cli/sweep/store.ts";
import type { Scenario } from "../../../core/run/scenario.ts";
import { codec } from "../../../cli/codec.ts";
import { openLog, sourceOf } from "../../../events/file/reader.ts";
import { filesIn, inFolder } from "../front_desk.ts";
import { planned } from "./support.ts";

const SPEC = { scenario: "small", designs: ["none", "v33"], seeds: { count: 2 } };

/** Runs a sweep and returns the names of its logs, and how many runs lost pages. */
async function logsOf(folder: string, name: string, spec: unknown): Promise<[string[], number]> {
  const sweep = await planned(folder, spec), base = `${folder}/${name}`;
  const places: Places = { out: `${base}.parquet`, store: `${base}.sweep`, logs: `${base}.logs` };
  using store = new Store(places.store, sweep.plan, sweep.version);
  await bringToEnd(sweep, store, new Pool({ threads: 1 }), places);
  const lost = [...sweep.plan.indexes()]
    .filter((index) => lostPages(store.resultOf(index).figures) > 0);
  return [filesIn(places.logs), lost.length];
}

Deno.test("logs of one seed are kept, and written again if one is gone", async () => {
  await inFolder(async (folder) => {
    const set = { "host.linkMbit": 2000 };
    const spec = { ...SPEC, set, keep: { logs: "all", seed: 2 } };
    const [logs] = await logsOf(folder, "a", spec);
    assertEquals(logs.map((name) => name.replace(/-[0-9a-f]{12}\.log$/, "")), [
      "none-seed-2",
      "v33-seed-2",
    ]);
    const first = `${folder}/a.logs/${logs[0]}`, bytes = await Deno.readFile(first);
    await Deno.remove(first);
    assertEquals((await logsOf(folder, "a", spec))[0], logs);
    assertEquals(await Deno.readFile(first), bytes);
    const { header: { design, seed, scenario } } = openLog(sourceOf(bytes), codec);
    assertEquals([design, seed], ["none", 2]);
    assertMatch((scenario as Scenario).title, / Set: host\.linkMbit=2000\.$/);
  });
});

Deno.test("logs are kept of the runs that lost pages", async () => {
  await inFolder(async (folder) => {
    const spec = { ...SPEC, designs: ["none", "bitmap-2016"], set: { "host.name": "firecracker" } };
    const [logs, lost] = await logsOf(folder, "l", { ...spec, keep: { logs: "lost" } });
    assertEquals([logs.length, lost], [2, 2]);
  });
});
