/**
 * The lines of a file, read a piece at a time, with the place of each.
 * @module
 */

const PIECE_BYTES = 1 << 16, NEWLINE = 10;

/** A line; its bytes are used again for the next. */
export interface Line {
  readonly line: Uint8Array;
  /** Where it begins. */
  readonly begin: number;
  /** False for a last line without an end. */
  readonly isEnded: boolean;
}

/** Goes through a file from its begin. */
export function* linesOf(file: Deno.FsFile): Generator<Line> {
  const piece = new Uint8Array(PIECE_BYTES);
  let held = new Uint8Array(0), begin = 0;
  file.seekSync(0, Deno.SeekMode.Start);
  for (let count = file.readSync(piece); count !== null; count = file.readSync(piece)) {
    const bytes = new Uint8Array(held.length + count);
    bytes.set(held);
    bytes.set(piece.subarray(0, count), held.length);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield { line: bytes.subarray(from, end), begin: begin + from, isEnded: true };
      from = end + 1;
    }
    held = bytes.subarray(from);
    begin += from;
    // The caller may write between two lines: reading goes on where we were.
    file.seekSync(begin + held.length, Deno.SeekMode.Start);
  }
  if (held.length > 0) yield { line: held, begin, isEnded: false };
}
