/**
 * A text log, read line by line.
 * @module
 */
import { TextLineStream } from "@std/streams";
import { checkHeader, type LogHeader } from "../../events/file/header.ts";
import { EventLog } from "../../events/log.ts";
import { parseEvent, TEXT_MAGIC } from "../../events/text.ts";
import { InputError, systemError } from "../errors.ts";

/** Events that follow each other, from index 0 of `words` on. */
export interface Batch {
  readonly words: Int32Array;
  readonly events: number;
  /** Events of the log before these. */
  readonly base: number;
  /** Where an event stands, for messages: `a.txt:12`. */
  placeOf(index: number): string;
}

export interface Source {
  readonly name: string;
  readonly header: LogHeader;
  /** Events in all; null while a text log is not read to its end. */
  readonly events: number | null;
  /** @param from events before this number may be left out, as far as that saves reading them */
  batches(from?: number): AsyncIterable<Batch>;
}

const BATCH_EVENTS = 4096;
/** The longest is the header's, with the scenario in it. */
const LINE_MAX = 1 << 24;
const NEWLINE = 10;

/**
 * Reads a text log's header; its events follow in batches.
 * @throws InputError that names the line that is not right
 */
export async function textSource(
  name: string,
  bytes: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Source> {
  const lines = bytes
    .pipeThrough(withShortLines())
    .pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))
    .pipeThrough(new TextLineStream())[Symbol.asyncIterator]();
  let line = 0;
  const next = async (): Promise<string | null> => {
    line++;
    try {
      const { value, done } = await lines.next();
      return done ? null : value;
    } catch (error) {
      if (error instanceof TypeError) throw new InputError(`${name}:${line}: not UTF-8 text`);
      if (error instanceof LongLine) throw new InputError(`${name}:${line}: ${error.message}`);
      throw systemError(error, `read ${name}`) ?? error;
    }
  };
  const header = headerOf(name, await next());
  const actors = header.actors.map((actor) => actor.name);
  async function* batches(): AsyncGenerator<Batch> {
    const log = new EventLog(BATCH_EVENTS), places: number[] = [];
    let base = 0;
    const batch = (): Batch => ({
      words: log.words,
      events: log.length,
      base,
      placeOf: (index) => `${name}:${places[index]}`,
    });
    for (let text = await next(); text !== null; text = await next()) {
      append(log, text, actors, `${name}:${line}`);
      if (log.length > places.length) places.push(line);
      if (log.length < BATCH_EVENTS) continue;
      yield batch();
      base += log.length;
      log.truncate(0);
      places.length = 0;
    }
    if (log.length > 0) yield batch();
  }
  return { name, header, events: null, batches };
}

class LongLine extends Error {}

/** Passes bytes on, and stops where a line has no end: it would be kept whole. */
function withShortLines(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let length = 0;
  return new TransformStream({
    transform(bytes, controller) {
      const end = bytes.lastIndexOf(NEWLINE);
      length = end < 0 ? length + bytes.length : bytes.length - end - 1;
      if (length > LINE_MAX) throw new LongLine(`the line is longer than ${LINE_MAX >> 20} MiB`);
      controller.enqueue(bytes);
    },
  });
}

function append(log: EventLog, text: string, actors: readonly string[], place: string): void {
  try {
    const event = parseEvent(text, actors);
    if (event !== null) log.append(event.head, event.pfn, event.value, event.gap);
  } catch (error) {
    throw badLine(place, error);
  }
}

function headerOf(name: string, first: string | null): LogHeader {
  if (first === null || !first.startsWith(TEXT_MAGIC)) {
    throw new InputError(
      `${name}:1: it is text, but no text log: that begins with "${TEXT_MAGIC.trim()}"`,
    );
  }
  try {
    return checkHeader(JSON.parse(first.slice(TEXT_MAGIC.length)));
  } catch (error) {
    throw badLine(`${name}:1`, error);
  }
}

/** What is wrong with a line, in a message that begins with its place. */
export function badLine(place: string, error: unknown): unknown {
  if (!(error instanceof SyntaxError || error instanceof RangeError)) return error;
  const why = error.message.replace(/^Cannot open log: /, "").replace(/^C/, "c");
  return new InputError(`${place}: ${why}`);
}
