/**
 * Lists that grow without being copied: how each state of a search was reached.
 * @module
 */

const CHUNK = 1 << 16;

/** A list of numbers that grows by chunks. */
export class Growing<Chunk extends Int32Array | Uint8Array> {
  length = 0;
  private readonly chunks: Chunk[] = [];

  constructor(private readonly make: (length: number) => Chunk) {}

  push(value: number): void {
    const at = this.length & (CHUNK - 1);
    if (at === 0) this.chunks.push(this.make(CHUNK));
    this.chunks[Math.floor(this.length++ / CHUNK)][at] = value;
  }

  at(index: number): number {
    return this.chunks[Math.floor(index / CHUNK)][index & (CHUNK - 1)];
  }
}
