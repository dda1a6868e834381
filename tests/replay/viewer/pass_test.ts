/**
 * What the viewer works out over all of a log: the same in slices as in one piece, and as the audit and the
 * views have it.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Memory } from "../../../core/state/memory.ts";
import { sourceOf } from "../../../events/file/reader.ts";
import { Kind } from "../../../events/kinds.ts";
import { kindOf, type Words } from "../../../events/log.ts";
import { Status } from "../../../core/state/views.ts";
import { audit } from "../../../replay/audit.ts";
import { auditFactsOf } from "../../../replay/log_facts.ts";
import { replayBlocks } from "../../../replay/replay.ts";
import { rules } from "../../../replay/rules/mod.ts";
import { Engine } from "../../../replay/viewer/engine/engine.ts";
import { Touched } from "../../../replay/viewer/engine/touched.ts";
import { views } from "../../../replay/views/mod.ts";
import { WIRE } from "../../../replay/views/view.ts";
import { smallFile } from "../../support/logs.ts";
import { engineOf, fileOf, finished, stateAt, toolsWith } from "./support.ts";

const GUILTY = "fixtures/logs/format-1-first-chunk.log";
const bytes = smallFile("v33", 1000), file = fileOf(bytes);

Deno.test("slices give the same as one piece, and hold nothing up", () => {
  const whole = finished(engineOf(bytes));
  const sliced = Engine.open(sourceOf(bytes), null, "a.log", toolsWith(10)); // 10 ms between two looks
  let slices = 0, until = 0;
  for (; sliced.work(30); slices++) {
    sliced.seek((slices * 977) % file.events); // somebody asks in between
    const overview = sliced.overview();
    if (overview === null) continue; // its state has no room yet
    const now = overview.until;
    assert(now > until && now - until <= 3 * 1024, `${now - until} events in a slice`);
    until = now;
  }
  assert(slices > 5);
  assertEquals(sliced.overview()!, whole.overview()!);
  assertEquals(sliced.findings(), whole.findings());
  assertEquals(whole.overview()!.until, file.events);
});

Deno.test("findings are the audit's, and steps go by them", async () => {
  const guilty = await Deno.readFile(GUILTY), log = fileOf(guilty);
  const memory = new Memory(log.header.geometry), facts = auditFactsOf(log.header);
  const audited = audit(memory, log, log.events, facts, rules);
  assert(audited.count > 0);
  const engine = engineOf(guilty);
  assertThrows(() => engine.step("finding", false), RangeError, "ask again");
  finished(engine);
  const { findings, count, done } = engine.findings();
  assertEquals([count, done], [audited.count, true]);
  assertEquals(JSON.stringify(findings), JSON.stringify(audited.findings.slice(0, 5000)));
  const first = findings[0].event, last = audited.findings.at(-1)!.event;
  assertEquals(engine.step("finding", false), first);
  engine.seek(log.events);
  assertEquals(engine.step("finding", true), last === log.events ? null : last);
  engine.seek(first);
  assertEquals(engine.step("finding", true), null);
});

Deno.test("curves keep the lowest and the highest value, and the last", () => {
  const { curves, times, events } = finished(engineOf(bytes)).overview()!;
  const lows: number[] = [], highs: number[] = [], memory = new Memory(file.header.geometry);
  replayBlocks(memory, file, file.events, [{
    after() {
      if (memory.status[Status.Ready] === 0) return;
      const free = memory.zoneFree.reduce((sum, pages) => sum + pages, 0);
      [free, memory.status[Status.Dirty]].forEach((value, at) => {
        lows[at] = Math.min(lows[at] ?? value, value);
        highs[at] = Math.max(highs[at] ?? value, value);
      });
    },
  }]);
  ["free", "remaining"].forEach((name, at) => {
    const { low, high, last } = curves.find((curve) => curve.name === name)!;
    assertEquals([Math.min(...low), Math.max(...high)], [lows[at], highs[at]], name);
    assertEquals([low.length, high.length, last.length], Array(3).fill(times.length));
  });
  assertEquals(events[events.length - 1], file.events);
  assert(times.every((time, at) => at === 0 || time > times[at - 1]));
  assert(memory.now[0] <= times[times.length - 1]);
});

Deno.test("bytes are those of the view of the migration", () => {
  const { curves } = finished(engineOf(bytes)).overview()!;
  const sent = curves.find(({ name }) => name === "bytes sent")!.last;
  const scene = {
    memory: new Memory(file.header.geometry),
    lanes: [],
    wire: WIRE,
    events: 0,
    end: 0,
  };
  const teller = views.find(({ name }) => name === "migration")!
    .begin({ ...scene, clock: "ns", title: "", all: false });
  replayBlocks(scene.memory, file, file.events, [teller.fold!]);
  const { bytes: wanted } = teller.show().json.total as { bytes: number };
  assertEquals(sent[sent.length - 1], wanted);
});

/** Events of the log of a kind. */
function eventsOf(kind: number): number[] {
  const found: number[] = [];
  for (let block = 0; block < file.blocks; block++) {
    const words: Words = file.wordsOf(block);
    for (let index = 0; index < words.length / 4; index++) {
      if (kindOf(words, index) === kind) found.push(file.baseOf(block) + index + 1);
    }
  }
  return found;
}

