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
/** Bytes of a file that is fetched as a whole. */
const WHOLE = 64 << 20;
/** Pieces of a log that are kept; of its checkpoints more: each lies all over their file. */
const PIECES = 8;
const PIECES_OF_SEEK = 128;
/** Between two questions for checkpoints that were not there. */
const ASK_AGAIN_MS = 2000;

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
  return fetched(from.url, from.name);
}

/** Bytes that can be had before they are asked for. */
export interface Fetched extends ByteSource {
  /** Begins to fetch all of them, if they are not many; what is read meanwhile is read by ranges. */
  prefetch(): Promise<void>;
}

/**
 * A file of our server.
 * @param pieces that are kept until all of it is here
 * @throws SyntaxError, in one line, if it cannot be had
 */
function fetched(url: string, name: string, pieces = PIECES): Fetched {
  const size = Number(ask(url, name, 0, 1).getResponseHeader("Content-Range")?.split("/")[1]);
  if (!Number.isSafeInteger(size)) { // a server without ranges, as of static files, or an empty file
    return { ...sourceOf(whole(url, name)), prefetch: () => Promise.resolve() };
  }
  const ranges = inPieces(size, (begin, end) => bytesOf(ask(url, name, begin, end)), pieces);
  let all: ByteSource | null = null;
  const get = async (): Promise<void> => {
    const response = await fetch(url);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.ok && bytes.length === size) all = sourceOf(bytes);
  };
  return {
    size,
    read: (offset, length) => (all ?? ranges).read(offset, length),
    prefetch: () => size > WHOLE ? Promise.resolve() : get().catch(() => {}), // ranges say what is wrong
  };
}

/** The file of checkpoints of a log. Without it a log is slower, and as good. */
export class SeekFile {
  private found: Fetched | null = null;
  private fetching: Promise<void> | null = null;
  private askedAt = -Infinity;

  constructor(private readonly url: string, private readonly name: string) {}

  /** Its bytes; null while the server has not made it. */
  find(): ByteSource | null {
    const now = performance.now();
    if (this.found !== null || now - this.askedAt < ASK_AGAIN_MS) return this.found;
    this.askedAt = now;
    try {
      this.found = fetched(this.url, this.name, PIECES_OF_SEEK);
      this.fetching = this.found.prefetch();
    } catch { /* it may be there later */ }
    return this.found;
  }

  /** Resolves when all of it is here, if it is to be had and not large. */
  async fetched(): Promise<void> {
    this.find();
    await this.fetching;
  }
}

function ask(url: string, name: string, begin: number, end: number): XMLHttpRequest {
  return send(url, name, (request) => {
    request.setRequestHeader("Range", `bytes=${begin}-${end - 1}`);
  });
}

/** All of it. */
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
    throw new SyntaxError(`${name} cannot be read: the server says ${status}${whyOf(request)}`);
  }
  return request;
}

/** The first line of a refusal. */
function whyOf({ response }: XMLHttpRequest): string {
  const [line] = new TextDecoder().decode(response ?? new Uint8Array(0)).split("\n");
  return line === "" || line.startsWith("<") ? "" : `: ${line}`;
}

function bytesOf({ response, status }: XMLHttpRequest): Uint8Array {
  return status === 416 ? new Uint8Array(0) : new Uint8Array(response as ArrayBuffer);
}

/** Reads whole pieces, and keeps the last few. */
function inPieces(
  size: number,
  read: (begin: number, end: number) => Uint8Array,
  pieces = PIECES,
): ByteSource {
  const kept = new Map<number, Uint8Array>();
  const pieceOf = (piece: number): Uint8Array => {
    const found = kept.get(piece) ?? read(piece * PIECE, Math.min(size, (piece + 1) * PIECE));
    kept.delete(piece);
    kept.set(piece, found);
    if (kept.size > pieces) kept.delete(kept.keys().next().value!);
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
