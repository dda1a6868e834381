/**
 * Engines of the viewer for tests: on logs in memory, with the real codec and a clock of their own.
 * @module
 */
import { codec, hash64 } from "../../../cli/codec.ts";
import { digestText, digestViews } from "../../../core/state/digest.ts";
import { Memory } from "../../../core/state/memory.ts";
import { type LogFile, openLog, sourceOf } from "../../../events/file/reader.ts";
import { replayBlocks } from "../../../replay/replay.ts";
import { Engine, type Tools } from "../../../replay/viewer/engine/engine.ts";
import { WIRE } from "../../../replay/views/view.ts";

/** Tools whose clock goes on by so many ms each time that it is asked. */
export function toolsWith(ms: number): Tools {
  let now = 0;
  return { codec, hash: hash64, now: () => now += ms, wire: () => WIRE };
}

/** An engine on a log's bytes; its clock stands still. */
export function engineOf(bytes: Uint8Array, seek: Uint8Array | null = null): Engine {
  return Engine.open(sourceOf(bytes), seek && (() => sourceOf(seek)), "a.log", toolsWith(0));
}

/** The state of a log at an event, replayed from its begin. */
export function stateAt(file: LogFile, event: number): Memory {
  return replayBlocks(new Memory(file.header.geometry), file, event);
}

export const digestOf = (memory: Memory): string => digestText(digestViews(memory, hash64));

export const fileOf = (bytes: Uint8Array): LogFile => openLog(sourceOf(bytes), codec);

/** Lets an engine do all its long work. */
export function finished(engine: Engine): Engine {
  while (engine.work(30));
  return engine;
}
