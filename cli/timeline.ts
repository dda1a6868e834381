/**
 * The file of checkpoints beside a long log: opened if it is there and belongs to the log, else made.
 * It is a cache, and can be deleted at any time.
 * @module
 */
import type { Memory } from "../core/state/memory.ts";
import type { KeptFold } from "../replay/fold.ts";
import { count } from "../replay/text.ts";
import {
  CheckpointDamage,
  Checkpoints,
  type Folds,
  notesOf,
  record,
  takeUp,
  Timeline,
} from "../replay/timeline.ts";
import { keptViews, keyOf } from "../replay/timeline/key.ts";
import type { Scene, Teller, View } from "../replay/views/view.ts";
import { codec, hash64 } from "./codec.ts";
import { InputError } from "./errors.ts";
import { OutputFile } from "./files.ts";
import { clockAt, fileSource, memoryOf, type OpenLog, titleOf, wireOf } from "./logs.ts";
import { note } from "./output.ts";
import { Progress } from "./progress.ts";

/** What a log's file of checkpoints is called, behind the log's own name. */
export const SEEK_ENDING = ".seek";
/** Which logs have checkpoints, and how far apart. */
export interface Limits {
  /** A log of fewer events has none: it is replayed from its begin. */
  readonly min: number;
  /** Events between two of them, at least; undefined: as fits the state. */
  readonly distance?: number;
  /** Events that are replayed sooner than a checkpoint is read; undefined: as a timeline has it. */
  readonly near?: number;
}

/** Eight million events are replayed in half a second. */
export const LIMITS: Limits = { min: 1 << 23 };
/** Checkpoints are made for an event that lies behind this part of its log: they cost two replays. */
const PAYS = 1 / 8;
const tools = { codec, hash: hash64 };

/** The folds of a view, by its name, if they can be taken up in the middle of a log; else null. */
export function foldsOf({ name, kept }: View, { fold }: Teller): Folds | null {
  if (fold === undefined) return {};
  return kept === true ? { [name]: fold as KeptFold } : null;
}

/** A scene whose state can be moved. */
export type Moved = Scene & { readonly memory: Memory };

/**
 * What views are told of a log: its state before the first event, which is still to be moved to event
 * `at`.
 * @param all true to leave nothing out of long lists
 */
export function sceneOf(log: OpenLog, at: number, all = false): Moved {
  const { events, header } = log;
  return {
    memory: memoryOf(log),
    lanes: header.actors,
    wire: wireOf(header),
    events,
    clock: header.clock,
    end: clockAt(log, at),
    title: titleOf(header),
    all,
  };
}

/** Where a log's checkpoints are; null if it is no file, or too short to have some. */
function seekPath(log: OpenLog, { min }: Limits): string | null {
  return log.path === null || log.events < min ? null : `${log.path}${SEEK_ENDING}`;
}

/**
 * The checkpoints that stand beside a log.
 * @param memory the state that they will be asked to make
 * @returns what is wrong with the file as a string; null if there is none
 */
export function openCheckpoints(
  log: OpenLog,
  memory: Memory,
  limits = LIMITS,
): Checkpoints | string | null {
  const path = seekPath(log, limits);
  if (path === null) return null;
  const key = keyOf(log, memory, codec);
  let source;
  try {
    source = fileSource(path);
    const found = Checkpoints.open(memory, source, key, tools);
    if (typeof found === "string") source[Symbol.dispose]();
    return found;
  } catch (error) {
    source?.[Symbol.dispose]();
    return error instanceof Deno.errors.NotFound ? null : "it cannot be read";
  }
}

/**
 * Makes a log's checkpoints.
 * @param scene its state is moved to the log's end
 * @throws InputError if they cannot be written, or the log is damaged
 */
export function makeCheckpoints(log: OpenLog, scene: Moved, limits = LIMITS): void {
  const { memory } = scene, path = `${log.path}${SEEK_ENDING}`;
  const folds: Record<string, KeptFold> = {};
  for (const view of keptViews) Object.assign(folds, foldsOf(view, view.begin(scene)));
  memory.reset();
  using file = new OutputFile(path);
  using progress = new Progress(`making ${path}`, log.events);
  let bytes = 0, done = 0;
  const sink = (piece: Uint8Array): void => {
    file.write(piece);
    bytes += piece.length;
  };
  record(memory, log, keyOf(log, memory, codec), tools, folds, sink, (block) => {
    const end = block + 1 < log.blocks ? log.baseOf(block + 1) : log.events;
    progress.add(end - done);
    done = end;
  }, limits.distance);
  file.commit();
  const mib = count(Math.ceil(bytes / 2 ** 20));
  note(`${path} made (${mib} MiB): any event is near now; it may be deleted`);
}

/**
 * Goes to an event of a log, by checkpoints where that pays; they are made when they are first wanted.
 * @param scene its state is moved
 * @param folds go along with the state, by the names of their views
 */
export function goTo(log: OpenLog, scene: Moved, folds: Folds, at: number, limits = LIMITS): void {
  const { memory } = scene, begin = notesOf(folds), path = seekPath(log, limits);
  const isThere = (wrong: string | null): boolean => {
    if (wrong === null) return true;
    memory.reset(); // it may be of no event by now
    takeUp(folds, begin);
    return false;
  };
  const seek = (): string | null =>
    seekWith(
      openCheckpoints(log, memory, limits),
      (found) => new Timeline(memory, log, found, folds, limits.near).seek(at),
    );
  if (path !== null && at >= limits.min) {
    const wrong = seek();
    if (isThere(wrong)) return;
    if (wrong !== NONE_YET) note(`${path}: ${wrong}; making it anew`);
    if (wrong !== NONE_YET || at >= log.events * PAYS) {
      makeOrSay(log, scene, limits);
      if (isThere(seek())) return;
    }
  }
  new Timeline(memory, log, null, folds).seek(at);
}

const NONE_YET = "there are none";

/** Lets checkpoints be used; returns what is wrong with them, null if nothing is. */
function seekWith(
  found: Checkpoints | string | null,
  use: (checkpoints: Checkpoints) => void,
): string | null {
  if (!(found instanceof Checkpoints)) return found ?? NONE_YET;
  using checkpoints = found;
  try {
    use(checkpoints);
    return null;
  } catch (error) {
    if (error instanceof CheckpointDamage) return "a chunk of it is damaged";
    throw error;
  }
}

/** Makes checkpoints, or says why there are none; the state is then that before the first event. */
function makeOrSay(log: OpenLog, scene: Moved, limits: Limits): void {
  try {
    makeCheckpoints(log, scene, limits);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    note(`no ${log.path}${SEEK_ENDING}: ${error.message}; replaying from the first event`);
  }
  scene.memory.reset();
}
