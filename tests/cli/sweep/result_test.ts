/**
 * The result: the same bytes however runs end, and rows that a reader of Parquet has as they were.
 * @module
 */
import { assertEquals } from "@std/assert";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { zstdDecompressSync } from "node:zlib";
import { figureColumns } from "../../../cli/sweep/columns.ts";
import { coordinate } from "../../../cli/sweep/coordinate.ts";
import type { Engine } from "../../../cli/sweep/engine.ts";
import { Pool } from "../../../cli/sweep/pool.ts";
import { writeResult } from "../../../cli/sweep/result.ts";
import { Store } from "../../../cli/sweep/store.ts";
import { inFolder } from "../front_desk.ts";
import { emptyEngine, never, planned, SMALL, untold } from "./support.ts";
import type { Sweep } from "../../../cli/sweep/load.ts";

/** The result's bytes after engines did their parts of the sweep, one after the other. */
async function resultOf(folder: string, sweep: Sweep, ...engines: Engine[]): Promise<Uint8Array> {
  const name = `${folder}/${crypto.randomUUID()}`;
  for (const engine of engines) {
    using store = new Store(`${name}.sweep`, sweep.plan, sweep.version);
    await coordinate(sweep.plan, store, engine, never, untold);
  }
  using store = new Store(`${name}.sweep`, sweep.plan, sweep.version);
  writeResult(`${name}.parquet`, sweep, (index) => store.resultOf(index));
  return await Deno.readFile(`${name}.parquet`);
}

const rowsOf = (bytes: Uint8Array): Promise<Record<string, unknown>[]> =>
  parquetReadObjects({
    file: bytes.slice().buffer,
    compressors: { ZSTD: (input) => new Uint8Array(zstdDecompressSync(input)) },
  });

Deno.test("real runs give the same bytes with one thread, two threads, and after a stop", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder, { ...SMALL, seeds: { count: 1 } });
    const one = await resultOf(folder, sweep, new Pool({ threads: 1 }));
    assertEquals(await resultOf(folder, sweep, new Pool({ threads: 2 })), one);
    const rows = await rowsOf(one);
    assertEquals(rows.map(({ run, link, design }) => [run, link, design]), [
      [0, 500, "none"],
      [1, 500, "v33"],
      [2, 1000, "none"],
      [3, 1000, "v33"],
    ]);
    assertEquals(
      rows.every(({ bytes, lostPages }) => Number(bytes) > 1e6 && lostPages === 0),
      true,
    );
    assertEquals(rows.map(({ freeNotHinted }) => freeNotHinted === null), [
      true,
      false,
      true,
      false,
    ]);
  });
});

Deno.test("any order of completion gives the same bytes, and so does any number of stops", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder, { ...SMALL, seeds: { count: 20 } });
    const first = await resultOf(folder, sweep, emptyEngine(1));
    for (let seed = 2; seed < 6; seed++) {
      assertEquals(await resultOf(folder, sweep, emptyEngine(seed)), first);
      const parts = [emptyEngine(seed, 13), emptyEngine(seed + 9, 31), emptyEngine(seed)];
      assertEquals(await resultOf(folder, sweep, ...parts), first);
    }
  });
});

Deno.test("columns: the run, the axes by their kind, design, seed, figures, digest, failure", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder, {
      ...SMALL,
      axes: [
        ...SMALL.axes,
        { name: "kernel", key: "guest.profile", values: ["linux-6.1"] },
        { name: "huge", key: "guest.hugePages", values: [true] },
      ],
    });
    const failing: Engine = {
      ...emptyEngine(1),
      async *results(runs, stop) {
        for await (const result of emptyEngine(1).results(runs, stop)) {
          yield result.index === 2
            ? { ...result, figures: [], digest: "", failure: "it is poisoned" }
            : result;
        }
      },
    };
    const path = `${folder}/r.parquet`;
    {
      using store = new Store(`${folder}/r.sweep`, sweep.plan, sweep.version);
      await coordinate(sweep.plan, store, failing, never, untold);
      assertEquals(writeResult(path, sweep, (index) => store.resultOf(index)), 8);
    }
    const bytes = await Deno.readFile(path), rows = await rowsOf(bytes);
    const { failure, digest, link, kernel, huge, bytes: sent } = rows[2];
    assertEquals([failure, digest, link, kernel, huge, sent], [
      "it is poisoned",
      null,
      500,
      "linux-6.1",
      true,
      null,
    ]);
    assertEquals(rows[3].failure, null);
    assertEquals(Object.keys(rows[0]), [
      "run",
      "link",
      "kernel",
      "huge",
      "design",
      "seed",
      ...figureColumns.map(({ name }) => name),
      "digest",
      "failure",
    ]);
    const { key_value_metadata } = parquetMetadata(bytes.slice().buffer);
    const about = JSON.parse(key_value_metadata!.find(({ key }) => key === "hintlab")!.value!);
    assertEquals([about.scenario, about.version], ["small", sweep.version]);
  });
});
