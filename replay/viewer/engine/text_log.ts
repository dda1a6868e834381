/**
 * A text log as the viewer's engine takes it: all of it in memory, as one block.
 * @module
 */
import { checkHeader } from "../../../events/file/header.ts";
import type { ByteSource } from "../../../events/file/reader.ts";
import { EventLog, STRIDE } from "../../../events/log.ts";
import { parseEvent, TEXT_MAGIC } from "../../../events/text.ts";
import type { ReadBlocks } from "./blocks.ts";

/** Larger ones are logs that were printed: `log --out` makes a log of them. */
const BYTES_MAX = 256 << 20;

/** True if bytes begin as a text log does. */
export function isTextLog(source: ByteSource): boolean {
  return new TextDecoder().decode(source.read(0, TEXT_MAGIC.length)) === TEXT_MAGIC;
}

/**
 * Reads a text log.
 * @throws SyntaxError that names the line that is not right
 */
export function readTextLog(source: ByteSource): ReadBlocks {
  if (source.size > BYTES_MAX) {
    throw new SyntaxError("the text is too long: make a log of it with `deno task log TEXT --out`");
  }
  const lines = new TextDecoder().decode(source.read(0, source.size)).split("\n");
  const at = <T>(line: number, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new SyntaxError(`line ${line + 1}: ${why.replace(/^Cannot open log: /, "")}`);
    }
  };
  const header = at(0, () => checkHeader(JSON.parse(lines[0].slice(TEXT_MAGIC.length))));
  const names = header.actors.map(({ name }) => name), log = new EventLog();
  for (let line = 1; line < lines.length; line++) {
    const event = at(line, () => parseEvent(lines[line], names));
    if (event !== null) at(line, () => log.append(event.head, event.pfn, event.value, event.gap));
  }
  const words = log.words.slice(0, log.length * STRIDE);
  return {
    header,
    blocks: log.length > 0 ? 1 : 0,
    events: log.length,
    baseOf: () => 0,
    clockOf: () => 0,
    wordsOf: () => words,
    chainAt: () => null,
    bytesAt: () => null,
  };
}
