/**
 * Any event of a log at once: from checkpoints, forwards and backwards, the state is the one that a
 * replay from the first event gives.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { codec, hash64 } from "../../cli/codec.ts";
import { Memory } from "../../core/state/memory.ts";
import { Kind } from "../../events/kinds.ts";
import { sourceOf } from "../../events/file/reader.ts";
import { kindOf, pfnOf, STRIDE } from "../../events/log.ts";
import type { KeptFold } from "../../replay/fold.ts";
import { type Blocks, replay } from "../../replay/replay.ts";
import { Checkpoints, type Folds, record, Timeline } from "../../replay/timeline.ts";
import { joined } from "../support/logs.ts";
import { small } from "../support/runs.ts";

const BLOCK = 1000, DISTANCE = 3000;
const tools = { codec, hash: hash64 };
const key = new Uint8Array(32).fill(7);
const done = small("v33"), { geometry } = done.run, events = done.log.length;

const log: Blocks = {
  blocks: Math.ceil(events / BLOCK),
  events,
  baseOf: (block) => block * BLOCK,
  wordsOf: (block) =>
    done.words.slice(block * BLOCK * STRIDE, Math.min(events, (block + 1) * BLOCK) * STRIDE),
};

/** Counts pages freed, as a view would. */
class Counter implements KeptFold {
  freed = 0;
  after(words: ArrayLike<number>, index: number): void {
    if (kindOf(words, index) === Kind.PageFreed) this.freed++;
  }
  keep(): number {
    return this.freed;
  }
  takeUp(kept: number): void {
    this.freed = kept;
  }
}

function recorded(distance = DISTANCE): Uint8Array {
  const pieces: Uint8Array[] = [], folds = { freed: new Counter() };
  const sink = (piece: Uint8Array) => pieces.push(piece.slice());
  record(new Memory(geometry), log, key, tools, folds, sink, () => {}, distance);
  return joined(pieces);
}

const file = recorded();

/** A timeline over a file of checkpoints, or over none. */
function given(bytes: Uint8Array | null, folds: Folds = {}, near = 0): Timeline {
  const memory = new Memory(geometry);
  const found = bytes === null ? null : Checkpoints.open(memory, sourceOf(bytes), key, tools);
  assert(typeof found !== "string", String(found));
  return new Timeline(memory, log, found, folds, near);
}

/** The slow twin: from the first event on. */
const stateAt = (event: number): Memory => replay(new Memory(geometry), done.words, event);

/** Numbers that look random and are the same every time. */
function* draws(count: number, below: number): Generator<number> {
  let state = 12345;
  for (let at = 0; at < count; at++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    yield state % below;
  }
}

Deno.test("a timeline goes to any event in any order, with its checkpoints and without", () => {
  const fast = given(file), slow = given(null);
  for (const event of [0, events, 1, ...draws(40, events + 1), events - 1, DISTANCE, 0]) {
    const wanted = stateAt(event).bytes;
    fast.seek(event);
    assertEquals(fast.at, event);
    assertEquals(fast.memory.bytes, wanted, `event ${event}`);
    slow.seek(event);
    assertEquals(slow.memory.bytes, wanted, `event ${event}, without checkpoints`);
  }
});

Deno.test("a timeline steps back and forth over the place of a checkpoint", () => {
  const timeline = given(file);
  timeline.seek(2 * DISTANCE - 3);
  for (const step of [1, 1, 1, 1, 1, -1, -1, -1, -1, 3, -4, 2]) {
    assertEquals(timeline.step(step), timeline.at);
    assertEquals(timeline.memory.bytes, stateAt(timeline.at).bytes, `event ${timeline.at}`);
  }
  assertEquals(timeline.step(-events * 2), 0);
  assertEquals(timeline.step(events * 2), events);
});

Deno.test("over a near checkpoint a timeline goes by replay, and is at the same state", () => {
  const timeline = given(file, {}, 100);
  for (const event of [DISTANCE - 50, DISTANCE + 1, 2 * DISTANCE - 101, 2 * DISTANCE, DISTANCE]) {
    timeline.seek(event);
    assertEquals(timeline.memory.bytes, stateAt(event).bytes, `event ${event}`);
  }
});

Deno.test("a page that is back as it was at the next checkpoint is not taken for unchanged", () => {
  const timeline = given(file);
  for (const event of draws(60, events)) {
    timeline.seek(event); // somewhere, then to the checkpoint before it and the one behind it
    timeline.seek(event - event % DISTANCE);
    assertEquals(timeline.memory.bytes, stateAt(timeline.at).bytes);
    timeline.seek(event);
    timeline.seek(Math.min(events, event - event % DISTANCE + DISTANCE));
    assertEquals(timeline.memory.bytes, stateAt(timeline.at).bytes);
  }
});

