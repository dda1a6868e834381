/**
 * Maps of the viewer agree with a slow twin that looks at one page after the other.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { zoneOf } from "../../../core/state/lists.ts";
import {
  Bit,
  DISCARDED,
  type Memory,
  ownerOfBlock,
  REPORTED,
  State,
} from "../../../core/state/memory.ts";
import { lostPages } from "../../../core/state/oracles/lost.ts";
import { NONE } from "../../../events/log.ts";
import { Kind, TYPES } from "../../../events/kinds.ts";
import { kindOf, orderOf, pfnOf, valueOf } from "../../../events/log.ts";
import type { LogFile } from "../../../events/file/reader.ts";
import { blockAt } from "../../../replay/block_at.ts";
import { BlockLog } from "../../../replay/viewer/engine/blocks.ts";
import { SentRounds } from "../../../replay/viewer/engine/sent_rounds.ts";
import { readings } from "../../../replay/viewer/readings/mod.ts";
import { smallFile } from "../../support/logs.ts";
import { engineOf, fileOf, finished, stateAt } from "./support.ts";

/** By page: round of the last sending in the migration under way; 0 not sent, -1 skipped. */
function sentTwin(file: LogFile, at: number): Int32Array {
  const sent = new Int32Array(file.header.geometry.frames);
  let round = 0;
  for (let number = 1; number <= at; number++) {
    let block = 0;
    while (block + 1 < file.blocks && file.baseOf(block + 1) < number) block++;
    const words = wordsOf(file, block), index = number - file.baseOf(block) - 1;
    const pfn = pfnOf(words, index), pages = 1 << orderOf(words, index);
    switch (kindOf(words, index)) {
      case Kind.MigrationBegun:
        sent.fill(0);
        break;
      case Kind.RoundBegun:
        round = valueOf(words, index);
        break;
      case Kind.PagesSent:
      case Kind.ZeroPagesSent:
        for (let page = pfn; page < pfn + valueOf(words, index); page++) sent[page] = round;
        break;
      case Kind.HintApplied:
      case Kind.PageDiscarded:
        for (let page = pfn; page < pfn + pages; page++) if (sent[page] === 0) sent[page] = -1;
    }
  }
  return sent;
}

let last: { file: LogFile; block: number; words: Int32Array } | null = null;
function wordsOf(file: LogFile, block: number): Int32Array {
  if (last?.file !== file || last.block !== block) {
    last = { file, block, words: file.wordsOf(block) };
  }
  return last.words;
}

/** What a page is in each reading, in words. */
function twin(memory: Memory, page: number, sent: number, lanes: readonly string[]) {
  const { state, order, word } = blockAt(memory, page), bits = memory.bits[page];
  const has = (bit: number): boolean => (bits & bit) !== 0;
  const isUsed = state === State.Used;
  const lane = ownerOfBlock(word);
  const isSame = memory.content[page] === memory.arrived[page] &&
    memory.content[page] !== DISCARDED;
  const relied = isUsed && has(Bit.Written) ? "and the guest relies on it" : "nothing relies on it";
  const dirty = [
    has(Bit.Migrate) ? "to be sent" : "",
    has(Bit.Fetched) ? "fetched" : "",
    has(Bit.Log) ? "in the log" : "",
  ].filter((text) => text !== "");
  return {
    owner: state === State.None
      ? "in nobody's hands"
      : state === State.Free
      ? "free"
      : state === State.Percpu
      ? "free, on a cpu's list"
      : lane === 0
      ? "in use"
      : `held by ${lanes[lane]}`,
    order: state === State.None ? "in no block" : `${isUsed ? "in use" : "free"}, order ${order}`,
    type: TYPES[memory.blockType[page >> memory.pageblockOrder]],
    hints: has(Bit.Hinted)
      ? has(Bit.Stale) ? isUsed ? "stale: handed out since" : "stale, free again" : "hinted"
      : state === State.Free && (word & REPORTED) !== 0
      ? "free, and the host was told"
      : "not hinted",
    dirty: dirty.length,
    sent: sent === 0
      ? "not sent"
      : sent < 0
      ? "skipped by a hint"
      : sent > 12
      ? "sent in a later round"
      : `sent in round ${sent}`,
    differs: isSame
      ? "the same there"
      : `${has(Bit.Received) ? "differs" : "not sent yet"}, ${relied}`,
  };
}

