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
};

Deno.test("every golden log is in the list", () => {
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
  assertEquals(files.sort(), Object.keys(golden).sort());
});

for (const [name, [digest, events]] of Object.entries(golden)) {
  Deno.test(`${name} replays to the digests that it bears`, () => {
    const file = openLog(sourceOf(Deno.readFileSync(new URL(name, folder))), codec);
    file.checkAll();
    assertEquals(file.events, events);
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