Deno.test("lanes have a span a round, and spans that follow each other", () => {
  const { lanes, to } = finished(engineOf(bytes)).overview()!;
  const rounds = lanes.find(({ name }) => name === "rounds")!;
  assertEquals([...rounds.event], eventsOf(Kind.RoundBegun));
  assertEquals(new Set(lanes.map(({ group }) => group)).has("cpus"), true);
  for (const { name, from, to: ends, word, words } of lanes) {
    for (let at = 0; at < from.length; at++) {
      assert(from[at] <= ends[at] && ends[at] <= to && words[word[at]] !== undefined, name);
      if (at > 0) assert(from[at] >= ends[at - 1], `${name} ${at}`);
    }
  }
  const hints = lanes.filter(({ group }) => group === "hints");
  assert(hints.length > 0 && hints.every(({ words }) => words.some((word) => word === "applied")));
});

Deno.test("a stretch is exact, agrees with the whole, and leaves the cursor where it is", () => {
  const engine = finished(engineOf(bytes)), { to } = engine.overview()!;
  engine.seek(4000);
  const digest = engine.digest(), whole = engine.stretch(0, to)!;
  assertEquals([engine.at, engine.digest()], [4000, digest]);
  const part = engine.stretch(to / 2, to / 2 + to / 20)!;
  const locks = (of: typeof whole) => of.lanes.filter(({ group }) => group === "locks");
  for (const lane of locks(part)) {
    const same = locks(whole).find(({ name }) => name === lane.name)!;
    const all = new Set(
      [...same.event].map((event, at) => `${event} ${same.from[at]} ${same.to[at]}`),
    );
    // The last may be cut by the stretch's end.
    [...lane.event.subarray(0, -1)].forEach((event, at) => {
      assert(all.has(`${event} ${lane.from[at]} ${lane.to[at]}`), `${lane.name} ${event}`);
    });
  }
  const [event] = part.events.slice(-1), memory = stateAt(file, event);
  const lastOf = (name: string): number =>
    [...part.curves.find((curve) => curve.name === name)!.last].at(-1)!;
  assertEquals(lastOf("free"), memory.zoneFree.reduce((sum, pages) => sum + pages, 0));
  assertEquals(lastOf("remaining"), memory.status[Status.Dirty]);
});

Deno.test("the room that a state is made in is touched in slices, and stays zeros", () => {
  const { geometry } = file.header, room = new Touched(geometry, toolsWith(31));
  let slices = 1;
  while (room.work(30)) slices++;
  assert(slices > 1, `${slices} slices`);
  assertEquals(new Memory(geometry, room.buffer).bytes, new Memory(geometry).bytes);
});
