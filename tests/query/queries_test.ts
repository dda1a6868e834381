/**
 * The queries of fixtures/queries, asked of exports, answer what the project itself says of the same logs.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { Memory } from "../../core/state/memory.ts";
import { lostPages } from "../../core/state/oracles/lost.ts";
import { Kind, kindNames, textName } from "../../events/kinds.ts";
import { actorOf, kindOf, pfnOf, type Words } from "../../events/log.ts";
import { rules } from "../../replay/rules/mod.ts";
import { audit } from "../../replay/audit.ts";
import { ALL_KINDS, partingOf } from "../../replay/diff.ts";
import { PerfettoFold } from "../../replay/export/perfetto/mod.ts";
import type { Fold } from "../../replay/fold.ts";
import { touches } from "../../replay/touches.ts";
import { type Figures, FiguresFold } from "../../replay/views/figures.ts";
import { migration } from "../../replay/views/migration.ts";
import { WIRE } from "../../replay/views/view.ts";
import { answersTo, cannotQuery } from "../support/duckdb.ts";
import {
  goldenLog,
  goldenNames,
  logOfText,
  parquetOf,
  replayed,
  type Subject,
} from "../support/exported.ts";
import { storyOf } from "../support/stories.ts";
import type { Answer, Job } from "./job.ts";

type Rows = Answer["rows"];

const queries = new URL("../../fixtures/queries/", import.meta.url);
const sqlOf = (name: string): string => Deno.readTextFileSync(new URL(`${name}.sql`, queries));

/** Three pages that a task has: one written before it is sent, one after it, and one never. */
const LOST = `${
  storyOf("page-lost", "guilty").replace(
    "guest-paused",
    `
  block-taken actor=task cpu=0 pfn=0x18 order=1 found=3 list=movable
  page-allocated actor=task cpu=0 pfn=0x18 order=1 type=movable owned=1
  page-written actor=task cpu=0 pfn=0x18 order=1
  pages-read actor=host cpu=host0 pfn=0x18 count=1
  block-taken actor=balloon cpu=1 pfn=0x20 order=0 found=3 list=movable
  page-allocated actor=balloon cpu=1 pfn=0x20 order=0 type=movable owned=1
  guest-paused`,
  )
}`;

/** Requests that fail: atomic ones, one that could wait, one that has a fallback. */
const FAILURES = `${storyOf("page-lost", "guilty").split("// what happens")[0]}
  +10 allocation-failed actor=task order=0 gfp=7
  +10 allocation-failed actor=task order=3 gfp=12
  +10 allocation-failed actor=task order=2 gfp=34
  +10 allocation-failed actor=balloon cpu=1 order=1 gfp=2`;

const logs: Record<string, Subject> = cannotQuery ? {} : {
  ...Object.fromEntries(goldenNames.map((name) => [name, goldenLog(name)])),
  lost: logOfText(LOST),
  held: logOfText(storyOf("held-for-ever", "guilty")),
  failures: logOfText(FAILURES),
};
const names = Object.keys(logs);
/** Logs with a migration and every event of the allocator. */
const runs = names.filter((name) =>
  name.startsWith("format-") && logs[name].header.imported === undefined
);
/** Of them, those whose hints the test of Perfetto follows: read, marked, never used. */
const hinting = ["v33", "bitmap-2016", "callback-v28", "none"].map((name) =>
  `format-1-${name}.log`
);
const PAGES = [0, 4711, 9000, 12345];

/** All questions at once: starting DuckDB takes longer than the answers do. */
const asked: { query: string; log: string; other?: string; page?: number }[] = [
  ...names.flatMap((log) =>
    [
      "hint-to-applied",
      "hinted-then-written",
      "zone-lock-holds",
      "lost-pages",
      "bytes-by-round",
      "atomic-failures",
      "free-low-point",
      "never-returned",
    ].map((query) => ({ query, log }))
  ),
  ...PAGES.map((page) => ({ query: "one-page", log: "format-1-v33.log", page })),
  { query: "drift", log: "format-1-v33.log", other: "format-1-merged.log" },
  { query: "drift", log: "format-1-v33.log", other: "format-1-v33.log" },
];

