/**
 * The log file: what goes in comes out, and nothing damaged passes for whole.
 * @module
 */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { codec, hash64 } from "../../../cli/codec.ts";
import { applyAll } from "../../../core/state/apply.ts";
import { digestViews } from "../../../core/state/digest.ts";
import { Memory } from "../../../core/state/memory.ts";
import { checkHeader, encodeHeader } from "../../../events/file/header.ts";
import { type LogFile, openLog, scan, sourceOf } from "../../../events/file/reader.ts";
import { LogWriter } from "../../../events/file/writer.ts";
import { headerOf } from "../../../cli/simulate/run.ts";
import { cutAnywhere, turnBits } from "../../support/flips.ts";
import { joined, smallFile } from "../../support/logs.ts";
import { rules, scenario, small } from "../../support/runs.ts";

const open = (bytes: Uint8Array, recover = false): LogFile =>
  openLog(sourceOf(bytes), codec, { recover });

function wordsOf(file: LogFile): Int32Array {
  const blocks = Array.from({ length: file.blocks }, (_, block) => file.wordsOf(block));
  const words = new Int32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    words.set(block, at);
    at += block.length;
  }
  return words;
}

/** Where the index begins: 8 bytes, 24 a block and the trailer's 20 before the end. */
const indexOffset = (file: LogFile, bytes: Uint8Array): number =>
  bytes.length - 20 - 8 - 24 * file.blocks;

/** A few events in a few blocks: small enough to damage at every bit. */
const tiny = (): Uint8Array => smallFile("v33", 16, 44);

Deno.test("a log that was written is read back word for word, block by block", () => {
  const file = open(smallFile("v33"));
  assertEquals(wordsOf(file), small("v33").words);
  assertEquals(file.events, small("v33").log.length);
  assert(file.blocks > 5);
  file.checkAll();
});

Deno.test("a log's header says what made it", () => {
  const { header } = open(smallFile("v33"));
  assertEquals(header.design, "v33");
  assertEquals(header.host, "qemu-3.0");
  assertEquals(header.profile, "linux-4.17");
  assertEquals(header.actors[1], { name: "writer", cpu: 1 });
  assertEquals(header.scenario, scenario("small"));
});

Deno.test("every sixteenth block and the last bear digests of the state after them", () => {
  const file = open(smallFile("v33", 1024));
  const memory = new Memory(small("v33").run.geometry);
  for (let block = 0; block < file.blocks; block++) {
    const words = file.wordsOf(block);
    applyAll(memory, small("v33").words, file.baseOf(block), file.baseOf(block) + words.length / 4);
    const bears = (block + 1) % 16 === 0 || block === file.blocks - 1;
    assertEquals(file.digestsOf(block), bears ? digestViews(memory, hash64) : []);
  }
});

Deno.test("a log whose last block is whole bears digests there, too", () => {
  const file = open(smallFile("v33", 16, 48));
  assertEquals(file.blocks, 3);
  assert(file.digestsOf(2).length > 0);
});

Deno.test("a log without events is a log", () => {
  const file = open(smallFile("none", 16, 0));
  assertEquals([file.blocks, file.events], [0, 0]);
  file.checkAll();
});

Deno.test("the index can be made again from the blocks", () => {
  const bytes = smallFile("v33");
  const file = open(bytes);
  const begin = file.index[0].offset;
  const again = scan(sourceOf(bytes), begin, codec.sha256(bytes.subarray(0, begin)), codec);
  assertEquals(again, { index: [...file.index], damage: null });
});

Deno.test("every flipped bit of a log is detected", () => {
  const bytes = tiny();
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const damaged = bytes.slice();
    damaged[bit >> 3] ^= 1 << (bit & 7);
    const error = assertThrows(() => open(damaged).checkAll(), SyntaxError, "Cannot open log");
    assert(error.message.length > 20, `bit ${bit}`);
  }
});

Deno.test("a log that is cut anywhere is refused, and opens to its last whole block on request", () => {
  const bytes = tiny();
  const file = open(bytes);
  const words = wordsOf(file);
  for (let length = 0; length < bytes.length; length++) {
    const cut = bytes.subarray(0, length);
    assertThrows(() => open(cut), SyntaxError, "Cannot open log");
    if (length < file.index[0].offset) continue;
    const whole = file.index.filter((_, block) =>
      (file.index[block + 1]?.offset ?? indexOffset(file, bytes)) <= length
    );
    const recovered = open(cut, true);
    assertEquals(recovered.blocks, whole.length, `cut at byte ${length}`);
    assertEquals(wordsOf(recovered), words.subarray(0, recovered.events * 4));
    assert(recovered.damage !== null);
  }
});

