/**
 * The viewer's engine goes to any event, both ways, and stands there in the state that a replay has.
 * @module
 */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { codec, hash64 } from "../../../cli/codec.ts";
import { Memory } from "../../../core/state/memory.ts";
import { sourceOf } from "../../../events/file/reader.ts";
import { passed } from "../../../events/file/writer.ts";
import { Kind } from "../../../events/kinds.ts";
import { kindOf } from "../../../events/log.ts";
import { formatEvent } from "../../../events/text.ts";
import { keptViews, keyOf } from "../../../replay/timeline/key.ts";
import { record } from "../../../replay/timeline.ts";
import { BlockLog } from "../../../replay/viewer/engine/blocks.ts";
import { packed, unpack } from "../../../replay/viewer/engine/packed.ts";
import { Position } from "../../../replay/viewer/engine/position.ts";
import { MemoryStops } from "../../../replay/viewer/engine/stops.ts";
import type { KeptFold } from "../../../replay/fold.ts";
import { WIRE } from "../../../replay/views/view.ts";
import { run } from "../../cli/front_desk.ts";
import { joined, smallFile } from "../../support/logs.ts";
import { digestOf, engineOf, fileOf, finished, stateAt, toolsWith } from "./support.ts";

const bytes = smallFile("v33", 1000), file = fileOf(bytes), { events } = file;
/** There and back again: near, far, first, last, and twice the same. */
const WAY = [900, events, 0, 12_345, 12_344, 12_343, 1000, 1001, 999, events - 1, 5000, 5000, 1];
const tools = toolsWith(0);

/** The file of checkpoints of the log. */
function seekFile(): Uint8Array {
  const pieces: Uint8Array[] = [], memory = new Memory(file.header.geometry);
  const scene = { memory, lanes: file.header.actors, wire: WIRE, events, end: 0, title: "" };
  const folds = Object.fromEntries(keptViews.map((view) => [
    view.name,
    view.begin({ ...scene, clock: "ns", all: false }).fold as KeptFold,
  ]));
  const key = keyOf(file, memory, codec), sink = (piece: Uint8Array) => pieces.push(piece.slice());
  record(memory, file, key, { codec, hash: hash64 }, folds, sink, () => {}, 3000);
  return joined(pieces);
}

Deno.test("at every event the engine's digest is that of a replay", () => {
  const engine = engineOf(bytes, seekFile());
  for (const at of WAY) {
    assertEquals(engine.seek(at).event, at);
    assertEquals(engine.digest(), digestOf(stateAt(file, at)), `event ${at}`);
  }
});

/** A state that uses the file's checkpoints wherever they are nearer. */
function byFile(seek: Uint8Array): { position: Position; log: BlockLog } {
  const log = new BlockLog(file);
  return { log, position: new Position(log, () => sourceOf(seek), tools, { spared: 0, near: 0 }) };
}

Deno.test("by the file of checkpoints it comes to the same, and passes over what lies between", () => {
  const { position, log } = byFile(seekFile()), read: number[] = [];
  const words = log.wordsOf.bind(log);
  log.wordsOf = (block) => (read.push(block), words(block));
  position.seek(events);
  assert(read.length > 0 && Math.min(...read) > 20, read.join(" "));
  for (const at of WAY) {
    position.seek(at);
    assertEquals(digestOf(position.memory), digestOf(stateAt(file, at)), `event ${at}`);
  }
});

Deno.test("while it gets warm it goes far away, and is where it was when it is asked", () => {
  const engine = engineOf(bytes, seekFile());
  engine.seek(900);
  let turns = 0;
  for (; engine.warm(0); turns++) {
    if (turns % 3 === 0) continue;
    assertEquals(
      [engine.at, engine.digest()],
      [900, digestOf(stateAt(file, 900))],
      `turn ${turns}`,
    );
  }
  assert(turns > 4, `${turns} turns`);
  assertEquals([engine.at, engine.stand().event, engine.warm(0)], [900, 900, false]);
});

Deno.test("it gets no warmer once it is wanted elsewhere: it would have to come back", () => {
  const engine = engineOf(bytes, seekFile());
  assert(engine.warm(0));
  engine.seek(12_345);
  assertEquals(engine.warm(0), false);
  assertEquals(engine.digest(), digestOf(stateAt(file, 12_345)));
  const alone = engineOf(bytes); // without a file of checkpoints
  while (alone.warm(0));
  assertEquals(alone.digest(), digestOf(stateAt(file, 0)));
});

