/**
 * `deno task verify`: is a log whole, and does its replay give every digest that it holds?
 * @module
 */
import { digestText, digestViews } from "../core/state/digest.ts";
import { Status, VIEWS } from "../core/state/views.ts";
import type { ViewDigest } from "../events/file/codec.ts";
import { replayBlocks } from "../replay/replay.ts";
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

/** Replays a log block by block; the first digest that differs ends the check. */
async function check(path: string | undefined): Promise<Checked> {
  const log = await openLog(path, false);
  const memory = memoryOf(log);
  log.check();
  let digests = 0;
  let mismatch: Mismatch | null = null;
  replayBlocks(memory, log, log.events, [], (block) => {
    const kept = log.digestsOf(block);
    if (kept.length === 0 || mismatch !== null) return;
    digests++;
    const views = differing(digestViews(memory, hash64), kept);
    if (views.length > 0) mismatch = { block, event: memory.status[Status.Events], views };
  });
  const digest = digestText(digestViews(memory, hash64));
  return { log: log.name, events: log.events, blocks: log.blocks, digests, digest, mismatch };
}

function textOf({ log, events, blocks, digests, digest, mismatch }: Checked): string {
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
  return `${log}   ${size}\n  checksums and chain hold; ${which}; last state ${digest}`;
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
  return logs.some(({ mismatch }) => mismatch !== null) ? EXIT_FINDINGS : EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