Deno.test("a log with a flipped bit is recovered up to the block that holds it", () => {
  const bytes = tiny();
  const file = open(bytes);
  const words = wordsOf(file), begin = file.index[0].offset;
  const ends = file.index.map((_, block) =>
    file.index[block + 1]?.offset ?? indexOffset(file, bytes)
  );
  for (let bit = begin * 8; bit < bytes.length * 8; bit += 3) {
    const damaged = bytes.slice();
    damaged[bit >> 3] ^= 1 << (bit & 7);
    const recovered = open(damaged, true);
    assertEquals(recovered.blocks, ends.filter((end) => end <= bit >> 3).length, `bit ${bit}`);
    assertEquals(wordsOf(recovered), words.subarray(0, recovered.events * 4), `bit ${bit}`);
    assert(recovered.damage !== null, `bit ${bit}`);
  }
});

Deno.test("bits that are turned by chance in a larger log are found, and it opens however it is cut", () => {
  const bytes = smallFile("v33", 1024);
  turnBits(bytes, 300, 1);
  cutAnywhere(bytes, 60, 1);
});

Deno.test("blocks that change places break the chain", () => {
  const bytes = smallFile("v33", 16, 64);
  const other = smallFile("none", 16, 64);
  const at = open(bytes).index;
  const swapped = bytes.slice();
  const [from, end] = [at[1].offset, at[2].offset];
  const [begin, behind] = [open(other).index[1].offset, open(other).index[2].offset];
  assertEquals(behind - begin, end - from, "choose blocks of equal length, or this proves nothing");
  swapped.set(other.subarray(begin, behind), from);
  assertThrows(() => open(swapped).checkAll(), SyntaxError, "does not follow");
});

Deno.test("a file that is no log, or a newer one, says so", () => {
  const says = (bytes: Uint8Array, words: string): void => {
    const error = assertThrows(() => open(bytes), SyntaxError);
    assertStringIncludes(error.message, words);
  };
  says(new Uint8Array(0), "the file is empty");
  says(new TextEncoder().encode("#!/bin/sh\necho hello\n"), "it is no hintlab log, but text");
  says(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), "it is no hintlab log, but gzip");
  says(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 4, 0), "it is no hintlab log, but zstd");
  says(Uint8Array.of(0, 1, 2, 3), "it is no hintlab log");
  const newer = tiny();
  newer[8] = 7;
  says(newer, "format 7 is newer than this program knows (2)");
  says(tiny().subarray(0, 30), "cut at byte 30, within its header");
});

Deno.test("headers of equal content are equal bytes, whatever the order of keys", () => {
  const header = headerOf(scenario("small"), rules("v33"));
  const turned = Object.fromEntries(Object.entries(header).reverse()) as unknown as typeof header;
  assertEquals(encodeHeader(turned), encodeHeader(header));
});

Deno.test("a short block can only be the last", () => {
  const pieces: Uint8Array[] = [];
  const writer = new LogWriter(
    headerOf(scenario("small"), rules("none")),
    codec,
    (bytes) => pieces.push(bytes),
    () => [],
    16,
  );
  const { words } = small("none");
  writer.write(words, 0, 10);
  assertThrows(() => writer.write(words, 10, 20), RangeError, "comes after the last");
  assertThrows(() => writer.write(words, 0, 17), RangeError, "too long");
  writer.close();
  assertEquals(open(joined(pieces)).events, 10);
});

Deno.test("a header that is not right is refused in words, whatever it lacks", () => {
  const good = headerOf(scenario("small"), rules("none"));
  const { frames: _, ...frameless } = good.geometry;
  const wrong: readonly [string, Record<string, unknown>][] = [
    ["it lists no actors", { actors: [null] }],
    ["it lists no actors", { actors: [{ name: "writer" }] }],
    ["it lists no tasks", { tasks: [1] }],
    ["it names no seed", { seed: "1" }],
    ["it names no seed", { seed: undefined }],
    ["it has no geometry", { geometry: null }],
    ["it has no geometry", { geometry: frameless }],
    ["it has no geometry", { geometry: { ...good.geometry, zones: [null] } }],
    ["it has no geometry", { geometry: { ...good.geometry, zones: [{ name: "Normal" }] } }],
  ];
  for (const [why, change] of wrong) {
    assertThrows(() => checkHeader({ ...good, ...change }), SyntaxError, why);
  }
  assertEquals(checkHeader(good), good);
});
