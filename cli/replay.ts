/**
 * `deno task replay`: the state at any event of a log, or one page's life.
 * @module
 */
import { digestText, digestViews } from "../core/state/digest.ts";
import type { Memory } from "../core/state/memory.ts";
import { lifeOf } from "../replay/life.ts";
import { replayBlocks } from "../replay/replay.ts";
import type { Folds } from "../replay/timeline.ts";
import { views } from "../replay/views/mod.ts";
import type { Scene, Teller } from "../replay/views/view.ts";
import { hash64 } from "./codec.ts";
import {
  type Command,
  emphasized,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  InputError,
  named,
  note,
  numberOf,
  print,
  runCommand,
} from "./command.ts";
import { STDIN } from "./files.ts";
import { type OpenLog, openLog } from "./logs.ts";
import { foldsOf, goTo, sceneOf } from "./timeline.ts";
import { Progress } from "./progress.ts";
import { findEvent, matchOf } from "./replay/find.ts";
import { formatEvent } from "../events/text.ts";
import { count, wrapped } from "../replay/text.ts";

const command: Command = {
  name: "replay",
  sentence: "Shows the state at any event of a log, or tells the life of one page.",
  words: "[LOG]",
  wordsMax: 1,
  options: {
    at: { value: "N", help: "after event N; 0 is before the first (default: the last)" },
    find: {
      value: "WORDS",
      help: "the next event after N (default: the first of all) that matches, with the state " +
        "there: kind=KIND, actor=NAME, page=PFN (names the page or a block that holds it); of a " +
        "key given twice either will do. Exit 1 if there is none",
    },
    back: { help: "--find goes the other way: the last match before N" },
    page: { value: "PFN", help: "one page's life, told in sentences; decimal or 0x" },
    show: {
      value: "VIEW",
      help: views.map(({ name, sentence }) => `${name}: ${sentence}`).join("; "),
    },
    all: { help: "leave nothing out of long lists and long lives" },
    recover: { help: "of a damaged log, take what stands before the damage" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task replay", "the last run at its end"],
    ["deno task replay out/v33.log --at 200000 --show hints", "which hints are stale by then"],
    [
      "deno task replay out/v33.log --at 200000 --find 'kind=hint-applied page=0x23b400' --back",
      "the last hint before event 200,000 that took this page out of the migration",
    ],
    ["deno task replay out/v33.log --page 0x5a3c1", "all that happened to one page"],
  ],
  json: [
    "events: events of the log; at: the event shown; digest: of the state there",
    "log, title, show: what was replayed, and the view",
    "--find: find: the words; event: the event as text, or null (at is null then) if none matches",
    "--show summary: time, migrationTime (ns), zones[], hints, channel, migration, lanes[], faults[]",
    "--show buddyinfo: zones[]: name, free[] (blocks by order)",
    "--show pagetypeinfo: zones[]: name, types[] (type, free[] blocks by order), pageblocks[] by type",
    "--show hints: outstanding, stale, freeAgain (pages), read, applied, dropped, staleAt, pieces[]",
    "--show migration: begun, rounds[], total, downtimeNs, outcome",
    "--show survival: delays[] (ns, or counts), orders[]: order, spells, followed[], stillFree[], " +
    "atRandomInstant[] (shares or null, by delay)",
    "--page: page, zone, migrationBegun, entries[], hints[], lost, conclusion[]",
  ],
};

function tellerOf(
  given: Given,
  scene: Scene,
): { name: string; teller: Teller; folds: Folds | null } {
  const page = given.text("page"), show = given.text("show");
  if (page !== undefined && show !== undefined) {
    throw new InputError("--page tells a life and --show a view: give one of them");
  }
  if (page !== undefined) {
    const pfn = numberOf("--page", page, 0, scene.memory.frames - 1);
    return { name: "page", teller: lifeOf(scene, pfn), folds: null };
  }
  const view = named("view", show ?? "summary", views);
  const teller = view.begin(scene);
  return { name: view.name, teller, folds: foldsOf(view, teller) };
}

function nextSteps(log: OpenLog, name: string, found: string | null, at: number): void {
  if (log.name === STDIN) return;
  if (found !== null) {
    note(`\n next  deno task replay ${log.name} --at ${at} --find '${found}'   the one after it`);
    note(
      `       deno task log ${log.name} --from ${Math.max(1, at - 5)} --to ${at + 5}   around it`,
    );
    return;
  }
  const others = views.filter((view) => view.name !== name).map((view) => view.name);
  note(`\n next  deno task replay ${log.name} --show ${others.join("|")}`);
  if (name !== "page") note(`       deno task replay ${log.name} --page PFN   a page's whole life`);
  note(`       deno task log ${log.name} --from N --to M   the events themselves`);
}

/** The event that is shown: that of `--at`, or what `--find` finds from there on. */
function eventOf(given: Given, log: OpenLog): { at: number; found: string | null } | null {
  const text = given.text("at"), find = given.text("find"), back = given.flag("back");
  const at = text === undefined ? log.events : numberOf("--at", text, 0, log.events);
  if (find === undefined) {
    if (back) throw new InputError("--back says which way --find goes: give --find too");
    return { at, found: null };
  }
  const from = text !== undefined ? at : back ? log.events + 1 : 0;
  const found = findEvent(log, matchOf(find, log), from, back);
  return found === null ? null : { at: found, found: find };
}

/** Says that nothing matches, and where it was looked for. */
function noneFound(given: Given, log: OpenLog): number {
  const find = given.text("find")!, at = given.text("at");
  const where = at === undefined ? "" : given.flag("back") ? ` before ${at}` : ` after ${at}`;
  if (given.flag("json")) {
    print(JSON.stringify({ events: log.events, at: null, log: log.name, find, event: null }));
  } else print(`No event${where} is ${find}; ${log.name} has ${count(log.events)} events.`);
  return EXIT_FINDINGS;
}

/** The line of one event. */
function lineOf(log: OpenLog, event: number): string {
  let block = 0;
  while (block + 1 < log.blocks && log.baseOf(block + 1) < event) block++;
  const names = log.header.actors.map(({ name }) => name);
  return formatEvent(log.wordsOf(block), event - log.baseOf(block) - 1, names, event);
}

async function main(given: Given): Promise<number> {
  const log = await openLog(given.words[0], given.flag("recover"));
  const chosen = eventOf(given, log);
  if (chosen === null) return noneFound(given, log);
  const { at, found } = chosen;
  const scene = sceneOf(log, at, given.flag("all")), { memory } = scene;
  const { name, teller, folds } = tellerOf(given, scene);
  if (folds !== null) goTo(log, scene, folds, at);
  else replayFromBegin(memory, log, at, teller);
  const shown = teller.show(), line = found === null ? null : lineOf(log, at);
  if (given.flag("json")) {
    const digest = digestText(digestViews(memory, hash64));
    const head = { events: log.events, at, digest, log: log.name, title: scene.title, show: name };
    const match = line === null ? {} : { find: found, event: line };
    print(JSON.stringify({ ...head, ...match, ...shown.json }));
  } else {
    print(emphasized(line === null ? shown.text : `${wrapped(line).join("\n")}\n\n${shown.text}`));
    nextSteps(log, name, found, at);
  }
  return EXIT_OK;
}

/** What goes along from the first event on is replayed from there. */
function replayFromBegin(memory: Memory, log: OpenLog, at: number, { fold }: Teller): void {
  using progress = new Progress("replaying", at);
  replayBlocks(memory, log, at, fold ? [fold] : [], (block) => {
    progress.add((block + 1 < log.blocks ? log.baseOf(block + 1) : log.events) - log.baseOf(block));
  });
}

if (import.meta.main) await runCommand(command, main);
