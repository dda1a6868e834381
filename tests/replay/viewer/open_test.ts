/**
 * What the viewer opens: logs of every format, traces, cut and damaged files; and what it says of others.
 * @module
 */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { formatEvent, TEXT_MAGIC } from "../../../events/text.ts";
import { stepsOf } from "../../../replay/viewer/engine/steps.ts";
import { BlockLog } from "../../../replay/viewer/engine/blocks.ts";
import { smallFile } from "../../support/logs.ts";
import { digestOf, engineOf, fileOf, finished, stateAt } from "./support.ts";

const FOLDER = "fixtures/logs";
const bytes = smallFile("v33", 1000);

for (const { name } of [...Deno.readDirSync(FOLDER)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (!name.endsWith(".log")) continue;
  Deno.test(`${name} opens, and is right in its middle and at its end`, async () => {
    const file = await Deno.readFile(`${FOLDER}/${name}`),
      log = fileOf(file),
      engine = engineOf(file);
    const { facts } = engine;
    assertEquals([facts.events, facts.frames], [log.events, log.header.geometry.frames]);
    assert(facts.title !== "" && facts.damage === null && facts.readings.length >= 2);
    for (const at of [log.events, log.events >> 1]) {
      engine.seek(at);
      assertEquals(engine.digest(), digestOf(stateAt(log, at)));
      for (const reading of facts.readings) engine.map(reading.name);
    }
  });
}

Deno.test("a kernel's trace has what it tells, and no more", async () => {
  const engine = finished(engineOf(await Deno.readFile(`${FOLDER}/format-2-disk-128.log`)));
  const { readings, title } = engine.facts, { curves, lanes } = engine.overview()!;
  assertMatch(title, /trace \(ftrace\)/);
  assertEquals(readings.map(({ name }) => name), ["owner", "order"]);
  assertEquals(curves.map(({ name }) => name), ["taken"]);
  assert(lanes.some(({ group, event }) => group === "cpus" && event.length > 10));
});

Deno.test("a text log opens, and one with a wrong line says which", () => {
  const { header } = fileOf(bytes),
    log = fileOf(bytes),
    names = header.actors.map(({ name }) => name);
  const words = log.wordsOf(0),
    lines = Array.from({ length: 900 }, (_, index) => formatEvent(words, index, names));
  const text = (events: readonly string[]): Uint8Array =>
    new TextEncoder().encode([TEXT_MAGIC + JSON.stringify(header), ...events].join("\n"));
  const engine = engineOf(text(lines));
  assertEquals(engine.seek(900).event, 900);
  assertEquals(engine.digest(), digestOf(stateAt(log, 900)));
  const wrong = text([...lines.slice(0, 7), "page-alocated pfn=1"]);
  assertThrows(() => engineOf(wrong), SyntaxError, "line 9: ");
});

Deno.test("a log that is cut opens to its last whole block, and says so", () => {
  const cut = engineOf(bytes.slice(0, Math.floor(bytes.length * 0.6))), { events } = cut.facts;
  assert(events > 1000 && events % 1000 === 0);
  assertMatch(cut.facts.damage!, /byte [\d,]+\): the [\d,]+ events before it are shown$/);
  cut.seek(events);
  assertEquals(cut.digest(), digestOf(stateAt(fileOf(bytes), events)));
  assertEquals(finished(cut).overview()!.until, events);
});

Deno.test("a block with a flipped bit is met on the way: what stands before it is shown", () => {
  const flipped = bytes.slice(), { index, events } = fileOf(bytes), block = index.length >> 1;
  flipped[index[block].offset + 300] ^= 4;
  const engine = finished(engineOf(flipped)), last = index[block].first - 1;
  engine.seek(500);
  const error = assertThrows(() => engine.seek(events), SyntaxError);
  assertMatch(error.message, new RegExp(`damaged \\(byte \\d+, after event ${last}\\)`));
  assertEquals(engine.digest(), digestOf(stateAt(fileOf(bytes), 500)));
  engine.seek(last);
  assertEquals(engine.digest(), digestOf(stateAt(fileOf(bytes), last)));
  const { damage, until } = engine.overview()!;
  assertMatch(damage!, /^a block is damaged/);
  assertEquals([until, engine.findings().done], [events, true]);
});

const others: readonly (readonly [what: string, bytes: Uint8Array, says: RegExp])[] = [
  ["an empty file", new Uint8Array(0), /the file is empty/],
  ["text", new TextEncoder().encode("# a kernel's trace, perhaps\n"), /no hintlab log, but text/],
  ["gzip", new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]), /but gzip: decompress it first/],
  ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), /no hintlab log/],
  ["a log cut within its header", bytes.slice(0, 100), /cut at byte 100, within its header/],
  ["a log of a later format", later(), /format 99 is newer than this program knows/],
];

function later(): Uint8Array {
  const changed = bytes.slice();
  changed[8] = 99;
  return changed;
}

for (const [what, file, says] of others) {
  Deno.test(`${what} is refused in one line`, () => {
    const error = assertThrows(() => engineOf(file), SyntaxError);
    assertMatch(error.message, says);
    assert(!error.message.includes("\n"));
  });
}

Deno.test("a log that is cut within its first block has no event, and its state is that of the begin", () => {
  const { index: [{ offset }] } = fileOf(bytes);
  const engine = finished(engineOf(bytes.slice(0, offset + 200)));
  assertEquals([engine.facts.events, engine.seek(0).event], [0, 0]);
  assertEquals(engine.lines(0, 5, ""), []);
  assertEquals([engine.step("event", false), engine.step("hint", false)], [null, null]);
  assertEquals(engine.map("owner").classes.length, engine.facts.frames);
  assertEquals(engine.overview()!.until, 0);
  assertEquals(engine.stretch(0, 1000)?.lanes, []);
});

Deno.test("a log that no counterexample is has no steps", () => {
  assertEquals(stepsOf(new BlockLog(fileOf(bytes))), []);
});
