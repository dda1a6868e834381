/**
 * Logs and their exports for tests: the golden ones, and a run's or a story's in memory.
 * @module
 */
import { codec } from "../../cli/codec.ts";
import { GROUP_EVENTS, ParquetFile } from "../../cli/export/parquet.ts";
import { stretchesOf } from "../../cli/export/stretches.ts";
import { Memory } from "../../core/state/memory.ts";
import { checkHeader, type LogHeader } from "../../events/file/header.ts";
import { openLog, sourceOf } from "../../events/file/reader.ts";
import { EventLog, STRIDE } from "../../events/log.ts";
import { parseEvent, TEXT_MAGIC } from "../../events/text.ts";
import type { Fold } from "../../replay/fold.ts";
import { type Blocks, replayBlocks } from "../../replay/replay.ts";
import { joined } from "./logs.ts";

const folder = new URL("../../fixtures/logs/", import.meta.url);

/** What an export needs of a log. */
export interface Subject extends Blocks {
  readonly header: LogHeader;
}

/** Names of the golden logs, one of each design. */
export const goldenNames: readonly string[] = [...Deno.readDirSync(folder)]
  .map(({ name }) => name).sort();

/** A golden log: `format-1-v33.log`. */
export function goldenLog(name: string): Subject {
  return openLog(sourceOf(Deno.readFileSync(new URL(name, folder))), codec);
}

/** Words in memory as a log of one block. */
export function logOf(header: LogHeader, words: Int32Array): Subject {
  const events = words.length / STRIDE;
  return { header, blocks: 1, events, baseOf: () => 0, wordsOf: () => words };
}

/** A text log: a header's line, then events. */
export function logOfText(text: string): Subject {
  const lines = text.split("\n"), log = new EventLog();
  const header = checkHeader(JSON.parse(lines[0].slice(TEXT_MAGIC.length)));
  const names = header.actors.map(({ name }) => name);
  for (const line of lines.slice(1)) {
    const event = parseEvent(line, names);
    if (event !== null) log.append(event.head, event.pfn, event.value, event.gap);
  }
  return logOf(header, log.words.slice(0, log.length * STRIDE));
}

/** A log's events as a Parquet file. */
export function parquetOf(log: Subject, groupEvents = GROUP_EVENTS): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const parquet = new ParquetFile(log.header, (bytes) => pieces.push(bytes.slice()));
  for (const stretch of stretchesOf(log, groupEvents)) parquet.add(stretch);
  parquet.finish();
  return joined(pieces) as Uint8Array<ArrayBuffer>;
}

/** Replays a log with the folds that a memory makes, and returns the memory. */
export function replayed(log: Subject, fold: (memory: Memory) => Fold): Memory {
  const memory = new Memory(log.header.geometry);
  return replayBlocks(memory, log, log.events, [fold(memory)]);
}
