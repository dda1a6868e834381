/**
 * Bytes of a log where a worker finds them: ranges of our server, a file that was dropped on the page, or
 * bytes that came along. All are read where they are asked for, at once: the engine waits for none.
 * @module
 */
import type { ByteSource } from "../../../events/file/reader.ts";
import { sourceOf } from "../../../events/file/reader.ts";
import type { LogFrom } from "../protocol.ts";

/** Reads as large as that are done at once, and kept: headers of blocks lie next to their payload. */
const PIECE = 1 << 20;
/** Pieces that are kept. */
const PIECES = 8;

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
  if ("file" in from) {
    const { file } = from, reader = new FileReaderSync();
    return inPieces(file.size, (begin, end) => {
      try {
        return new Uint8Array(reader.readAsArrayBuffer(file.slice(begin, end)));
      } catch {
        throw new SyntaxError(`${from.name} cannot be read: it was moved or changed`);
      }
    });
  }
  return byRanges(from.url, from.name);
}

/** A file of our server, read by ranges. */
export function byRanges(url: string, name: string): ByteSource {
  const size = Number(ask(url, name, 0, 1).getResponseHeader("Content-Range")?.split("/")[1]);
  if (!Number.isSafeInteger(size)) return sourceOf(whole(url, name));
  return inPieces(size, (begin, end) => bytesOf(ask(url, name, begin, end)));
}

function ask(url: string, name: string, begin: number, end: number): XMLHttpRequest {
  return send(url, name, (request) => {
    request.setRequestHeader("Range", `bytes=${begin}-${end - 1}`);
  });
}

/** A server without ranges, as of static files, or an empty file: all of it. */
const whole = (url: string, name: string): Uint8Array => bytesOf(send(url, name, () => {}));

function send(url: string, name: string, set: (request: XMLHttpRequest) => void): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  set(request);
  try {
    request.send();
  } catch {
    throw new SyntaxError(`${name} cannot be read: the server does not answer (has it ended?)`);
  }
  const { status } = request;
  if (status === 416) return request; // no byte of it: it is empty
  if (status !== 206 && status !== 200) {
    throw new SyntaxError(`${name} cannot be read: the server says ${status}`);
  }
  return request;
}

function bytesOf({ response, status }: XMLHttpRequest): Uint8Array {
  return status === 416 ? new Uint8Array(0) : new Uint8Array(response as ArrayBuffer);
}

/** Reads whole pieces, and keeps the last few. */
function inPieces(size: number, read: (begin: number, end: number) => Uint8Array): ByteSource {
  const kept = new Map<number, Uint8Array>();
  const pieceOf = (piece: number): Uint8Array => {
    const found = kept.get(piece) ?? read(piece * PIECE, Math.min(size, (piece + 1) * PIECE));
    kept.delete(piece);
    kept.set(piece, found);
    if (kept.size > PIECES) kept.delete(kept.keys().next().value!);
    return found;
  };
  return {
    size,
    read(offset, length) {
      const begin = Math.min(size, offset), end = Math.min(size, offset + length);
      const bytes = new Uint8Array(end - begin);
      for (let at = begin; at < end;) {
        const piece = Math.floor(at / PIECE), from = at - piece * PIECE;
        const part = pieceOf(piece).subarray(from, from + end - at);
        if (part.length === 0) return bytes.subarray(0, at - begin); // it became shorter
        bytes.set(part, at - begin);
        at += part.length;
      }
      return bytes;
    },
  };
}
