/**
 * Bytes that are gzip or zstd, told by their first bytes, and what is inside them.
 * @module
 */
import { createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from "node:zlib";
import { ZSTD_MAGIC, ZstdFrames } from "./zstd_frames.ts";

/** So much may come out of what is read whole: this, and so many times its own size. */
const OUT_BYTES = 2 ** 26, OUT_TIMES = 100;
/** Bytes that tell how a file is compressed. */
const MAGIC_BYTES = 4;
const CHUNK_BYTES = 1 << 18;

/** How bytes are compressed; null if they are neither gzip nor zstd. */
export function formOf(bytes: Uint8Array): "gzip" | "zstd" | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  if (bytes.length < MAGIC_BYTES) return null;
  const magic = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return magic === ZSTD_MAGIC ? "zstd" : null;
}

function cut(form: string): SyntaxError {
  return new SyntaxError(`Cannot decompress: the ${form} data is cut or damaged`);
}

/**
 * What is inside gzip or zstd bytes.
 * @throws SyntaxError if they are cut or damaged, or so much comes out that they were made to harm
 */
export function unpacked(bytes: Uint8Array, form: "gzip" | "zstd"): Uint8Array {
  let left = OUT_BYTES + OUT_TIMES * bytes.length;
  try {
    if (form === "gzip") return gunzipSync(bytes, { maxOutputLength: left });
    return joined(
      framesOf(bytes).map((frame) => {
        const raw = zstdDecompressSync(frame, { maxOutputLength: Math.max(1, left) });
        left -= raw.length;
        return raw;
      }),
    );
  } catch (error) {
    throw (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE"
      ? new SyntaxError(
        `Cannot decompress: more than ${OUT_TIMES} times as much comes out of the ${form} data; ` +
          `if that is right, decompress it first`,
      )
      : cut(form);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @throws if the last frame is cut */
function framesOf(bytes: Uint8Array): Uint8Array[] {
  const frames = new ZstdFrames(), found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = frames.take(bytes, at);
    found.push(bytes.subarray(at, end));
    at = end;
  }
  if (!frames.between) throw cut("zstd");
  return found;
}

/**
 * A stream's bytes as they are, or what is inside if they are gzip or zstd. A piece may be
 * overwritten once the next is asked for.
 * @throws SyntaxError if what is compressed is cut or damaged
 */
export async function* unpackedStream(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let first = new Uint8Array(0), form: "gzip" | "zstd" | null | undefined;
  let inside: Inside | null = null;
  for await (const piece of pieces) {
    let bytes = piece;
    if (form === undefined) {
      bytes = first = new Uint8Array(joined([first, piece]));
      if (first.length < MAGIC_BYTES) continue;
      form = formOf(first);
      inside = form === null ? null : new Inside(form);
    }
    if (inside === null) yield bytes;
    else yield* inside.of(bytes);
  }
  if (form === undefined && first.length > 0) yield first;
  if (inside !== null) yield* inside.end();
}

/** Decompresses piece by piece; of zstd each frame by a decompressor of its own. */
class Inside {
  private readonly frames = new ZstdFrames();
  private stream: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;
  private failure: Error | null = null;
  private wake: () => void = () => {};

  constructor(private readonly form: "gzip" | "zstd") {
    this.stream = this.begin();
  }

  private begin(): typeof this.stream {
    const options = { chunkSize: CHUNK_BYTES };
    const stream = this.form === "gzip" ? createGunzip(options) : createZstdDecompress(options);
    stream.on("readable", () => this.wake());
    stream.on("error", (error: Error) => {
      this.failure ??= error;
      this.wake();
    });
    return stream;
  }

  async *of(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length;) {
      const end = this.form === "gzip" ? bytes.length : this.frames.take(bytes, at);
      const piece = bytes.subarray(at, end);
      yield* this.during((done) => this.stream.write(piece, done));
      if (this.frames.whole) {
        yield* this.during((done) => this.stream.end(done));
        this.stream = this.begin();
      }
      at = end;
    }
  }

  async *end(): AsyncGenerator<Uint8Array> {
    if (this.form === "gzip") yield* this.during((done) => this.stream.end(done));
    else if (!this.frames.between) throw cut(this.form);
  }

  /** What comes out during an act of the stream, taken as it comes: little may become very much. */
  private async *during(act: (done: () => void) => void): AsyncGenerator<Uint8Array> {
    let isDone = false;
    if (this.failure === null) {
      act(() => {
        isDone = true;
        this.wake();
      });
    }
    for (;;) {
      const woken = new Promise<void>((resolve) => this.wake = resolve);
      const chunk = this.failure === null ? this.stream.read() as Uint8Array | null : null;
      if (this.failure !== null) throw cut(this.form);
      if (chunk !== null) {
        // Not as a Buffer: its `indexOf` is many times slower than an array's.
        yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
      } else if (isDone) return;
      else await woken;
    }
  }
}