Deno.test("folds go along with a timeline, wherever it goes", () => {
  const counter = new Counter(), timeline = given(file, { freed: counter });
  for (const event of [events, 10, ...draws(20, events), 0]) {
    timeline.seek(event);
    let freed = 0;
    for (let at = 0; at < event; at++) if (kindOf(done.words, at) === Kind.PageFreed) freed++;
    assertEquals(counter.freed, freed, `event ${event}`);
  }
});

Deno.test("a timeline finds the next event that matches, and the one before", () => {
  const timeline = given(file);
  const numbers: number[] = [];
  for (let at = 0; at < events; at++) {
    if (kindOf(done.words, at) === Kind.HintApplied) numbers.push(at + 1);
  }
  assert(numbers.length > 3);
  const match = (words: ArrayLike<number>, index: number) =>
    kindOf(words, index) === Kind.HintApplied;
  for (const number of numbers) assertEquals(timeline.find(match), number);
  assertEquals(timeline.find(match), null);
  assertEquals(timeline.at, numbers.at(-1));
  for (const number of numbers.slice(0, -1).reverse()) {
    assertEquals(timeline.find(match, true), number);
    assertEquals(timeline.memory.bytes, stateAt(number).bytes);
  }
  assertEquals(timeline.find(match, true), null);
  const pfn = pfnOf(done.words, numbers[1] - 1);
  timeline.seek(0);
  const found = timeline.find((words, index, number) =>
    match(words, index) && pfnOf(words, index) === pfn && number > 0
  );
  assertEquals(found, numbers[1]);
});

Deno.test("a timeline has no event behind the last, and says so", () => {
  for (const event of [-1, events + 1, 0.5, NaN]) {
    assertThrows(() => given(file).seek(event), RangeError, `the log has events 0 to ${events}`);
  }
});

Deno.test("checkpoints keep what changed only: a later one costs less than the first state", () => {
  const close = recorded(BLOCK), far = recorded(events);
  const each = (close.length - far.length) / (events / BLOCK);
  assert(each < new Memory(geometry).bytes.length / 4, `${each} bytes a checkpoint`);
});

Deno.test("a file of checkpoints that is cut or was made for another log is noticed", () => {
  const memory = new Memory(geometry);
  const open = (bytes: Uint8Array, name = key) =>
    Checkpoints.open(memory, sourceOf(bytes), name, tools);
  for (let length = 0; length < file.length; length += 101) {
    assertEquals(typeof open(file.subarray(0, length)), "string", `cut at ${length}`);
  }
  assertEquals(open(file, new Uint8Array(32)), "it was made for another log");
});

Deno.test("a bit flipped in a file of checkpoints never gives a wrong state", () => {
  for (const bit of draws(300, file.length * 8)) {
    const bytes = file.slice();
    bytes[bit >> 3] ^= 1 << (bit & 7);
    const memory = new Memory(geometry);
    const found = Checkpoints.open(memory, sourceOf(bytes), key, tools);
    if (typeof found === "string") continue;
    const timeline = new Timeline(memory, log, found, {}, 0);
    try {
      timeline.seek(events);
    } catch (error) {
      assert(error instanceof SyntaxError, `bit ${bit}: ${error}`);
      continue;
    }
    assertEquals(memory.bytes, stateAt(events).bytes, `bit ${bit}`);
  }
});

Deno.test("what a restore will read is told before it is read, each piece once", () => {
  const told: string[] = [], read: string[] = [], all = sourceOf(file);
  const nameOf = (offset: number, length: number): string => `${offset}+${length}`;
  const memory = new Memory(geometry);
  const checkpoints = Checkpoints.open(
    memory,
    {
      size: all.size,
      read(offset, length) {
        read.push(nameOf(offset, length));
        return all.read(offset, length);
      },
      ahead(pieces) {
        assertEquals(read.splice(0), told.splice(0)); // those of the restore before
        told.push(...pieces.map(({ offset, length }) => nameOf(offset, length)));
      },
    },
    key,
    tools,
  );
  assert(checkpoints instanceof Checkpoints);
  read.length = 0; // the table
  for (const at of [checkpoints.count - 1, 1, 4]) {
    checkpoints.restore(at);
    assertEquals(memory.bytes, stateAt(checkpoints.eventOf(at)).bytes);
    assert(told.length > 0);
  }
  assertEquals(read, told);
});
