/**
 * `deno task verify`: is a log whole, and does its replay give every digest that it holds?
 * @module
 */
import { digestText, digestViews } from "../core/state/digest.ts";
import { Memory } from "../core/state/memory.ts";
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
import { openLog } from "./logs.ts";
import { count } from "./units.ts";

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

/** Replays a log block by block; the first digest that differs ends the check. */
async function check(path: string | undefined): Promise<Checked> {
  const log = await openLog(path);
  const memory = new Memory(log.header.geometry);
  let digests = 0;
  let mismatch: Mismatch | null = null;
  replayBlocks(memory, log, log.events, [], (block) => {
    const kept = log.digestOf(block);
    if (kept === null || mismatch !== null) return;
    digests++;
    const views = differing(digestViews(memory, hash64), kept);
    if (views.length > 0) mismatch = { block, event: memory.status[Status.Events], views };
  });
  const digest = digestText(digestViews(memory, hash64));
  return { log: log.name, events: log.events, blocks: log.blocks, digests, digest, mismatch };
}

function textOf({ log, events, blocks, digests, digest, mismatch }: Checked): string {
  const size = `${count(events)} events in ${many(blocks, "block")}`;
  if (mismatch !== null) {
    return `${log}: MISMATCH at event ${count(mismatch.event)} (block ${mismatch.block}): the ` +
      `replay differs from the digest in ${mismatch.views.join(", ")}`;
  }
  return `${log}: ${size}; checksums and chain hold; replay gives ` +
    `${digests === 1 ? "its one digest" : `all ${count(digests)} digests`}\n` +
    `${" ".repeat(log.length + 2)}last state ${digest}`;
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
