/**
 * `deno task verify`: is a log whole, and does its replay give every digest that it holds?
 * @module
 */
import { digestText, digestViews } from "../core/state/digest.ts";
import { applyAll } from "../core/state/apply.ts";
import { VIEWS } from "../core/state/views.ts";
import type { ViewDigest } from "../events/file/codec.ts";
import { STRIDE } from "../events/log.ts";
import { hash64 } from "./codec.ts";
import {
  type Command,
  emphasized,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  print,
  runCommand,
} from "./command.ts";
import { memoryOf, openLog } from "./logs.ts";
import { Progress } from "./progress.ts";
import { openCheckpoints, SEEK_ENDING } from "./timeline.ts";
import { SeekCheck, type SeekResult } from "./verify/seek.ts";
import { count, wrapped } from "../replay/text.ts";

const command: Command = {
  name: "verify",
  sentence:
    "Checks a log: checksums, the chain of its blocks, and its replay against every digest.",
  words: "[LOG ...]",
  wordsMax: Infinity,
  options: {
    json: { help: "print one object" },
  },
  examples: [
    ["deno task verify", "the last run"],
    ["deno task verify out/none.log out/v33.log", "several logs"],
  ],
  json: [
    "logs[]: log, events, blocks, digests (checked), digest (of the last state)",
    "logs[].seek: null, or of the checkpoints beside the log: checkpoints (that hold), wrong (null or why)",
    "logs[].mismatch: null, or block, event and views that differ from the replay",
  ],
};

interface Mismatch {
  readonly block: number;
  readonly event: number;
  readonly views: string[];
}

interface Checked {
  readonly log: string;
  readonly events: number;
  readonly blocks: number;
  readonly digests: number;
  readonly digest: string;
  readonly mismatch: Mismatch | null;
  /** The checkpoints beside the log; null if there are none. */
  readonly seek: SeekResult | null;
}

/** Names of the views that two states differ in. A view that one of them leaves out is all default. */
function differing(replayed: readonly ViewDigest[], kept: readonly ViewDigest[]): string[] {
  const digests = new Map(kept.map(({ view, digest }) => [view, digest]));
  for (const { view, digest } of replayed) {
    if (digests.get(view) === digest) digests.delete(view);
    else digests.set(view, digest);
  }
  const names = new Map<number, string>(
    Object.entries(VIEWS).map(([name, row]) => [row.number, name]),
  );
  return [...digests.keys()].map((view) => names.get(view) ?? `view ${view}`);
}

/** Reads a log once, block by block: checksums, chain, and its replay against digests and checkpoints. */
async function check(path: string | undefined): Promise<Checked> {
  const log = await openLog(path, false);
  const memory = memoryOf(log);
  using seek = new SeekCheck(openCheckpoints(log, memory));
  let digests = 0;
  let mismatch: Mismatch | null = null;
  using progress = new Progress(`checking ${log.name}`, log.events);
  seek.see(0);
  log.check((block, { words, digests: kept }) => {
    const base = log.baseOf(block), events = words.length / STRIDE;
    applyAll(memory, words, 0, events, base);
    progress.add(events);
    seek.see(base + events);
    if (kept.length === 0 || mismatch !== null) return;
    digests++;
    const views = differing(digestViews(memory, hash64), kept);
    if (views.length > 0) mismatch = { block, event: base + events, views };
  });
  const digest = digestText(digestViews(memory, hash64));
  const { name, events, blocks } = log;
  return { log: name, events, blocks, digests, digest, mismatch, seek: seek.result() };
}

function seekText({ log, seek }: Checked): string {
  if (seek === null) return "";
  if (seek.wrong === null) {
    return `\n  ${log}${SEEK_ENDING}: all ${count(seek.checkpoints)} checkpoints hold`;
  }
  return `\n  ${log}${SEEK_ENDING}: ${seek.wrong}; delete it, it is made anew when it is needed`;
}

function textOf(checked: Checked): string {
  const { log, events, blocks, digests, digest, mismatch } = checked;
  const size = `${count(events)} events in ${count(blocks)} block${blocks === 1 ? "" : "s"}`;
  if (mismatch !== null) {
    const where = `event ${count(mismatch.event)} (block ${mismatch.block})`;
    return `${log}   ${size}\n` +
      wrapped(
        `checksums and chain hold, but MISMATCH: at ${where} the replay differs from the log's ` +
          `digest in ${mismatch.views.join(", ")}`,
        78,
      ).map((line) => `  ${line}`).join("\n");
  }
  const which = digests === 0
    ? "it bears no digest"
    : `replay gives ${digests === 1 ? "its one digest" : `all its ${count(digests)} digests`}`;
  return `${log}   ${size}\n  checksums and chain hold; ${which}; last state ${digest}${
    seekText(checked)
  }`;
}

async function main(given: Given): Promise<number> {
  const paths = given.words.length > 0 ? given.words : [undefined];
  const logs: Checked[] = [];
  for (const path of paths) {
    const checked = await check(path);
    logs.push(checked);
    if (!given.flag("json")) print(emphasized(textOf(checked)));
  }
  if (given.flag("json")) print(JSON.stringify({ logs }));
  const isWrong = ({ mismatch, seek }: Checked) =>
    mismatch !== null || (seek?.wrong ?? null) !== null;
  return logs.some(isWrong) ? EXIT_FINDINGS : EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
