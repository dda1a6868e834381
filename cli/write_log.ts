/**
 * A log in memory, written as a file: its state is rebuilt block by block, for the digests.
 * @module
 */
import { applyAll } from "../core/state/apply.ts";
import { digestViews } from "../core/state/digest.ts";
import { Memory } from "../core/state/memory.ts";
import type { LogHeader } from "../events/file/header.ts";
import { BLOCK_EVENTS, LogWriter } from "../events/file/writer.ts";
import type { EventLog } from "../events/log.ts";
import { codec, hash64 } from "./codec.ts";
import { OutputFile } from "./files.ts";

/**
 * All events of a log, as the bytes of a file.
 * @param sink is given them, piece after piece; a piece may be overwritten once it is taken
 */
export function encodeLog(
  header: LogHeader,
  { words, length }: Pick<EventLog, "words" | "length">,
  sink: (bytes: Uint8Array) => void,
): void {
  const memory = new Memory(header.geometry);
  const writer = new LogWriter(header, codec, sink, () => digestViews(memory, hash64));
  for (let from = 0; from < length; from += BLOCK_EVENTS) {
    const until = Math.min(length, from + BLOCK_EVENTS);
    applyAll(memory, words, from, until);
    writer.write(words, from, until);
  }
  writer.close();
}

/**
 * Writes all events of a log. Nothing stands under the name until all is written.
 * @throws InputError if the file cannot be written
 */
export function writeLog(path: string, header: LogHeader, log: EventLog): void {
  using file = new OutputFile(path);
  encodeLog(header, log, (bytes) => file.write(bytes));
  file.commit();
}
