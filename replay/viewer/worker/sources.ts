/**
 * Bytes of a log where a worker finds them: ranges of our server, a file that was dropped on the page, or
 * bytes that came along. All are read where they are asked for, at once: the engine waits for none.
 * @module
 */
import { type ByteSource, sourceOf } from "../../../events/file/reader.ts";
import type { LogFrom } from "../protocol.ts";
import { inPieces } from "./pieces.ts";
import { ServerFile } from "./server_file.ts";

/** What a worker has, and a page has not. */
interface FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}
declare const FileReaderSync: { new (): FileReaderSync };

/**
 * The bytes of a log.
 * @throws SyntaxError, in one line, if they cannot be had
 */
export function openSource(from: LogFrom): ByteSource {
  if ("bytes" in from) return sourceOf(from.bytes);
  if ("url" in from) return new ServerFile(from.url, from.name);
  const { file, name } = from, reader = new FileReaderSync();
  return inPieces(file.size, (begin, end) => {
    try {
      return new Uint8Array(reader.readAsArrayBuffer(file.slice(begin, end)));
    } catch {
      throw new SyntaxError(`${name} cannot be read: it was moved or changed`);
    }
  });
}