Deno.test("where the log is damaged it gets no warmer, and what reads all of it says why", () => {
  const wrong = bytes.slice(), { offset } = file.index[2];
  wrong[offset + 200] ^= 1;
  const engine = engineOf(wrong);
  while (engine.warm(0));
  assertEquals(engine.digest(), digestOf(stateAt(file, 0)));
  assertMatch(finished(engine).overview()!.damage!, /a block is damaged/);
});

Deno.test("a file of checkpoints is asked for when far events are, until it is there", () => {
  const log = new BlockLog(file), read: number[] = [], words = log.wordsOf.bind(log);
  let asked = 0;
  const find = () => ++asked < 2 ? null : sourceOf(seekFile());
  const position = new Position(log, find, tools, { spared: 0, near: 1000, room: 0 });
  position.seek(900);
  assertEquals(asked, 0);
  position.seek(events);
  position.seek(1);
  log.wordsOf = (block) => (read.push(block), words(block));
  position.seek(events);
  assertEquals(asked, 2);
  assert(read.length > 0 && Math.min(...read) > 20, read.join(" "));
  assertEquals(digestOf(position.memory), digestOf(stateAt(file, events)));
});

Deno.test("the engine's digest is the one that the command prints", async () => {
  const path = "fixtures/logs/format-2-v33.log", engine = engineOf(await Deno.readFile(path));
  for (const at of [4321, engine.facts.events]) {
    engine.seek(at);
    const { out } = await run("replay", [path, "--at", String(at), "--json"]);
    assertEquals(engine.digest(), JSON.parse(out).digest);
  }
});

Deno.test("checkpoints in memory keep within their room, and the state stays right", () => {
  for (const room of [0, 500_000]) {
    const log = new BlockLog(file), position = new Position(log, null, tools, { room });
    for (const at of WAY) {
      position.seek(at);
      assertEquals(digestOf(position.memory), digestOf(stateAt(file, at)), `event ${at}`);
    }
  }
  const memory = new Memory(file.header.geometry), stops = new MemoryStops(memory, hash64, 500_000);
  for (let at = 1000; at <= 20_000; at += 1000) {
    memory.copyFrom(stateAt(file, at));
    stops.take();
    assert(stops.bytes <= 500_000 || stops.count <= 2, `${stops.bytes} bytes`);
    const stop = stops.nearest(at);
    stops.restore(stop);
    assertEquals(digestOf(memory), digestOf(stateAt(file, stops.eventOf(stop))));
  }
  assert(stops.count > 2 && stops.count < 20, `${stops.count} of ${stops.bytes} bytes`);
});

Deno.test("a file of checkpoints that is damaged is done without", () => {
  const seek = seekFile(), broken = seek.slice();
  broken.fill(7, 100, 200_000); // its table at the end is whole
  const { position } = byFile(broken);
  for (const at of WAY) {
    position.seek(at);
    assertEquals(digestOf(position.memory), digestOf(stateAt(file, at)), `event ${at}`);
  }
});

Deno.test("what the pass over the log leaves behind brings the cursor near any event", () => {
  const engine = finished(engineOf(bytes)), log = new BlockLog(file);
  const position = new Position(log, null, tools, { near: 0 }), read: number[] = [];
  const words = log.wordsOf.bind(log);
  log.wordsOf = (block) => (read.push(block), words(block));
  for (let at = 5000; at <= events; at += 5000) position.offer(stateAt(file, at), 5000);
  position.seek(events - 10);
  assert(read.length < 6, read.join(" "));
  assertEquals(digestOf(position.memory), digestOf(stateAt(file, events - 10)));
  for (const at of WAY) {
    engine.seek(at);
    assertEquals(engine.digest(), digestOf(stateAt(file, at)), `event ${at}`);
  }
});

Deno.test("an event that there is not is refused, and the state stays where it was", () => {
  const engine = engineOf(bytes);
  engine.seek(5000);
  for (const at of [events + 1, -1, 0.5, NaN]) assertThrows(() => engine.seek(at), RangeError);
  assertEquals(engine.digest(), digestOf(stateAt(file, 5000)));
});

Deno.test("words of a chunk come out of packing as they went in", () => {
  const scratch = new Uint32Array(4096);
  const of = (word: (at: number) => number): Uint8Array =>
    new Uint8Array(Uint32Array.from({ length: 4096 }, (_, at) => word(at)).buffer);
  const chunks = [
    of(() => 0),
    of((at) => at),
    of((at) => at >> 4),
    of((at) => at % 7 < 3 ? at : 5),
    of((at) => at < 4090 ? 1 : at),
    of((at) => at > 5 ? 2 ** 32 - 1 : at),
    new Uint8Array([1, 2, 3, 4, 5, 6]),
  ];
  for (const chunk of chunks) {
    const out = new Uint8Array(chunk.length).fill(9);
    unpack(packed(chunk, scratch), out);
    assertEquals(out, chunk);
  }
});

