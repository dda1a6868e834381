import { assertEquals, assertThrows } from "@std/assert";
import { STRIDE } from "../../events/log.ts";
import { Memory } from "../../core/state/memory.ts";
import { type Blocks, replay, replayBlocks, walk } from "../../replay/replay.ts";
import { geometry, oneBlock } from "./one_block.ts";

/** The log in blocks of so many events, each decoded into the same buffer. */
function blocksOf(words: Int32Array, events: number, size: number): Blocks {
  const buffer = new Int32Array(size * STRIDE);
  return {
    events,
    blocks: Math.ceil(events / size),
    baseOf: (block) => block * size,
    wordsOf(block) {
      const part = words.subarray(
        block * size * STRIDE,
        Math.min(events, (block + 1) * size) * STRIDE,
      );
      buffer.fill(-1);
      buffer.set(part);
      return buffer;
    },
  };
}

Deno.test("replayBlocks() gives the same state as replay(), however the log is cut", () => {
  const { log } = oneBlock();
  for (const size of [1, 7, 64]) {
    for (let until = 0; until <= log.length; until++) {
      const whole = replay(new Memory(geometry), log.words, until);
      const parts = replayBlocks(
        new Memory(geometry),
        blocksOf(log.words, log.length, size),
        until,
      );
      assertEquals(parts.bytes, whole.bytes, `${size} events a block, to event ${until}`);
    }
  }
});

Deno.test("replay() goes on from where memory stands, and not back", () => {
  const { log } = oneBlock();
  const memory = replay(new Memory(geometry), log.words, 10);
  const blocks = blocksOf(log.words, log.length, 8);
  replayBlocks(memory, blocks, 20);
  assertEquals(memory.bytes, replay(new Memory(geometry), log.words, 20).bytes);
  assertThrows(() => replay(memory, log.words, 19), RangeError, "memory stands at event 20");
});

Deno.test("walk() asks folds before and after each event, with its number in the log", () => {
  const { log } = oneBlock();
  const memory = replay(new Memory(geometry), log.words, 4);
  const seen: string[] = [];
  const fold = {
    before: (_: unknown, index: number, number: number) =>
      seen.push(`${memory.status[0]} < ${index}/${number}`),
    after: (_: unknown, index: number, number: number) =>
      seen.push(`${memory.status[0]} = ${index}/${number}`),
  };
  walk(memory, log.words.subarray(4 * STRIDE), 0, 2, 4, [fold]);
  assertEquals(seen, ["4 < 0/5", "5 = 0/5", "5 < 1/6", "6 = 1/6"]);
});

Deno.test("replayBlocks() says when a block was applied whole", () => {
  const { log } = oneBlock();
  const whole: number[] = [];
  replayBlocks(
    new Memory(geometry),
    blocksOf(log.words, log.length, 8),
    20,
    [],
    (block) => whole.push(block),
  );
  assertEquals(whole, [0, 1]);
});
