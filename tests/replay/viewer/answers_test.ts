/**
 * What the viewer's engine says of a page, of lists, of two logs, and of a counterexample.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { explore } from "../../../cli/explore/run.ts";
import { loadCase } from "../../../cli/explore/case_file.ts";
import { counterexampleOf, writeCounterexample } from "../../../cli/explore/run.ts";
import { story } from "../../../cli/explore/text.ts";
import { Memory } from "../../../core/state/memory.ts";
import { sourceOf } from "../../../events/file/reader.ts";
import { lifeOf } from "../../../replay/life.ts";
import { replayBlocks } from "../../../replay/replay.ts";
import { Engine } from "../../../replay/viewer/engine/engine.ts";
import { views } from "../../../replay/views/mod.ts";
import { WIRE } from "../../../replay/views/view.ts";
import { inFolder, run } from "../../cli/front_desk.ts";
import { smallFile } from "../../support/logs.ts";
import { engineOf, fileOf, stateAt, toolsWith } from "./support.ts";

const bytes = smallFile("v33", 1000), file = fileOf(bytes), { events } = file;

const isSame = (a: Uint32Array, b: Uint32Array): boolean => a.every((sign, at) => sign === b[at]);

/** The life that the command tells, as JSON. */
function lifeJson(page: number): Life {
  const { header } = file, memory = new Memory(header.geometry);
  const scene = { memory, lanes: header.actors, wire: WIRE, events, clock: header.clock, end: 0 };
  const teller = lifeOf({ ...scene, title: "", all: false }, page);
  replayBlocks(memory, file, events, [teller.fold]);
  return teller.show().json as unknown as Life;
}

interface Life {
  readonly entries: readonly {
    readonly event: number;
    readonly who: string;
    readonly text: string;
  }[];
  readonly conclusion: readonly string[];
}

Deno.test("a page's life is the one that the command tells, in slices too", () => {
  const engine = engineOf(bytes);
  engine.seek(0);
  const page = engine.lines(engine.find("kind=hint-applied", false)!, 1, "kind=hint-applied")[0]
    .pfn!;
  const { lines, done } = engine.page(page);
  assert(done);
  const { entries, conclusion } = lifeJson(page), story = lines.slice(0, -conclusion.length);
  assertEquals(lines.slice(story.length).map(({ text }) => text), conclusion);
  const told = story.filter(({ event }) => event !== null);
  assert(told.length > 5);
  for (const { event, who, text } of told) {
    const same = entries.filter((entry) => entry.event === event && entry.text === text);
    assertEquals(same.map((entry) => entry.who), [who], `event ${event}: ${text}`);
  }
  const sliced = Engine.open(sourceOf(bytes), null, "a.log", toolsWith(40));
  assertEquals(sliced.page(page), { ...sliced.page(page), lines: [], done: false });
  while (!sliced.page(page).done) sliced.work(30);
  assertEquals(sliced.page(page).lines, lines);
});

Deno.test("what a page is, is said of the cursor's event", () => {
  const engine = engineOf(bytes),
    at = (event: number, page: number) => {
      engine.seek(event);
      return Object.fromEntries(engine.page(page).now);
    };
  engine.seek(0);
  const read = engine.find("kind=hint-read", false)!;
  const { pfn } = engine.lines(read, 1, "kind=hint-read")[0];
  assertEquals([at(read - 1, pfn!).hinted, at(read, pfn!).hinted], ["no", "yes"]);
  assertThrows(() => engine.page(engine.facts.frames), RangeError, "page frames");
});

Deno.test("lists are those of the view pagetypeinfo, and per-cpu lists add up", () => {
  const engine = engineOf(bytes);
  for (const at of [events, events >> 1]) {
    engine.seek(at);
    const lists = engine.lists(), memory = stateAt(file, at);
    const scene = { memory, lanes: [], wire: WIRE, events, end: 0, title: "", all: false };
    const { zones } = views.find(({ name }) => name === "pagetypeinfo")!
      .begin({ ...scene, clock: "ns" }).show().json as {
        zones: { name: string; types: { free: number[] }[] }[];
      };
    for (const { name, types } of zones) {
      const { rows } = lists.find(({ where }) => where === name)!;
      rows.forEach(({ blocks }, order) => {
        assertEquals(blocks, types.map(({ free }) => free[order]));
      });
    }
    const pages = lists.filter(({ where }) => where.includes(" cpu "))
      .flatMap(({ rows }) => rows)
      .reduce(
        (sum, { name, blocks }) =>
          sum + blocks.reduce((all, one) => all + one) * 2 ** Number(name.split(" ")[1]),
        0,
      );
    assertEquals(pages, memory.percpuPages.reduce((sum, one) => sum + one, 0));
  }
});

Deno.test("signs of a state differ in the pages that differ", () => {
  const none = smallFile("none", 1000), engine = engineOf(bytes), other = engineOf(none);
  const apart = engine.parting("none", sourceOf(none)).event!;
  engine.seek(apart - 1), other.seek(apart - 1);
  assert(isSame(engine.signs(), other.signs())); // still the same world
  const before = engine.signs(), bits = stateAt(file, apart - 1).bits;
  engine.seek(events);
  const after = engine.signs(), now = stateAt(file, events);
  let bitsApart = 0;
  for (let page = 0; page < before.length; page++) {
    if (bits[page] !== now.bits[page]) {
      bitsApart++;
      assert(before[page] !== after[page]);
    }
  }
  assert(bitsApart > 100);
});

Deno.test("where two logs part is what diff says", async () => {
  const none = await Deno.readFile("fixtures/logs/format-2-merged.log");
  const v33 = await Deno.readFile("fixtures/logs/format-2-v33.log");
  const engine = Engine.open(
    sourceOf(none),
    null,
    "fixtures/logs/format-2-merged.log",
    toolsWith(0),
  );
  const name = "fixtures/logs/format-2-v33.log";
  const { event, lines } = engine.parting(name, sourceOf(v33));
  const { out } = await run("diff", ["fixtures/logs/format-2-merged.log", name]);
  assertEquals(lines.join("\n").trim(), out.trim());
  assert(event !== null);
  assertEquals(engine.parting("again", sourceOf(none)).event, null);
});

Deno.test("a counterexample's steps are those that explore prints", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a.log`, spec = loadCase("bug-A");
    const found = explore({ spec, grain: "events", statesMax: 1_000_000 });
    const way = counterexampleOf(found)!;
    writeCounterexample(found, way, path);
    const { facts } = engineOf(await Deno.readFile(path)), { steps } = facts;
    assertEquals(steps.length, way.steps.length);
    assertEquals(steps[steps.length - 1].event, facts.events);
    const words = (texts: readonly string[]): string => texts.join(" ").replace(/\s+/g, " ").trim();
    const printed = story(way).map((line) => line.replace(/^ *\d+ +(\S+)/, "$1:"));
    assertEquals(words(steps.map(({ text }) => text)), words(printed));
    // Each step ends before the next actor's first event.
    assertEquals(
      steps.slice(0, -1).map(({ event }) => event),
      way.steps.slice(1).map(({ from }) => from),
    );
  }));