/** All events one by one, as `each` is told them: number, time, kind. */
function walkAll(each: (number: number, time: number, kind: number) => void): void {
  let time = 0, number = 0;
  for (let block = 0; block < file.blocks; block++) {
    const words = file.wordsOf(block);
    for (let index = 0; index < words.length / 4; index++) {
      time += passed(words, index);
      each(++number, time, kindOf(words, index));
    }
  }
}

Deno.test("where it stands, in time too, and the migration's begin", () => {
  const engine = engineOf(bytes), times: number[] = [0];
  let begun = 0;
  walkAll((number, time, kind) => {
    times.push(time);
    if (kind === Kind.MigrationBegun) begun = number;
  });
  for (const at of [1, 999, 1000, 1001, begun - 1, begun, begun + 500, events]) {
    const { time, migration } = engine.seek(at);
    assertEquals(time, times[at], `event ${at}`);
    assertEquals(migration, at < begun ? null : times[at] - times[begun], `event ${at}`);
    assertEquals(engine.eventAt(times[at]), times.lastIndexOf(times[at]));
  }
  assertEquals(engine.eventAt(times[events] + 1), events);
  assertEquals(engine.eventAt(-1), 0);
});

Deno.test("a file of checkpoints tells the begin of a migration that was not passed", () => {
  const { position, log } = byFile(seekFile()), passed = new BlockLog(file);
  assertEquals(log.begunBy(events), null);
  position.seek(events);
  new Position(passed, null, tools).seek(events);
  assert(log.begunBy(events) !== null);
  assertEquals(log.begunBy(events), passed.begunBy(events));
});

Deno.test("steps go by event, by hint and by round, both ways", () => {
  const engine = engineOf(bytes), rounds: number[] = [], hints: number[] = [];
  walkAll((number, _, kind) => {
    if (kind === Kind.RoundBegun) rounds.push(number);
    if (
      kind === Kind.HintRead || kind === Kind.HintApplied || kind === Kind.HintDropped
    ) hints.push(number);
  });
  for (const by of ["round", "hint"] as const) {
    const wanted = by === "round" ? rounds : hints, met: number[] = [];
    engine.seek(0);
    for (let next = engine.step(by, false); next !== null; next = engine.step(by, false)) {
      met.push(next);
      engine.seek(next);
    }
    assertEquals(met, wanted);
    engine.seek(events);
    for (const back of met.toReversed()) {
      assertEquals(engine.step(by, true), back === events ? null : back);
      engine.seek(back);
    }
    assertEquals(engine.step(by, true), null);
  }
  assertEquals(engine.seek(7).event, 7);
  assertEquals([engine.step("event", true), engine.step("event", false)], [6, 8]);
  engine.seek(0);
  assertEquals(engine.step("event", true), null);
});

Deno.test("lines around the cursor are those that match, with their times", () => {
  const engine = engineOf(bytes), names = engine.facts.lanes;
  const lineOf = (number: number): string => {
    const block = Math.floor((number - 1) / 1000);
    return formatEvent(file.wordsOf(block), (number - 1) % 1000, names, number);
  };
  for (const around of [0, 1, 999, 1000, 1001, events]) {
    const lines = engine.lines(around, 10, "");
    assertEquals(lines.length, 10);
    for (const { event, text } of lines) {
      assertEquals(lineOf(event).replace(/^\S+ \S+ /, ""), text);
    }
    const numbers = lines.map(({ event }) => event), first = numbers[0];
    assertEquals(numbers, numbers.map((_, at) => first + at));
    assert(first <= Math.max(1, around) && numbers[9] >= Math.min(events, around + 1));
  }
  const kinds = engine.lines(12_000, 20, "kind=page-written").map(({ kind }) => kind);
  assertEquals([...new Set(kinds)], ["page-written"]);
  const [{ event, time }] = engine.lines(5000, 1, "");
  assertEquals(engine.seek(event).time, time);
  assertThrows(
    () => engine.lines(1, 1, "kind=hint-aplied"),
    SyntaxError,
    "did you mean hint-applied?",
  );
});

Deno.test("find goes to what matches, both ways", () => {
  const engine = engineOf(bytes);
  engine.seek(0);
  const first = engine.find("kind=hint-read", false)!;
  engine.seek(first + 1);
  assertEquals(engine.find("kind=hint-read", true), first);
  engine.seek(events);
  assertEquals(engine.find("kind=hint-read", false), null);
  assertThrows(() => engine.find("knd=hint-read", false), SyntaxError, "did you mean kind?");
});
