/**
 * The set of states that a search has seen: packed bytes, one after the other, found by hash and
 * compared whole, so that no collision hides a state.
 * @module
 */

const EMPTY = -1;
const CHUNK_BYTES = 1 << 24;

export class States {
  /** Number of states. */
  length = 0;
  private readonly chunks: Uint8Array[] = [];
  private readonly perChunk: number;
  private table: Int32Array;

  /** @param stateBytes bytes of one state, a multiple of 4 */
  constructor(readonly stateBytes: number, capacity = 1 << 16) {
    this.perChunk = Math.max(1, Math.floor(CHUNK_BYTES / stateBytes));
    this.table = new Int32Array(capacity * 2).fill(EMPTY);
  }

  /** The bytes of a state by number; a view, not a copy. */
  at(number: number): Uint8Array {
    const chunk = this.chunks[Math.floor(number / this.perChunk)];
    const from = (number % this.perChunk) * this.stateBytes;
    return chunk.subarray(from, from + this.stateBytes);
  }

  /** Adds a state unless it is known. Returns its number, or -1 if it was known. */
  add(bytes: Uint8Array, words: Int32Array): number {
    if ((this.length + 1) * 2 > this.table.length) this.rehash();
    const mask = this.table.length - 1;
    let slot = hashOf(words) & mask;
    for (let number = this.table[slot]; number !== EMPTY; number = this.table[slot]) {
      if (this.equals(number, bytes)) return -1;
      slot = (slot + 1) & mask;
    }
    this.table[slot] = this.length;
    if (this.length % this.perChunk === 0) {
      this.chunks.push(new Uint8Array(this.perChunk * this.stateBytes));
    }
    this.at(this.length).set(bytes);
    return this.length++;
  }

  private equals(number: number, bytes: Uint8Array): boolean {
    const chunk = this.chunks[Math.floor(number / this.perChunk)];
    const from = (number % this.perChunk) * this.stateBytes;
    for (let at = 0; at < bytes.length; at++) if (chunk[from + at] !== bytes[at]) return false;
    return true;
  }

  private rehash(): void {
    this.table = new Int32Array(this.table.length * 2).fill(EMPTY);
    const mask = this.table.length - 1;
    const copy = new Uint8Array(this.stateBytes);
    const words = new Int32Array(copy.buffer);
    for (let number = 0; number < this.length; number++) {
      copy.set(this.at(number));
      let slot = hashOf(words) & mask;
      while (this.table[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.table[slot] = number;
    }
  }
}

function hashOf(words: Int32Array): number {
  let hash = 0x9e3779b9;
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ words[at], 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return (hash ^ (hash >>> 13)) >>> 0;
}
