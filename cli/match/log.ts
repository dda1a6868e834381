/**
 * A matched run as a log file.
 * @module
 */
import { applyAll } from "../../core/state/apply.ts";
import { digestViews } from "../../core/state/digest.ts";
import { Memory } from "../../core/state/memory.ts";
import type { Machine } from "../../core/decide/machine.ts";
import { BLOCK_EVENTS, LogWriter } from "../../events/file/writer.ts";
import type { TraceImporter } from "../../events/foreign/importer.ts";
import { codec, hash64 } from "../codec.ts";
import { makeDirectory, OutputFile } from "../files.ts";
import { headerOf } from "../import/write.ts";

/**
 * Writes what a match recorded.
 * @throws InputError if it cannot be written; nothing bears its name then
 */
export function writeMatched(
  path: string,
  machine: Machine,
  trace: TraceImporter,
  profile: string,
): void {
  const { geometry } = machine.memory, { words, length } = machine.log;
  const folder = path.replace(/[^/]*$/, "");
  if (folder !== "") makeDirectory(folder);
  const header = { ...headerOf(trace, 0), geometry, profile };
  const memory = new Memory(geometry);
  using file = new OutputFile(path);
  const writer = new LogWriter(
    header,
    codec,
    (bytes) => file.write(bytes),
    () => digestViews(memory, hash64),
  );
  for (let from = 0; from < length; from += BLOCK_EVENTS) {
    const until = Math.min(length, from + BLOCK_EVENTS);
    applyAll(memory, words, from, until);
    writer.write(words, from, until);
  }
  writer.close();
  file.commit();
}
