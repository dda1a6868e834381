/**
 * The set of states that a search has seen: packed, one after the other, found by hash and
 * compared whole, so that no collision hides a state.
 *
 * ```text
 * a state      its bytes; two to four places of the table, each a number and a hash (4 + 4)
 * ```
 * @module
 */

const EMPTY = -1;
const CHUNK_BYTES = 1 << 22;

/** A number from the words of a state. */
export type Hash = (words: Int32Array) => number;

/** Packed states by number, in the order in which they were added. */
export class States {
  /** Number of states. */
  length = 0;
  private readonly perChunk: number;
  private readonly shift: number;
  private readonly bytes: Uint8Array[] = [];
  private readonly words: Int32Array[] = [];
  /** By place: the number of a state, and its hash: what is looked for lies in one cache line. */
  private table: Int32Array;

  /**
   * @param stateBytes bytes of one state, a multiple of 4
   * @param hash another than the one that is good, for tests
   */
  constructor(readonly stateBytes: number, private readonly hash: Hash = hashOf) {
    this.shift = 31 - Math.clz32(Math.max(1, Math.floor(CHUNK_BYTES / stateBytes)));
    this.perChunk = 1 << this.shift;
    this.table = new Int32Array(1 << 13).fill(EMPTY);
  }

  /** The bytes that a state lies in; it begins at `offsetOf`. */
  chunkOf(number: number): Uint8Array {
    return this.bytes[number >>> this.shift];
  }

  /** Where a state begins in its chunk. */
  offsetOf(number: number): number {
    return (number & (this.perChunk - 1)) * this.stateBytes;
  }

  /** The number of a state; -1 if it is not known. */
  find(state: Int32Array): number {
    return this.table[this.placeOf(state, this.hash(state))];
  }

  /** Adds a state unless it is known. Returns its number, or -1 less its number if it was known. */
  add(state: Int32Array): number {
    if ((this.length + 1) * 4 > this.table.length) this.rehash();
    const hash = this.hash(state), { table } = this;
    const place = this.placeOf(state, hash);
    if (table[place] !== EMPTY) return -1 - table[place];
    table[place] = this.length;
    table[place + 1] = hash;
    const at = this.length & (this.perChunk - 1);
    if (at === 0) this.grow();
    this.words[this.length >>> this.shift].set(state, at * (this.stateBytes >> 2));
    return this.length++;
  }

  /** The place of a state, or the empty one where it belongs. */
  private placeOf(state: Int32Array, hash: number): number {
    const { table } = this, mask = table.length - 1;
    let place = (hash << 1) & mask;
    while (table[place] !== EMPTY) {
      if (table[place + 1] === hash && this.isEqual(table[place], state)) break;
      place = (place + 2) & mask;
    }
    return place;
  }

  private isEqual(number: number, state: Int32Array): boolean {
    const words = this.words[number >>> this.shift];
    for (let word = 0, at = this.offsetOf(number) >> 2; word < state.length; word++, at++) {
      if (words[at] !== state[word]) return false;
    }
    return true;
  }

  private grow(): void {
    const bytes = new Uint8Array(this.perChunk * this.stateBytes);
    this.bytes.push(bytes);
    this.words.push(new Int32Array(bytes.buffer));
  }

  private rehash(): void {
    const old = this.table;
    const table = this.table = new Int32Array(old.length * 2).fill(EMPTY);
    const mask = table.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === EMPTY) continue;
      let place = (old[from + 1] << 1) & mask;
      while (table[place] !== EMPTY) place = (place + 2) & mask;
      table[place] = old[from];
      table[place + 1] = old[from + 1];
    }
  }
}

function hashOf(words: Int32Array): number {
  let hash = 0x9e3779b9 | 0;
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ words[at], 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return (hash ^ (hash >>> 13)) | 0;
}