const DIRTY_BITS = [0, 1, 1, 2, 1, 2, 2, 3]; // how many bits a class of `dirty` stands for

for (const design of ["v33", "merged", "page-reporting"]) {
  Deno.test(`maps of ${design} agree with a page by page twin`, () => {
    const bytes = smallFile(design, 1000), file = fileOf(bytes), engine = engineOf(bytes);
    const { facts } = engine, seen = new Set<string>();
    for (const part of [1, 0.8, 0.3, 0.6]) {
      const at = Math.floor(facts.events * part), memory = stateAt(file, at);
      const sent = sentTwin(file, at);
      engine.seek(at);
      for (const { name, classes } of facts.readings) {
        const map = engine.map(name), counts = classes.map(() => 0);
        assertEquals([map.event, map.classes.length], [at, facts.frames]);
        for (let page = 0; page < facts.frames; page++) {
          const number = map.classes[page], { word } = classes[number];
          counts[number]++;
          seen.add(`${name} ${word}`);
          const slow = zoneOf(memory, page) === NONE
            ? "no memory"
            : twin(memory, page, sent[page], facts.lanes)[name as keyof ReturnType<typeof twin>];
          const fast = name === "dirty" && word !== "no memory" ? DIRTY_BITS[number] : word;
          if (fast !== slow) assertEquals(fast, slow, `${name} of page ${page} at event ${at}`);
        }
        assertEquals(map.counts, counts);
      }
    }
    assert(seen.size > 20, [...seen].join("; "));
  });
}

Deno.test("what differs at the switch-over, and the guest relies on, is what is lost", () => {
  const bytes = smallFile("v33", 1000), file = fileOf(bytes), engine = engineOf(bytes);
  engine.seek(0);
  const over = engine.find("kind=switched-over", false)!;
  for (const at of [over, over - 3000]) {
    engine.seek(at);
    const { counts } = engine.map("differs");
    assertEquals(counts[2] + counts[4], lostPages(stateAt(file, at)));
  }
});

Deno.test("rounds of sending are the same from wherever they are worked out", () => {
  const file = fileOf(smallFile("v33", 500)),
    log = new BlockLog(file),
    { frames } = file.header.geometry;
  const moved = new SentRounds(log, frames), { events } = log;
  for (const at of [events, 100, 20_000, 19_999, 5000, events - 1, 12_000, 12_001]) {
    const fresh = new SentRounds(log, frames);
    fresh.seek(at);
    moved.seek(at);
    assertEquals(moved.pages, fresh.pages, `event ${at}`);
  }
});

Deno.test("of a long log rounds of sending are read while nobody asks", () => {
  const bytes = smallFile("v33", 50), engine = engineOf(bytes), near = engineOf(bytes);
  const { events } = engine.facts;
  engine.seek(events);
  assertThrows(() => engine.map("sent"), RangeError, "ask again");
  finished(engine);
  for (let at = 10_000; at < events; at += 10_000) near.seek(at), near.map("sent");
  near.seek(events);
  assertEquals(engine.map("sent"), near.map("sent"));
});

Deno.test("every class of every reading has a word and a sign of its own", () => {
  const { header } = fileOf(smallFile("v33", 1000));
  for (const reading of readings) {
    const classes = reading.classes(header);
    const words = classes.map(({ word }) => word), signs = classes.map(({ sign }) => sign);
    assertEquals(new Set(words).size, words.length, reading.name);
    assertEquals(new Set(signs).size, signs.length, `${reading.name}: ${signs.join("")}`);
    assert(signs.every((sign) => sign.length === 1));
  }
});

Deno.test("a reading that there is not is refused, and those there are are named", () => {
  const engine = engineOf(smallFile("v33", 1000));
  assertThrows(() => engine.map("colour"), RangeError, "owner, order, type");
});
