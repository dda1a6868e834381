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
import { clockAt, memoryOf, type OpenLog, openLog, titleOf, wireOf } from "./logs.ts";
import { foldsOf, timelineOf } from "./timeline.ts";

const command: Command = {
  name: "replay",
  sentence: "Shows the state at any event of a log, or tells the life of one page.",
  words: "[LOG]",
  wordsMax: 1,
  options: {
    at: { value: "N", help: "after event N; 0 is before the first (default: the last)" },
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
    ["deno task replay out/v33.log --page 0x5a3c1", "all that happened to one page"],
  ],
  json: [
    "events: events of the log; at: the event shown; digest: of the state there",
    "log, title, show: what was replayed, and the view",
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

/** From the nearest checkpoint, unless what is shown goes along from the first event. */
function goTo(
  log: OpenLog,
  scene: Scene & { readonly memory: Memory },
  folds: Folds | null,
  { fold }: Teller,
  at: number,
): void {
  if (folds === null) replayBlocks(scene.memory, log, at, fold ? [fold] : []);
  else timelineOf(log, scene, folds, at).seek(at);
}

function nextSteps(log: OpenLog, name: string): void {
  if (log.name === STDIN) return;
  const others = views.filter((view) => view.name !== name).map((view) => view.name);
  note(`\n next  deno task replay ${log.name} --show ${others.join("|")}`);
  if (name !== "page") note(`       deno task replay ${log.name} --page PFN   a page's whole life`);
  note(`       deno task log ${log.name} --from N --to M   the events themselves`);
}

async function main(given: Given): Promise<number> {
  const log = await openLog(given.words[0], given.flag("recover"));
  const text = given.text("at");
  const at = text === undefined ? log.events : numberOf("--at", text, 0, log.events);
  const memory = memoryOf(log);
  const scene = {
    memory,
    lanes: log.header.actors,
    wire: wireOf(log.header),
    events: log.events,
    clock: log.header.clock,
    end: clockAt(log, at),
    title: titleOf(log.header),
    all: given.flag("all"),
  };
  const { name, teller, folds } = tellerOf(given, scene);
  goTo(log, scene, folds, teller, at);
  const shown = teller.show();
  if (given.flag("json")) {
    const digest = digestText(digestViews(memory, hash64));
    const head = { events: log.events, at, digest, log: log.name, title: scene.title, show: name };
    print(JSON.stringify({ ...head, ...shown.json }));
  } else {
    print(emphasized(shown.text));
    nextSteps(log, name);
  }
  return EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
