/**
 * Where the frames of zstd bytes end (RFC 8878, 3.1), told as the bytes come: the decompressor takes
 * a cut frame for a whole one, and reads only the first of several.
 * @module
 */

/** What a frame of content begins with. */
export const ZSTD_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const DICTIONARY_BYTES = [0, 1, 2, 4], SIZE_BYTES = [0, 2, 4, 8];
const CHECKSUM_BYTES = 4, LENGTH_BYTES = 4, REPEATED = 1;

const Part = { Magic: 0, Length: 1, Descriptor: 2, Block: 3, End: 4 } as const;
const bytesOfPart = [4, LENGTH_BYTES, 1, 3, 0];

export class ZstdFrames {
  /** True if the frame under way ended with the bytes that were taken last. */
  whole = false;
  private part: number = Part.Magic;
  private have = 0;
  private word = 0;
  private skip = 0;
  private checksum = 0;

  /** True if no frame is under way. */
  get between(): boolean {
    return this.part === Part.Magic && this.have === 0;
  }

  /**
   * Takes bytes of the frame under way, or of the next.
   * @returns the position behind the last of them
   * @throws SyntaxError if what should be a frame is none
   */
  take(bytes: Uint8Array, at: number): number {
    this.whole = false;
    while (at < bytes.length) {
      if (this.skip > 0) {
        const count = Math.min(this.skip, bytes.length - at);
        this.skip -= count;
        at += count;
      } else {
        this.word |= bytes[at++] << (8 * this.have++);
        if (this.have === bytesOfPart[this.part]) this.next();
      }
      if (this.skip > 0 || this.part !== Part.End) continue;
      this.part = Part.Magic;
      this.whole = true;
      return at;
    }
    return at;
  }

  private next(): void {
    const word = this.word >>> 0;
    this.have = this.word = 0;
    switch (this.part) {
      case Part.Magic:
        if (((word & ~15) >>> 0) === SKIPPABLE_MAGIC) this.part = Part.Length;
        else if (word === ZSTD_MAGIC) this.part = Part.Descriptor;
        else throw new SyntaxError("Cannot decompress: this is no zstd frame");
        return;
      case Part.Length:
        this.skip = word;
        this.part = Part.End;
        return;
      case Part.Descriptor: {
        const single = (word >> 5) & 1;
        this.checksum = (word >> 2) & 1 ? CHECKSUM_BYTES : 0;
        this.skip = 1 - single + DICTIONARY_BYTES[word & 3] + (SIZE_BYTES[word >> 6] || single);
        this.part = Part.Block;
        return;
      }
      case Part.Block: {
        const last = (word & 1) === 1;
        this.skip = (((word >> 1) & 3) === REPEATED ? 1 : word >> 3) + (last ? this.checksum : 0);
        if (last) this.part = Part.End;
        return;
      }
    }
  }
}
