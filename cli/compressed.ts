/**
 * Bytes that are gzip or zstd, told by their first bytes, and what is inside them.
 * @module
 */
import { createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from "node:zlib";
import { ZSTD_MAGIC, ZstdFrames } from "./zstd_frames.ts";

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
 * @throws SyntaxError if they are cut or damaged
 */
export function unpacked(bytes: Uint8Array, form: "gzip" | "zstd"): Uint8Array {
  try {
    if (form === "gzip") return gunzipSync(bytes);
    return joined(framesOf(bytes).map((frame) => zstdDecompressSync(frame)));
  } catch {
    throw cut(form);
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
  private out: Uint8Array[] = [];
  private failure: Error | null = null;
  private release: () => void = () => {};

  constructor(private readonly form: "gzip" | "zstd") {
    this.stream = this.begin();
  }

  private begin(): typeof this.stream {
    const options = { chunkSize: CHUNK_BYTES };
    const stream = this.form === "gzip" ? createGunzip(options) : createZstdDecompress(options);
    stream.on("data", (bytes: Uint8Array) => this.out.push(bytes));
    stream.on("error", (error: Error) => {
      this.failure ??= error;
      this.release();
    });
    return stream;
  }

  async *of(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length;) {
      const end = this.form === "gzip" ? bytes.length : this.frames.take(bytes, at);
      await this.write(bytes.subarray(at, end));
      if (this.frames.whole) {
        await this.finish();
        this.stream = this.begin();
      }
      yield* this.take();
      at = end;
    }
  }

  async *end(): AsyncGenerator<Uint8Array> {
    if (this.form === "gzip") await this.finish();
    else if (!this.frames.between) throw cut(this.form);
    yield* this.take();
  }

  private *take(): Generator<Uint8Array> {
    const out = this.out;
    this.out = [];
    if (this.failure !== null) throw cut(this.form);
    // Not as Buffers: their `indexOf` is many times slower than an array's.
    for (const { buffer, byteOffset, length } of out) {
      yield new Uint8Array(buffer, byteOffset, length);
    }
  }

  private write(bytes: Uint8Array): Promise<void> {
    return this.settled((done) => this.stream.write(bytes, done));
  }

  private finish(): Promise<void> {
    return this.settled((done) => this.stream.end(done));
  }

  /** Waits for an act of the stream, or for its failure. */
  private settled(act: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      if (this.failure !== null) return resolve();
      this.release = resolve;
      act(resolve);
    });
  }
}
