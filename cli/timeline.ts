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
  DISTANCE,
  type Folds,
  notesOf,
  record,
  takeUp,
  Timeline,
} from "../replay/timeline.ts";
import { views } from "../replay/views/mod.ts";
import type { Scene, Teller, View } from "../replay/views/view.ts";
import { codec, hash64 } from "./codec.ts";
import { InputError } from "./errors.ts";
import { OutputFile } from "./files.ts";
import { fileSource, memoryOf, type OpenLog } from "./logs.ts";
import { note } from "./output.ts";
import { Progress } from "./progress.ts";

/** What a log's file of checkpoints is called, behind the log's own name. */
export const SEEK_ENDING = ".seek";
/** A log of fewer events is replayed from its begin: that takes a tenth of a second. */
export const SEEK_MIN = 4 * DISTANCE;
const tools = { codec, hash: hash64 };

const keptViews = views.filter(({ kept }) => kept === true);

/** The folds of a view, by its name, if they can be taken up in the middle of a log; else null. */
export function foldsOf({ name, kept }: View, { fold }: Teller): Folds | null {
  if (fold === undefined) return {};
  return kept === true ? { [name]: fold as KeptFold } : null;
}

/** What checkpoints belong to: the log to its last block, and how the state lies in memory. */
function keyOf(log: OpenLog, memory: Memory): Uint8Array {
  const chain = log.blocks === 0 ? null : log.chainAt(log.blocks - 1);
  const parts = memory.layout.parts.map(({ row, offset, length }) => [row.number, offset, length]);
  const made = JSON.stringify([log.events, parts, keptViews.map(({ name }) => name)]);
  return codec.sha256(chain ?? new Uint8Array(0), new TextEncoder().encode(made));
}

/** Where a log's checkpoints are; null if it is no file that has some. */
export function seekPath(log: OpenLog): string | null {
  return log.path === null || log.events < SEEK_MIN ? null : `${log.path}${SEEK_ENDING}`;
}

/**
 * The checkpoints that stand beside a log.
 * @param memory the state that they will be asked to make
 * @returns what is wrong with the file as a string; null if there is none
 */
export function openCheckpoints(
  log: OpenLog,
  memory: Memory,
): Checkpoints | string | null {
  const path = seekPath(log);
  if (path === null) return null;
  try {
    return Checkpoints.open(memory, fileSource(path), keyOf(log, memory), tools);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Makes a log's checkpoints; says why on standard error if they cannot be written. */
function makeCheckpoints(log: OpenLog, path: string, scene: Scene): boolean {
  const memory = memoryOf(log), own: Record<string, KeptFold> = {};
  for (const view of keptViews) {
    Object.assign(own, foldsOf(view, view.begin({ ...scene, memory })));
  }
  try {
    using file = new OutputFile(path);
    using progress = new Progress(`making ${path}`, log.events);
    let bytes = 0, done = 0;
    const sink = (piece: Uint8Array): void => {
      file.write(piece);
      bytes += piece.length;
    };
    record(memory, log, keyOf(log, memory), tools, own, sink, (block) => {
      const end = block + 1 < log.blocks ? log.baseOf(block + 1) : log.events;
      progress.add(end - done);
      done = end;
    });
    file.commit();
    note(
      `${path} made (${
        count(Math.ceil(bytes / 2 ** 20))
      } MiB, may be deleted): any event is near now`,
    );
    return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    note(`no ${path}: ${error.message}; replaying from the first event`);
    return false;
  }
}

/**
 * Goes to an event of a log, by checkpoints where that pays.
 * @param scene the state before the first event, and what views know of the log
 * @param folds go along with the state, by the names of their views
 */
export function goTo(
  log: OpenLog,
  scene: Scene & { readonly memory: Memory },
  folds: Folds,
  at: number,
): void {
  const { memory } = scene, path = seekPath(log);
  const found = at < SEEK_MIN || path === null ? null : openCheckpoints(log, memory);
  const begin = notesOf(folds);
  if (found instanceof Checkpoints) {
    try {
      return new Timeline(memory, log, found, folds).seek(at);
    } catch (error) {
      if (!(error instanceof CheckpointDamage)) throw error;
      note(`${path}: ${error.message}; making it anew`);
      memory.reset();
      takeUp(folds, begin);
    }
  } else if (found !== null) note(`${path}: ${found}; making it anew`);
  const made = at < SEEK_MIN || path === null || !makeCheckpoints(log, path, scene)
    ? null
    : openCheckpoints(log, memory);
  new Timeline(memory, log, made instanceof Checkpoints ? made : null, folds).seek(at);
}
