/**
 * Arrays of zeros that last as long as a run: the next one has them again.
 * @module
 */

/**
 * Gives arrays out in turn: the first after `cleared` has the bytes of the first before it, and so on.
 * Who asks for the same arrays in the same order, run after run, leaves nothing behind.
 */
export class Scratch {
  private readonly buffers: ArrayBuffer[] = [];
  private given = 0;

  /** Takes all back: nobody may go on with what was given before. */
  cleared(): this {
    this.given = 0;
    return this;
  }

  /** @param length in elements, as below */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.zeros(length), 0, length);
  }

  ints(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.zeros(length * Int32Array.BYTES_PER_ELEMENT), 0, length);
  }

  floats(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.zeros(length * Float64Array.BYTES_PER_ELEMENT), 0, length);
  }

  private zeros(bytes: number): ArrayBuffer {
    const at = this.given++, found = this.buffers[at];
    if (found !== undefined && found.byteLength >= bytes) {
      new Uint8Array(found, 0, bytes).fill(0);
      return found;
    }
    return this.buffers[at] = new ArrayBuffer(bytes);
  }
}
