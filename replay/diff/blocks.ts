/**
 * How far two logs are the same, told by their blocks and without decoding them: by the chain of
 * hashes where they have one header, else by the blocks' bytes.
 * @module
 */
import type { Blocks } from "../replay.ts";

/** A log whose blocks can be compared as they are written. */
export interface WrittenBlocks extends Blocks {
  /** Hash of the file up to a block's end; null if the log has no blocks on disk. */
  chainAt(block: number): Uint8Array | null;
  /**
   * A block as it is written; null if the log has no blocks on disk.
   * @throws if its checksum is wrong
   */
  bytesAt(block: number): Uint8Array | null;
}

/**
 * Events that two logs have in common from their begin on, in whole blocks. The same events are the
 * same bytes if the same program wrote both; where they are not, the block is decoded, and counts if
 * its events are the same.
 * @param onEvents is told how many events were compared
 * @throws if a block that is passed over is damaged
 */
export function commonEvents(
  a: WrittenBlocks,
  b: WrittenBlocks,
  onEvents: (events: number) => void = () => {},
): number {
  const aligned = alignedBlocks(a, b);
  const hashed = hashedBlocks(a, b, aligned);
  let block = 0;
  for (; block < aligned; block++) {
    // The hashes tell that a block was the same; that it still is what it was, its checksum.
    const mine = a.bytesAt(block), theirs = b.bytesAt(block);
    if (block >= hashed && !isSame(mine, theirs) && !isSame(a.wordsOf(block), b.wordsOf(block))) {
      break;
    }
    onEvents(endOf(a, block) - a.baseOf(block));
  }
  return block === 0 ? 0 : endOf(a, block - 1);
}

const endOf = (log: Blocks, block: number): number =>
  block + 1 < log.blocks ? log.baseOf(block + 1) : log.events;

/** How many blocks from the begin on end with the same event in both. */
function alignedBlocks(a: WrittenBlocks, b: WrittenBlocks): number {
  if (a.blocks === 0 || b.blocks === 0) return 0;
  if (a.chainAt(0) === null || b.chainAt(0) === null) return 0;
  let block = 0;
  while (block < a.blocks && block < b.blocks && endOf(a, block) === endOf(b, block)) block++;
  return block;
}

/** How many blocks have the same chain. Each chain holds those before it, so halving finds the end. */
function hashedBlocks(a: WrittenBlocks, b: WrittenBlocks, aligned: number): number {
  let low = 0, high = aligned; // the first `low` are the same; no more than `high` are
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSame(a.chainAt(middle), b.chainAt(middle))) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Numbers = Uint8Array | Int32Array;

function isSame(left: Numbers | null, right: Numbers | null): boolean {
  if (left === null || right === null || left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}
