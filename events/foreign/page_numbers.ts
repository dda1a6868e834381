/**
 * A number for each page frame, 0 at first, in pieces that are made when they are first written: a
 * trace names few of the frames that there may be.
 * @module
 */

const PIECE_BITS = 16, PIECE = 1 << PIECE_BITS;

export class PageNumbers {
  private readonly pieces: (Int32Array | null)[];

  /** @param frames frames from 0 on that may be named */
  constructor(frames: number) {
    this.pieces = new Array(Math.ceil(frames / PIECE)).fill(null);
  }

  get(pfn: number): number {
    const piece = this.pieces[pfn >>> PIECE_BITS];
    return piece === null ? 0 : piece[pfn & (PIECE - 1)];
  }

  set(pfn: number, value: number): void {
    const at = pfn >>> PIECE_BITS;
    let piece = this.pieces[at];
    if (piece === null) {
      if (value === 0) return;
      piece = this.pieces[at] = new Int32Array(PIECE);
    }
    piece[pfn & (PIECE - 1)] = value;
  }
}