async function ask(): Promise<Rows[]> {
  const folder = await Deno.makeTempDir();
  try {
    const fileOf = (name: string): string => `${folder}/${name}.parquet`;
    for (const name of names) await Deno.writeFile(fileOf(name), parquetOf(logs[name]));
    const jobs = asked.map(({ query, log, other, page }): Job => ({
      views: { events: fileOf(log), ...(other ? { others: fileOf(other) } : {}) },
      before: page === undefined ? "" : `SET VARIABLE page = ${page}`,
      sql: sqlOf(query),
    }));
    return (await answersTo(jobs)).map(({ rows }) => rows);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const answers = cannotQuery ? [] : await ask();

/** The answer to a question that was asked. */
function answer(query: string, log: string, which = 0): Rows {
  return answers[asked.findIndex((one) => one.query === query && one.log === log) + which];
}

const figures = new Map<string, Figures>();
function figuresOf(name: string): Figures {
  let found = figures.get(name);
  if (found === undefined) {
    let fold: FiguresFold | null = null;
    replayed(logs[name], (memory) => fold = new FiguresFold(memory, WIRE));
    figures.set(name, found = fold!.finish());
  }
  return found;
}

function test(name: string, fn: () => void): void {
  Deno.test({ name, ignore: cannotQuery, fn });
}

test("hint-to-applied: as long as the spans of the trace for Perfetto", () => {
  let hints = 0;
  for (const name of hinting) {
    const log = logs[name], texts: string[] = [];
    let fold: PerfettoFold | null = null;
    replayed(
      log,
      (memory) => fold = new PerfettoFold(memory, [], 0, {}, (text) => texts.push(text)),
    );
    fold!.finish();
    const events: { ph: string; id: number; ts: number; args: { waiting: number } }[] =
      JSON.parse(texts.join("")).traceEvents;
    const begun = events.filter(({ ph, args }) => ph === "b" && args.waiting === 0);
    const ended = new Map(events.filter(({ ph }) => ph === "e").map(({ id, ts }) => [id, ts]));
    const lengths = begun.map(({ id, ts }) => Math.round((ended.get(id)! - ts) * 1000));
    lengths.sort((a, b) => a - b);
    const at = (share: number) => lengths[Math.ceil(share * lengths.length) - 1] ?? null;
    const [row] = answer("hint-to-applied", name);
    assertEquals(
      [row.hints, row.p50_ns, row.p99_ns, row.max_ns],
      [lengths.length, at(0.5), at(0.99), at(1)],
      name,
    );
    hints += lengths.length;
  }
  assert(hints > 1000);
});

test("hinted-then-written: as many pages as the table of simulate counts", () => {
  let pages = 0;
  for (const name of runs) {
    const rows = answer("hinted-then-written", name);
    assertEquals(rows.length, figuresOf(name).hints.hintedThenWritten, name);
    pages += rows.length;
  }
  assert(pages > 1000);
});

test("zone-lock-holds: the longest is that of the figures, and begins with its event", () => {
  for (const name of runs) {
    const [row] = answer("zone-lock-holds", name), log = logs[name];
    assertEquals(row.max_ns, figuresOf(name).guest.lockHoldNsMax, name);
    const { words, index } = eventOf(log, row.longest_from as number);
    assertEquals(kindOf(words, index), Kind.LockAcquired);
    assertEquals(log.header.actors[actorOf(words, index)].name, row.actor);
  }
});

/** Where an event lies. */
function eventOf(log: Subject, number: number): { words: Words; index: number } {
  let block = 0;
  while (block + 1 < log.blocks && log.baseOf(block + 1) < number) block++;
  return { words: log.wordsOf(block), index: number - log.baseOf(block) - 1 };
}

test("lost-pages: those that the oracle names, and who wrote each", () => {
  let lost = 0;
  for (const name of [...runs, "lost"]) {
    const log = logs[name], expected: [number, number, string][] = [];
    replayed(log, (memory: Memory): Fold => ({
      after(words, index) {
        if (kindOf(words, index) !== Kind.SwitchedOver) return;
        lostPages(memory, (page) => {
          const event = memory.content[page], at = eventOf(log, event);
          expected.push([page, event, log.header.actors[actorOf(at.words, at.index)].name]);
        });
      },
    }));
    const rows = answer("lost-pages", name);
    assertEquals(rows.map(({ page, written, actor }) => [page, written, actor]), expected, name);
    lost += rows.length;
  }
  assertEquals(lost, 2);
});

test("bytes-by-round: as the view migration counts them", () => {
  for (const name of runs) {
    const log = logs[name];
    let teller: ReturnType<typeof migration.begin> | null = null;
    replayed(log, (memory) => {
      const clock = log.header.clock, lanes = log.header.actors;
      const scene = { memory, lanes, clock, wire: WIRE, events: log.events, end: 0 };
      teller = migration.begin({ ...scene, title: "", all: true });
      return teller.fold!;
    });
    const rounds = teller!.show().json.rounds as Record<string, number>[];
    assertEquals(
      answer("bytes-by-round", name).map((
        row,
      ) => [row.round, row.pages, row.zero_pages, row.bytes]),
      rounds.filter((round) => round.bytes > 0)
        .map((round) => [round.round, round.pagesSent, round.pagesZero, round.bytes]),
      name,
    );
  }
});

test("atomic-failures: those that the figures count, with who and when", () => {
  const { actors } = logs.failures.header;
  const hinting = actors.findIndex(({ name }) => name === "balloon");
  assertEquals(
    answer("atomic-failures", "failures").map((row) => [row.time, row.actor, row.order]),
    [[10, "task", 0], [40, actors[hinting].name, 1]],
  );
  for (const name of runs) {
    const rows = answer("atomic-failures", name);
    assertEquals(rows.length, figuresOf(name).guest.atomicFailed, name);
  }
  assertEquals(
    answer("atomic-failures", "failures").length,
    figuresOf("failures").guest.atomicFailed,
  );
});

test("free-low-point: the figures' lowest, at the event after which memory was so low", () => {
  for (const name of runs) {
    const [row] = answer("free-low-point", name);
    assertEquals(row.free, figuresOf(name).guest.freePagesMin, name);
  }
});

test("one-page: every event that touches the page, and no other", () => {
  const log = logs["format-1-v33.log"], words = log.wordsOf(0);
  PAGES.forEach((page, which) => {
    const expected: [number, string][] = [];
    for (let index = 0; index < log.events; index++) {
      const kind = kindOf(words, index);
      if (kind === Kind.PageblocksTyped || pfnOf(words, index) < 0) continue;
      if (!touches(words, index, page, log.header.geometry.pageblockOrder)) continue;
      expected.push([index + 1, textName(kindNames[kind]!)]);
    }
    const rows = answer("one-page", "format-1-v33.log", which);
    assertEquals(rows.map(({ number, kind }) => [number, kind]), expected, `page ${page}`);
    assert(expected.length > 1);
  });
});

test("never-returned: what the rule held-for-ever accuses", () => {
  for (const name of ["held", ...runs]) {
    const { header, events } = logs[name];
    const facts = { lanes: header.actors, declared: null, imported: false };
    const chosen = rules.filter((rule) => rule.name === "held-for-ever");
    const memory = new Memory(header.geometry);
    const { findings } = audit(memory, logs[name], events, facts, chosen);
    assertEquals(
      answer("never-returned", name).map(({ held_since, pfn }) => [held_since, pfn]),
      findings.map(({ event, pfn }) => [event, pfn]),
      name,
    );
  }
  assertEquals(answer("never-returned", "held").length, 1);
});

test("drift: two logs part where diff says, and a log does not part from itself", () => {
  const a = logs["format-1-v33.log"], b = logs["format-1-merged.log"];
  const parting = partingOf(a, b, ALL_KINDS, 0, true)!;
  const rows = answer("drift", "format-1-v33.log");
  assertEquals(rows.map(({ number }) => number), [parting.a!.number, parting.b!.number]);
  assertEquals(answer("drift", "format-1-v33.log", 1), []);
});
