/**
 * Log files for tests, in memory.
 * @module
 */
import { codec, hash64 } from "../../cli/codec.ts";
import { digestViews } from "../../core/state/digest.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import type { LogHeader } from "../../events/file/header.ts";
import { LogWriter } from "../../events/file/writer.ts";
import { headerOf } from "../../cli/simulate/run.ts";
import { type Done, rules, scenario, small } from "./runs.ts";
import { applyAll } from "../../core/state/apply.ts";
import { Memory } from "../../core/state/memory.ts";

/** Pieces as one array. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * The file of a run's log, with digests as a live run writes them.
 * @param blockEvents events of a whole block
 * @param until only the first so many events
 */
export function fileOf(
  done: Done,
  header: LogHeader,
  blockEvents: number,
  until = done.log.length,
): Uint8Array {
  const pieces: Uint8Array[] = [];
  const memory = new Memory(done.run.geometry);
  const digest = () => digestViews(memory, hash64);
  const writer = new LogWriter(
    header,
    codec,
    (bytes) => pieces.push(bytes.slice()),
    digest,
    blockEvents,
  );
  for (let from = 0; from < until; from += blockEvents) {
    const end = Math.min(until, from + blockEvents);
    applyAll(memory, done.words, from, end);
    writer.write(done.words, from, end);
  }
  writer.close();
  return joined(pieces);
}

/** The file of the bundled scenario `small` with a design. */
export function smallFile(design: string, blockEvents?: number, until?: number): Uint8Array {
  const subject: Scenario = scenario("small");
  return fileOf(small(design), headerOf(subject, rules(design)), blockEvents ?? 4096, until);
}
