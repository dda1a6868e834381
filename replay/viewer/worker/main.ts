/**
 * The worker behind the page: takes questions, lets the engine answer, and lets it work on what takes long
 * while nobody asks.
 * @module
 */
import { hosts } from "../../../core/decide/hosts/mod.ts";
import { WIRE } from "../../views/view.ts";
import { answerOf } from "../engine/answer.ts";
import { Engine, type Tools } from "../engine/engine.ts";
import { MapSender } from "../map_wire.ts";
import type { LogFrom, Question, Reply } from "../protocol.ts";
import { readers } from "./codec.ts";
import { SeekFile } from "./seek_file.ts";
import { ServerFile } from "./server_file.ts";
import { openSource } from "./sources.ts";

/** What a worker is to its page. */
interface Scope {
  onmessage: ((event: { readonly data: Question }) => void) | null;
  postMessage(reply: Reply, transfer: Transferable[]): void;
}
const scope = self as unknown as Scope;

/** The engine works so many ms before it looks for questions. */
const SLICE_MS = 12;
/** Questions come in groups: it does not work until none has come for so many ms, */
const QUIET_MS = 20;
/** and does not read on until somebody who scrubs has come to rest, */
const REST_MS = 100;
/** but no later than so many ms after it worked last: somebody may play for minutes. */
const PATIENCE_MS = 1000;

let engine: Engine | null = null;
const maps = new MapSender();
let file: ServerFile | null = null, seek: SeekFile | null = null;
let isWorking = false, isShown = false;
let askedAt = 0, workedAt = 0;
const tools: Promise<Tools> = readers().then((readers) => ({
  ...readers,
  now: () => performance.now(),
  wire: ({ host }) => hosts.find(({ name }) => name === host) ?? WIRE,
}));

function open(from: LogFrom, tools: Tools): unknown {
  const source = openSource(from);
  if ("url" in from && from.seek !== null) seek = new SeekFile(from.seek, from.name);
  engine = Engine.open(source, () => seek?.find() ?? null, from.name, tools);
  file = source instanceof ServerFile ? source : null;
  return engine.facts;
}

function answer({ ask, words }: Question, tools: Tools): unknown {
  if (ask === "open") return open(words[0] as LogFrom, tools);
  if (engine === null) throw new TypeError("no log is open");
  if (ask === "overview") isShown = true; // it is what the page asks for behind its first picture
  return answerOf(engine, ask, words, openSource, maps);
}

/** Large arrays are made for the answer, and go over without a copy. */
function transferOf(said: unknown): Transferable[] {
  const array = said instanceof Uint32Array ? said : (said as { words?: unknown } | null)?.words;
  return array instanceof Uint32Array ? [array.buffer as ArrayBuffer] : [];
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
  if (engine === null || !isShown || isWorking) return; // the first picture waits for nothing else
  isWorking = true;
  goOn();
};

/** Goes on behind the questions that wait. A timer that begins a timer would wait 4 ms each time. */
const channel = new MessageChannel();
channel.port1.onmessage = work;
const goOn = (): void => channel.port2.postMessage(null);

/** Works for a while when nobody asks, then lets questions in. */
async function work(): Promise<void> {
  if (isAsked(QUIET_MS)) return void setTimeout(work, QUIET_MS);
  try {
    isWorking = await worked(engine!);
  } catch {
    isWorking = false; // who asks for it is told what is wrong
  }
  if (isWorking) goOn();
}

/** True if a question came within so many ms, and it worked not long ago. */
function isAsked(quiet: number): boolean {
  const now = performance.now();
  return now - askedAt < quiet && now - workedAt < PATIENCE_MS;
}

/** Works for a slice, or fetches a piece of what will be read; false if nothing is left to do. */
async function worked(engine: Engine): Promise<boolean> {
  if (engine.hurry(SLICE_MS)) return done();
  const ofLog = file?.prefetch() ?? null;
  if (ofLog === null && engine.warm(SLICE_MS)) return done();
  const piece = ofLog ?? seek?.prefetch() ?? null;
  if (piece === null && isAsked(REST_MS)) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    return true;
  }
  if (piece === null) return engine.work(SLICE_MS) && done();
  await piece;
  return done();
}

function done(): true {
  workedAt = performance.now();
  return true;
}
