/**
 * Logs of every form that was ever written open and replay to the state that they were written with,
 * whatever has become of the code that made them. A new form adds its own; none is ever replaced.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { codec, hash64 } from "../../cli/codec.ts";
import { digestText, digestViews } from "../../core/state/digest.ts";
import { Memory } from "../../core/state/memory.ts";
import { openLog, sourceOf } from "../../events/file/reader.ts";
import { replayBlocks } from "../../replay/replay.ts";

const folder = new URL("../../fixtures/logs/", import.meta.url);

/** The digest of the last state and the number of events, as they were when the log was made. */
const golden: Readonly<Record<string, readonly [digest: string, events: number]>> = {
  "format-1-none.log": ["98afd39f091f4104", 29202],
  "format-1-v33.log": ["0d2ca49f9a9a490a", 24979],
  "format-1-merged.log": ["a70219b80e5a2bf7", 25007],
  "format-1-alloc-pages.log": ["8646d163986ac2f9", 27757],
  "format-1-balloon-shrinker.log": ["b0d27ab476a4fbbb", 345949],
  "format-1-balloon.log": ["e1d98d6c46012d99", 125448],
  "format-1-bitmap-2016.log": ["0ab9ead467c01083", 27222],
  "format-1-callback-v28.log": ["53018d0e538a7e15", 37416],
  "format-1-first-chunk-fixed.log": ["82192d0d9e6e6d63", 27576],
  "format-1-first-chunk.log": ["ebac7b56af31bf0a", 27322],
  "format-1-page-reporting.log": ["ec4beba700717f35", 12431],
  "format-1-pop-entries.log": ["82192d0d9e6e6d63", 27576],
  "format-1-v35.log": ["1fef5dba31317741", 28752],
  "format-1-wait-on-ack.log": ["f740092946d7f49a", 27374],
  "format-2-v33.log": ["e3898a38a5cb09cd", 27337],
  "format-2-merged.log": ["a7dd4166d58e9921", 27353],
  "format-2-disk-128.log": ["fc93521feb6b0d42", 99444],
};

Deno.test("every golden log is in the list", () => {
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
  assertEquals(files.sort(), Object.keys(golden).sort());
});

for (const [name, [digest, events]] of Object.entries(golden)) {
  Deno.test(`${name} replays to the digests that it bears`, () => {
    const file = openLog(sourceOf(Deno.readFileSync(new URL(name, folder))), codec);
    file.checkAll();
    assertEquals([file.format, file.events], [Number(name.split("-")[1]), events]);
    const memory = new Memory(file.header.geometry);
    let checked = 0;
    replayBlocks(memory, file, file.events, [], (block) => {
      const kept = file.digestsOf(block);
      if (kept.length === 0) return;
      // A view of today that the log does not know is empty in it, so it has no digest.
      assertEquals(digestViews(memory, hash64), [...kept], `block ${block}`);
      checked++;
    });
    assert(checked > 0);
    assertEquals(digestText(digestViews(memory, hash64)), digest);
  });
}
