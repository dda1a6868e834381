/**
 * Fetches a file of our server as a whole, piece by piece, behind what is asked for.
 * @module
 */

/** Bytes that are read at once. */
const PIECE = 1 << 20;
/** What is larger is read by ranges. */
const WHOLE = 64 << 20;

type Piece = ReadableStreamReadResult<Uint8Array>;
type Reader = () => Promise<Piece>;

/** A file that is fetched; what has come is there at once. */
export class Prefetch {
  private bytes = new Uint8Array(0);
  private at = 0;
  private reader: Promise<Reader> | null = null;
  /** True if no more will come. */
  private isOver: boolean;

  constructor(private readonly url: string, readonly size: number) {
    this.isOver = size > WHOLE;
  }

  /** Bytes at some place; null if they are not all here. */
  read(offset: number, length: number): Uint8Array | null {
    const end = Math.min(this.size, offset + length);
    return end <= this.at ? this.bytes.subarray(Math.min(offset, end), end) : null;
  }

  /**
   * Fetches the next piece; null if no more will come. If it cannot, then whoever reads it by ranges is told what is
   * wrong.
   */
  next(): Promise<void> | null {
    return this.isOver ? null : this.take().catch(() => {
      this.isOver = true;
    });
  }

  private async take(): Promise<void> {
    this.reader ??= this.begin();
    const { done, value } = await (await this.reader)();
    this.isOver = done;
    if (value === undefined) return;
    this.bytes.set(value, this.at); // throws if it is another file by now, and longer
    this.at += value.length;
  }

  private async begin(): Promise<Reader> {
    const { ok, body } = await fetch(this.url);
    if (!ok || body === null) throw new Error("it is not there any more");
    this.bytes = new Uint8Array(this.size);
    return readerOf(body);
  }
}

/** Reads into room that is used again: that is faster than into fresh memory. Not every browser can. */
function readerOf(body: ReadableStream<Uint8Array>): Reader {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: "byob" });
  } catch {
    const plain = body.getReader();
    return () => plain.read();
  }
  let room = new ArrayBuffer(PIECE);
  return async () => {
    const piece = await reader.read(new Uint8Array(room));
    if (piece.value !== undefined) room = piece.value.buffer;
    return piece as Piece;
  };
}
