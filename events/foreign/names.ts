/**
 * Names met in bytes, each kept once: a name that was met before costs no text.
 * @module
 */

const SLOTS = 1 << 10;
const decoder = new TextDecoder();

/** A table of byte strings; an entry's id is the order in which it was met first. */
export class ByteNames {
  /** The names by id; bytes that are no UTF-8 become U+FFFD. */
  readonly texts: string[] = [];
  private readonly bytes: Uint8Array[] = [];
  private readonly hashes: number[] = [];
  private slots = new Int32Array(SLOTS);
  private last = 0;

  /**
   * The id of the name in `bytes` from `from` up to, not including, `until`. Ids count from 0, so a
   * caller sees by `texts.length` whether it was new.
   */
  idOf(bytes: Uint8Array, from: number, until: number): number {
    // Neighbouring lines mostly name the same thing.
    if (this.last < this.bytes.length && same(this.bytes[this.last], bytes, from, until)) {
      return this.last;
    }
    // A few bytes tell most names apart; those that they do not, the comparison does.
    const length = until - from, quarter = length >> 2;
    let hash = length;
    for (let at = from + quarter; at < until; at += quarter + 1) {
      hash = Math.imul(hash ^ bytes[at], 0x01000193);
    }
    hash = Math.imul(hash ^ bytes[until - 1], 0x01000193);
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const id = this.slots[slot] - 1;
      if (this.hashes[id] === hash && same(this.bytes[id], bytes, from, until)) {
        return this.last = id;
      }
    }
    return this.last = this.add(bytes.slice(from, until), hash, slot);
  }

  private add(name: Uint8Array, hash: number, slot: number): number {
    const id = this.bytes.push(name) - 1;
    this.texts.push(decoder.decode(name));
    this.hashes.push(hash);
    this.slots[slot] = id + 1;
    if (this.bytes.length * 2 > this.slots.length) this.widen();
    return id;
  }

  private widen(): void {
    const slots = new Int32Array(this.slots.length * 2), mask = slots.length - 1;
    this.hashes.forEach((hash, id) => {
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    });
    this.slots = slots;
  }
}

function same(name: Uint8Array, bytes: Uint8Array, from: number, until: number): boolean {
  if (name.length !== until - from) return false;
  for (let at = 0; at < name.length; at++) if (name[at] !== bytes[from + at]) return false;
  return true;
}
