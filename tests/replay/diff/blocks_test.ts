/**
 * How far two logs are the same, told by their blocks: never farther than a comparison event by event.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { codec } from "../../../cli/codec.ts";
import { headerOf } from "../../../cli/simulate/run.ts";
import type { LogHeader } from "../../../events/file/header.ts";
import { openLog, sourceOf } from "../../../events/file/reader.ts";
import { LogWriter } from "../../../events/file/writer.ts";
import { STRIDE } from "../../../events/log.ts";
import { ALL_KINDS, partingOf } from "../../../replay/diff.ts";
import { commonEvents, type WrittenBlocks } from "../../../replay/diff/blocks.ts";
import { joined } from "../../support/logs.ts";
import { rules, scenario, small } from "../../support/runs.ts";

const SIZE = 500;
const words = small("v33").words.subarray(0, 20 * SIZE * STRIDE);
const header = headerOf(scenario("small"), rules("v33"));
const another: LogHeader = { ...header, seed: header.seed + 1 };

/** A file of events, with digests that say `digest` of the state. */
function fileOf(events: Int32Array, head: LogHeader, size = SIZE, digest = 1n): Uint8Array {
  const pieces: Uint8Array[] = [];
  const sink = (bytes: Uint8Array) => pieces.push(bytes.slice());
  const writer = new LogWriter(head, codec, sink, () => [{ view: 1, digest }], size);
  for (let from = 0; from < events.length / STRIDE; from += size) {
    writer.write(events, from, Math.min(events.length / STRIDE, from + size));
  }
  writer.close();
  return joined(pieces);
}

/** A log of a file; `decoded` are the blocks that were. */
function logOf(bytes: Uint8Array): WrittenBlocks & { decoded: number[] } {
  const file = openLog(sourceOf(bytes), codec), decoded: number[] = [];
  return {
    decoded,
    blocks: file.blocks,
    events: file.events,
    baseOf: (block) => file.baseOf(block),
    chainAt: (block) => file.chainAt(block),
    bytesAt: (block) => file.bytesAt(block),
    wordsOf(block) {
      decoded.push(block);
      return file.wordsOf(block);
    },
  };
}

function changed(event: number): Int32Array {
  const copy = words.slice();
  copy[(event - 1) * STRIDE + 3]++;
  return copy;
}

Deno.test("equal blocks are passed over without being decoded, whether headers differ or not", () => {
  for (const head of [header, another]) {
    const a = logOf(fileOf(words, header)), b = logOf(fileOf(words, head));
    assertEquals(commonEvents(a, b), words.length / STRIDE);
    assertEquals([a.decoded, b.decoded], [[], []]);
  }
});

Deno.test("the first block with another event ends what is common, wherever it is", () => {
  for (const head of [header, another]) {
    for (const event of [1, SIZE, SIZE + 1, 7 * SIZE + 250, 16 * SIZE, 20 * SIZE]) {
      const a = logOf(fileOf(words, header)), b = logOf(fileOf(changed(event), head));
      const common = commonEvents(a, b);
      assertEquals(common, Math.floor((event - 1) / SIZE) * SIZE, `event ${event}`);
      assertEquals([a.decoded.length, b.decoded.length], [1, 1]);
      const parting = partingOf(a, b, ALL_KINDS, common + 1, true)!;
      assertEquals(parting, partingOf(a, b, ALL_KINDS, 1, true));
      assertEquals([parting.a!.number, parting.b!.number], [event, event]);
    }
  }
});

Deno.test("other digests of the same events make no difference: such blocks are decoded", () => {
  const a = logOf(fileOf(words, header)), b = logOf(fileOf(words, header, SIZE, 2n));
  assertEquals(commonEvents(a, b), words.length / STRIDE);
  assertEquals(a.decoded, [15, 19]); // the sixteenth and the last bear digests
});

Deno.test("blocks that end elsewhere are left to a comparison event by event", () => {
  const a = logOf(fileOf(words, header)), b = logOf(fileOf(changed(7 * SIZE), header, 400));
  assertEquals(commonEvents(a, b), 0);
  assertEquals(partingOf(a, b, ALL_KINDS, 1, true)!.b!.number, 7 * SIZE);
});

Deno.test("a log that goes on where the other ends has the other in common", () => {
  const shorter = words.subarray(0, (9 * SIZE + 20) * STRIDE);
  const a = logOf(fileOf(words, header)), b = logOf(fileOf(shorter, header));
  assertEquals(commonEvents(a, b), 9 * SIZE);
  const parting = partingOf(a, b, ALL_KINDS, 9 * SIZE + 1, true)!;
  assertEquals([parting.a!.number, parting.b], [9 * SIZE + 21, null]);
});

Deno.test("a text log has no blocks on disk: nothing is taken for common", () => {
  const a = logOf(fileOf(words, header));
  assertEquals(commonEvents(a, { ...a, chainAt: () => null, bytesAt: () => null }), 0);
});

Deno.test("a damaged block is noticed, though its hash says that it was the same", () => {
  const bytes = fileOf(words, header), whole = logOf(bytes);
  const file = openLog(sourceOf(bytes), codec);
  for (const block of [0, 3, 19]) {
    const damaged = bytes.slice();
    damaged[file.index[block].offset + 100] ^= 4;
    const error = assertThrows(() => commonEvents(whole, logOf(damaged)), SyntaxError);
    assert(error.message.includes(`after event ${block * SIZE}`), error.message);
  }
});
