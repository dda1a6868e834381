/**
 * A file of our server: read by ranges where it is asked for, and fetched as a whole behind that.
 * @module
 */
import { type ByteSource, type Piece, sourceOf } from "../../../events/file/reader.ts";
import { inPieces, PIECE } from "./pieces.ts";
import { Prefetch } from "./prefetch.ts";
import { allAt, stretchAt } from "./requests.ts";

/** Pieces that are fetched at once: as many as our server gives. */
const HEAP = 1000;

export class ServerFile implements ByteSource {
  readonly size: number;
  private readonly ranges: ByteSource;
  private readonly whole: Prefetch | null;
  /** What will be read next, by offset. */
  private readonly heap = new Map<number, Uint8Array>();

  /** @throws SyntaxError, in one line, if it cannot be had */
  constructor(private readonly url: string, private readonly name: string) {
    const { bytes: first, size } = stretchAt(url, name, 0, PIECE);
    const hasRanges = Number.isSafeInteger(size); // a server of static files may have none
    const read = (begin: number, end: number): Uint8Array => stretchAt(url, name, begin, end).bytes;
    this.ranges = hasRanges ? inPieces(size, read, first) : sourceOf(first);
    this.whole = hasRanges ? new Prefetch(url, size) : null;
    this.size = this.ranges.size;
  }

  read(offset: number, length: number): Uint8Array {
    const piece = this.heap.get(offset);
    if (piece?.length === length) return piece;
    return this.whole?.read(offset, length) ?? this.ranges.read(offset, length);
  }

  /** Fetches pieces that lie here and there, in one request: those of a checkpoint lie all over their file. */
  ahead(pieces: readonly Piece[]): void {
    const { heap, whole } = this;
    heap.clear();
    if (whole === null) return;
    const missing = pieces.filter(({ offset, length }) => whole.read(offset, length) === null)
      .sort((one, other) => one.offset - other.offset);
    for (let at = 0; at < missing.length; at += HEAP) this.fetchHeap(missing.slice(at, at + HEAP));
  }

  /** Fetches the next piece before it is asked for; null if it is large, or all of it is here. */
  prefetch(): Promise<void> | null {
    return this.whole?.next() ?? null;
  }

  private fetchHeap(pieces: readonly Piece[]): void {
    const words = joined(pieces).map(({ offset, length }) => `${offset}+${length}`);
    const bytes = allAt(`${this.url}?of=${words.join(",")}`, this.name);
    let at = 0;
    for (const { offset, length } of pieces) {
      this.heap.set(offset, bytes.subarray(at, at + length));
      at += length;
    }
  }
}

/** Pieces in their order as fewer of them: those that follow each other are one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const { offset, length } of pieces) {
    const last = joined.at(-1);
    if (last === undefined || last.offset + last.length !== offset) joined.push({ offset, length });
    else joined[joined.length - 1] = { offset: last.offset, length: last.length + length };
  }
  return joined;
}
