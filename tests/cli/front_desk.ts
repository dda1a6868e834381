/**
 * The front desk as a user meets it: commands run with the permissions that their tasks give them.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { codec, hash64 } from "../../cli/codec.ts";
import { digestViews } from "../../core/state/digest.ts";
import { Memory } from "../../core/state/memory.ts";
import type { ViewDigest } from "../../events/file/codec.ts";
import { openLog, sourceOf } from "../../events/file/reader.ts";
import { LogWriter } from "../../events/file/writer.ts";
import { replay } from "../../replay/replay.ts";
import { joined } from "../support/logs.ts";

const house = new URL("../../", import.meta.url);
const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", house)));

export interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The program and arguments of a task. */
export function lineOf(task: string): string[] {
  const [, ...args] = (tasks[task].command as string).split(" ");
  const script = args.findIndex((arg) => arg.endsWith(".ts"));
  return args.map((arg, at) => at === script ? new URL(arg, house).pathname : arg);
}

/** A task as a command, with its pipes open. */
export function commandOf(task: string, args: readonly string[], folder: string): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [...lineOf(task), ...args],
    cwd: folder,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  });
}

/** Runs a command; `folder` is where it runs, `stdin` what it reads. */
export async function run(
  task: string,
  args: readonly string[],
  { folder = ".", stdin = new Uint8Array() }: { folder?: string; stdin?: Uint8Array } = {},
): Promise<Result> {
  const child = commandOf(task, args, folder).spawn();
  const writer = child.stdin.getWriter();
  const fed = writer.write(stdin).then(() => writer.close()).catch(() => {});
  const { code, stdout, stderr } = await child.output();
  await fed;
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** Asserts that a command took its input for bad: one line, exit 2, nothing on standard output. */
export function assertRefused(result: Result, why: RegExp): void {
  assertMatch(result.err, why);
  assertEquals(result.err.trimEnd().split("\n").length, 1, result.err);
  assert(!/^\s+at /m.test(result.err), "no stack trace");
  assertEquals([result.code, result.out], [2, ""]);
}

const golden = openLog(
  sourceOf(Deno.readFileSync(new URL("fixtures/logs/format-1-v33.log", house))),
  codec,
);

/**
 * The bytes of a small log: the golden one, 64 MiB, design v33, 24,979 events.
 * @param digests stands in for the digests of the state: a log that lies
 */
export function smallLog(
  blockEvents = 65536,
  digests: (() => ViewDigest[]) | null = null,
): Uint8Array {
  const words = golden.wordsOf(0);
  const memory = new Memory(golden.header.geometry), parts: Uint8Array[] = [];
  const writer = new LogWriter(
    golden.header,
    codec,
    (bytes) => parts.push(bytes.slice()),
    digests ?? (() => digestViews(memory, hash64)),
    blockEvents,
  );
  for (let from = 0; from < golden.events; from += blockEvents) {
    const until = Math.min(golden.events, from + blockEvents);
    replay(memory, words, until);
    writer.write(words, from, until);
  }
  writer.close();
  return joined(parts);
}

/** Gives a folder for a test and takes it away afterwards. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Names of what is in a folder. */
export function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}
