/**
 * The store of finished runs: whatever is cut or damaged, what stands is kept and nothing is taken for a run.
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../../cli/errors.ts";
import { coordinate } from "../../../cli/sweep/coordinate.ts";
import type { Sweep } from "../../../cli/sweep/load.ts";
import { Store } from "../../../cli/sweep/store.ts";
import { inFolder } from "../front_desk.ts";
import { emptyEngine, never, planned, resultFor, SMALL, untold } from "./support.ts";

/** Fills a store with so many runs and returns its bytes. */
async function filled(folder: string, sweep: Sweep, most = Infinity): Promise<Uint8Array> {
  {
    using store = new Store(`${folder}/store`, sweep.plan, sweep.version);
    await coordinate(sweep.plan, store, emptyEngine(1, most), never, untold);
  }
  return await Deno.readFile(`${folder}/store/runs`);
}

/** What a store holds of the plan, when it is opened again. */
function held(folder: string, { plan, version }: Sweep): { runs: number[]; damaged: number } {
  using store = new Store(`${folder}/store`, plan, version);
  const runs = [...plan.indexes()].filter((index) => store.has(index));
  for (const index of runs) assertEquals(store.resultOf(index), resultFor(plan.runAt(index)));
  assertEquals(store.finished, runs.length);
  return { runs, damaged: store.damaged };
}

Deno.test("a store holds what was added, in any order, and adds a run once", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder), bytes = await filled(folder, sweep);
    assertEquals(held(folder, sweep), { runs: [0, 1, 2, 3, 4, 5, 6, 7], damaged: 0 });
    using store = new Store(`${folder}/store`, sweep.plan, sweep.version);
    assertEquals(store.add(resultFor(sweep.plan.runAt(3))), false);
    assertEquals(await Deno.readFile(`${folder}/store/runs`), bytes);
  });
});

Deno.test("a store that is cut at any byte opens to the runs before the cut, and goes on", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder), bytes = await filled(folder, sweep);
    const ends = [...bytes.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
    for (let cut = 0; cut <= bytes.length; cut += 7) {
      await Deno.writeFile(`${folder}/store/runs`, bytes.subarray(0, cut));
      const whole = ends.filter((end) => end <= cut).length - 1;
      assertEquals(held(folder, sweep).runs.length, Math.max(0, whole), `cut at ${cut}`);
      if (cut % 5 === 0) assertEquals((await filled(folder, sweep)).length, bytes.length);
    }
  });
});

Deno.test("a flipped bit costs two runs at most, and never makes a wrong one", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder), bytes = await filled(folder, sweep);
    const header = bytes.indexOf(10) + 1;
    for (let at = header; at < bytes.length; at += 41) {
      const flipped = bytes.slice();
      flipped[at] ^= 1 << (at % 8);
      await Deno.writeFile(`${folder}/store/runs`, flipped);
      const { runs } = held(folder, sweep); // asserts that each is as it was
      assertEquals(runs.length >= 6 && runs.length < 8, true, `byte ${at}: ${runs.length}`);
    }
    for (let at = 0; at < header; at += 5) {
      const flipped = bytes.slice();
      flipped[at] ^= 1;
      await Deno.writeFile(`${folder}/store/runs`, flipped);
      assertThrows(() => held(folder, sweep), InputError);
    }
  });
});

Deno.test("what is finished is not run again when the sweep file says more", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder);
    await filled(folder, sweep);
    const more = await planned(folder, {
      ...SMALL,
      axes: [{ ...SMALL.axes[0], values: [250, 1000, 500] }],
    });
    assertEquals(held(folder, more).runs, [4, 5, 6, 7, 8, 9, 10, 11]);
    const less = await planned(folder, { ...SMALL, designs: ["v33"] });
    assertEquals(held(folder, less).runs, [0, 1, 2, 3]);
  });
});

Deno.test("a run that failed is told, and tried again by the next", async () => {
  await inFolder(async (folder) => {
    const { plan, version } = await planned(folder), { index, id } = plan.runAt(2);
    const failure = { index, id, figures: [], digest: "", failure: "it is poisoned" };
    {
      using store = new Store(`${folder}/store`, plan, version);
      store.add(failure);
      assertEquals([store.has(2), [...store.failed], store.resultOf(2)], [true, [2], failure]);
    }
    using store = new Store(`${folder}/store`, plan, version);
    assertEquals([store.has(2), store.failed.size], [false, 0]);
    store.add(resultFor(plan.runAt(2)));
    assertEquals(store.resultOf(2), resultFor(plan.runAt(2)));
  });
});

Deno.test("a store keeps a second coordinator out, and another version of the program", async () => {
  await inFolder(async (folder) => {
    const { plan, version } = await planned(folder);
    const open = (by = version, anew = false) => new Store(`${folder}/store`, plan, by, { anew });
    {
      using _ = open();
      assertThrows(() => open(), InputError, "another process is at this sweep");
      assertThrows(() => open(version, true), InputError, "another process is at this sweep");
    }
    assertThrows(() => open("another"), InputError, "--anew begins it anew");
    open("another", true)[Symbol.dispose]();
    open("another")[Symbol.dispose]();
  });
});

Deno.test("a full disk: the run that did not fit is taken back, the others stand", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder), { plan, version } = sweep;
    const { writeSync } = Deno.FsFile.prototype;
    let left = 2000;
    Deno.FsFile.prototype.writeSync = function (bytes) {
      if (left <= 0) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
      const part = bytes.subarray(0, left);
      left -= part.length;
      return writeSync.call(this, part);
    };
    let added = 0;
    try {
      using store = new Store(`${folder}/store`, plan, version);
      assertThrows(
        () => {
          for (const index of plan.indexes()) {
            store.add(resultFor(plan.runAt(index)));
            added++;
          }
        },
        InputError,
        "the disk is full",
      );
      assertEquals([store.finished, store.has(added)], [added, false]);
    } finally {
      Deno.FsFile.prototype.writeSync = writeSync;
    }
    assertEquals(added > 0 && added < 8, true);
    assertEquals(held(folder, sweep).runs.length, added);
  });
});
