/**
 * Digests of a state: what the format's description says, and any byte tells two states apart.
 * @module
 */
import { assertEquals, assertNotEquals } from "@std/assert";
import { hash64 } from "../../../cli/codec.ts";
import { CHUNK_BYTES, digestText, digestViews } from "../../../core/state/digest.ts";
import { Memory } from "../../../core/state/memory.ts";
import type { ViewDigest } from "../../../events/file/codec.ts";
import { GEOMETRY } from "../../support/given.ts";

// Views of several chunks, the last of which is no multiple of four bytes long.
const FRAMES = 40_003;
const wide = { ...GEOMETRY, frames: FRAMES, zones: [{ name: "Normal", start: 0, frames: FRAMES }] };

/** As `format.md` describes it, byte by byte. */
function slowly(memory: Memory): ViewDigest[] {
  const found: ViewDigest[] = [];
  for (const { name, row } of memory.layout.parts) {
    const bytes = memory.bytesOfView(name), list: number[] = [];
    for (let chunk = 0; chunk * CHUNK_BYTES < bytes.length; chunk++) {
      const part = bytes.slice(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
      if (part.every((byte) => byte === 0) || part.every((byte) => byte === 255)) continue;
      const entry = new DataView(new ArrayBuffer(12));
      entry.setUint32(0, chunk, true);
      entry.setBigUint64(4, hash64(part), true);
      list.push(...new Uint8Array(entry.buffer));
    }
    if (list.length > 0) found.push({ view: row.number, digest: hash64(Uint8Array.from(list)) });
  }
  return found.sort((left, right) => left.view - right.view);
}

Deno.test("digests are those of the description, for fresh and for worn states", () => {
  for (const timed of [true, false]) {
    const memory = new Memory({ ...wide, timed });
    assertEquals(digestViews(memory, hash64), slowly(memory));
    memory.content.fill(-1, 0, CHUNK_BYTES / 4); // a whole chunk of 255
    memory.bits.fill(255);
    memory.block.fill(7, 100, 30_000);
    assertEquals(digestViews(memory, hash64), slowly(memory));
  }
});

Deno.test("one byte anywhere in a default chunk makes another digest", () => {
  const memory = new Memory({ ...wide, timed: false });
  const bits = memory.bytesOfView("bits");
  for (const fill of [0, 255]) {
    bits.fill(fill);
    const before = digestText(digestViews(memory, hash64));
    for (const at of [0, 1, 2, 3, 4, 5, 4095, FRAMES - 4, FRAMES - 3, FRAMES - 2, FRAMES - 1]) {
      bits[at] ^= 1;
      assertNotEquals(digestText(digestViews(memory, hash64)), before, `byte ${at} of ${fill}s`);
      assertEquals(digestViews(memory, hash64), slowly(memory), `byte ${at} of ${fill}s`);
      bits[at] ^= 1;
    }
  }
});

Deno.test("a view that is all default is left out", () => {
  const memory = new Memory(wide);
  const bearing = new Set(digestViews(memory, hash64).map(({ view }) => view));
  for (const { name, row } of memory.layout.parts) {
    const bytes = memory.bytesOfView(name);
    if (bytes.every((byte) => byte === 0)) assertEquals(bearing.has(row.number), false, name);
  }
  assertEquals(digestText([]), "cbf29ce484222325");
});
