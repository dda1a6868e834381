/**
 * The worker behind the page: takes questions, lets the engine answer, and lets it work on what takes long
 * while nobody asks.
 * @module
 */
import { hosts } from "../../../core/decide/hosts/mod.ts";
import { WIRE } from "../../views/view.ts";
import { Engine, type Tools } from "../engine/engine.ts";
import type { LogFrom, Question, Reply } from "../protocol.ts";
import { codec, hash64 } from "./codec.ts";
import { byRanges, openSource } from "./sources.ts";

/** What a worker is to its page. */
interface Scope {
  onmessage: ((event: { readonly data: Question }) => void) | null;
  postMessage(reply: Reply, transfer: Transferable[]): void;
}
const scope = self as unknown as Scope;

/** The engine works so many ms before it looks for questions. */
const SLICE_MS = 30;
/** Questions come in groups: it does not work until none has come for so many ms, */
const QUIET_MS = 20;
/** but no later than so many ms after it worked last: somebody may play for minutes. */
const PATIENCE_MS = 250;

let engine: Engine | null = null;
let isWorking = false;
let askedAt = 0, workedAt = 0;
const tools: Promise<Tools> = hash64().then((hash) => ({
  codec,
  hash,
  now: () => performance.now(),
  wire: ({ host }) => hosts.find(({ name }) => name === host) ?? WIRE,
}));

function open(from: LogFrom, tools: Tools): unknown {
  const source = openSource(from);
  const seek = "url" in from && from.seek !== null ? seekOf(from.seek, from.name) : null;
  engine = Engine.open(source, seek, from.name, tools);
  return engine.facts;
}

/** Without its checkpoints a log is slower, and as good. */
function seekOf(url: string, name: string): ReturnType<typeof byRanges> | null {
  try {
    return byRanges(url, name);
  } catch {
    return null;
  }
}

function answer({ ask, words }: Question, tools: Tools): unknown {
  if (ask === "open") return open(words[0] as LogFrom, tools);
  if (engine === null) throw new TypeError("no log is open");
  return engine.answer(ask, words, (from) => openSource(from));
}

/** Arrays go over without a copy. They are made for the answer, and kept by nobody. */
function transferOf(answer: unknown): Transferable[] {
  const { classes } = (answer ?? {}) as { classes?: Uint8Array };
  if (classes instanceof Uint8Array) return [classes.buffer as ArrayBuffer];
  return answer instanceof Uint32Array ? [answer.buffer as ArrayBuffer] : [];
}

/** The one line of an error. */
const lineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^Cannot open log: /, "")
    .split("\n")[0];

scope.onmessage = async ({ data }) => {
  const { id } = data;
  try {
    const said = answer(data, await tools);
    scope.postMessage({ id, answer: said }, transferOf(said));
  } catch (error) {
    scope.postMessage({ id, error: lineOf(error) }, []);
  }
  askedAt = performance.now();
  if (isWorking || engine === null) return;
  isWorking = true;
  setTimeout(work, 0);
};

/** Works for a while when nobody asks, then lets questions in. */
function work(): void {
  const now = performance.now();
  if (now - askedAt < QUIET_MS && now - workedAt < PATIENCE_MS) {
    setTimeout(work, QUIET_MS);
    return;
  }
  try {
    isWorking = engine!.work(SLICE_MS);
  } catch {
    isWorking = false; // who asks for it is told what is wrong
  }
  workedAt = performance.now();
  if (isWorking) setTimeout(work, 0);
}
