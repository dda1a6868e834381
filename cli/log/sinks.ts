/**
 * Where the events of `log` go: lines of text, or a log file with its digests.
 * @module
 */
import { digestViews } from "../../core/state/digest.ts";
import { apply } from "../../core/state/apply.ts";
import { BLOCK_EVENTS, LogWriter } from "../../events/file/writer.ts";
import { EventLog, STRIDE } from "../../events/log.ts";
import { formatEvent, TEXT_MAGIC } from "../../events/text.ts";
import { codec, hash64 } from "../codec.ts";
import { ClosedPipe, outputError } from "../errors.ts";
import { OutputFile } from "../files.ts";
import { memoryOf } from "../logs.ts";
import type { Filter } from "./filter.ts";
import { badLine, type Source } from "./source.ts";

const CHUNK_LINES = 1000;

/** The source's events as text, in chunks of whole lines; with its header if nothing is filtered. */
export async function* linesOf(source: Source, filter: Filter): AsyncGenerator<string> {
  const actors = source.header.actors.map(({ name }) => name);
  if (filter.all) yield `${TEXT_MAGIC}${JSON.stringify(source.header)}\n`;
  for await (const { words, events, base } of source.batches(filter.from)) {
    if (base >= filter.to) return;
    let lines: string[] = [];
    for (let index = 0; index < events; index++) {
      if (!filter.keeps(words, index, base + index + 1)) continue;
      lines.push(formatEvent(words, index, actors, base + index + 1));
      if (lines.length < CHUNK_LINES) continue;
      yield `${lines.join("\n")}\n`;
      lines = [];
    }
    if (lines.length > 0) yield `${lines.join("\n")}\n`;
  }
}

/**
 * Streams text to standard output as fast as it is read there.
 * @throws ClosedPipe if nobody reads it any more
 */
export async function streamOut(text: AsyncIterable<string>): Promise<void> {
  const bytes = ReadableStream.from(text).pipeThrough(new TextEncoderStream());
  try {
    await bytes.pipeTo(Deno.stdout.writable);
  } catch (error) {
    throw error instanceof ClosedPipe ? error : outputError(error, "standard output");
  }
}

/** Writes text to a file. */
export async function writeText(path: string, text: AsyncIterable<string>): Promise<void> {
  using file = new OutputFile(path);
  const encoder = new TextEncoder();
  for await (const chunk of text) file.write(encoder.encode(chunk));
  file.commit();
}

/**
 * Writes all events as a log and returns how many there were. They are applied on the way, for the
 * digests and to see that each is possible.
 * @throws InputError that names the line or event that is not
 */
export async function writeLog(path: string, source: Source): Promise<number> {
  const memory = memoryOf(source), log = new EventLog(BLOCK_EVENTS);
  using file = new OutputFile(path);
  const writer = new LogWriter(
    source.header,
    codec,
    (bytes) => file.write(bytes),
    () => digestViews(memory, hash64),
  );
  let number = 0;
  for await (const { words, events, placeOf } of source.batches()) {
    for (let index = 0; index < events; index++) {
      number++;
      try {
        apply(memory, words, index, number);
      } catch (error) {
        throw badLine(placeOf(index), error);
      }
      log.extend(words.subarray(index * STRIDE, (index + 1) * STRIDE));
      if (log.length < BLOCK_EVENTS) continue;
      writer.write(log.words, 0, log.length);
      log.truncate(0);
    }
  }
  writer.write(log.words, 0, log.length);
  writer.close();
  file.commit();
  return number;
}
