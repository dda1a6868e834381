/**
 * Blocks of a log that the viewer keeps decoded: one takes the room of the oldest, and is right all the same.
 * @module
 */
import { assert, assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { BlockLog } from "../../../replay/viewer/engine/blocks.ts";
import { smallFile } from "../../support/logs.ts";
import { fileOf } from "./support.ts";

const KEPT = 8;

Deno.test("a block is what the log says, whoever had its room before", () => {
  const file = fileOf(smallFile("v33", 1000)), log = new BlockLog(file), rooms = new Set();
  assert(log.blocks > 3 * KEPT);
  for (const step of [1, 7, 1]) { // the last block is shorter: a longer one may come into its room
    for (let turn = 0; turn < log.blocks; turn++) {
      const block = (log.blocks - 1 + turn * step) % log.blocks, words = log.wordsOf(block);
      assertEquals(words, file.wordsOf(block), `block ${block}`);
      rooms.add(words.buffer);
    }
  }
  assert(rooms.size <= KEPT + 1, `${rooms.size} rooms`); // the short block's was too small once
});

Deno.test("the last blocks stay as they are while as many are asked for", () => {
  const file = fileOf(smallFile("v33", 1000)), log = new BlockLog(file), words = log.wordsOf(0);
  for (let block = 1; block < KEPT; block++) log.wordsOf(block);
  assertStrictEquals(log.wordsOf(0), words);
  for (let block = 1; block <= KEPT; block++) log.wordsOf(block);
  assertNotStrictEquals(log.wordsOf(0), words);
  assertEquals(log.wordsOf(0), file.wordsOf(0));
});
