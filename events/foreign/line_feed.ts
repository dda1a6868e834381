/**
 * Pieces of text, in any sizes, become lines: what is left of a piece is carried over to the next.
 * @module
 */

/** Longer lines are passed over, in bytes; a trace's have some 150. */
export const LINE_MAX: number = 1 << 16;
const NEWLINE = 10;

export abstract class LineFeed {
  private carry = new Uint8Array(1 << 12);
  private carried = 0;
  private dropping = false;

  /** Reads a whole line, without its newline. */
  protected abstract read(bytes: Uint8Array, from: number, until: number): void;

  /**
   * Reads a line without knowing where it ends, if it is such a line.
   * @param last a newline, behind which nothing is looked at
   * @returns where the line ends; -1 if it is not, and nothing was done
   */
  protected abstract readOn(bytes: Uint8Array, from: number, last: number): number;

  /** A line of more than `LINE_MAX` bytes was met. */
  protected abstract tooLong(): void;

  /** Takes the next piece of the text. */
  push(bytes: Uint8Array): void {
    let at = 0;
    if (this.carried > 0 || this.dropping) at = this.finishCarried(bytes);
    const last = bytes.lastIndexOf(NEWLINE);
    while (at <= last) {
      let end = this.readOn(bytes, at, last);
      if (end < 0) this.read(bytes, at, end = bytes.indexOf(NEWLINE, at));
      at = end + 1;
    }
    if (at < bytes.length) this.keep(bytes, at);
  }

  /** No more pieces: reads a last line that has no end. */
  end(): void {
    if (this.carried > 0) this.read(this.carry, 0, this.carried);
    this.carried = 0;
    this.dropping = false;
  }

  private finishCarried(bytes: Uint8Array): number {
    const end = bytes.indexOf(NEWLINE);
    const until = end < 0 ? bytes.length : end;
    if (!this.dropping) this.keep(bytes.subarray(0, until), 0);
    if (end < 0) return bytes.length;
    if (!this.dropping) this.read(this.carry, 0, this.carried);
    this.carried = 0;
    this.dropping = false;
    return end + 1;
  }

  /** Keeps the beginning of a line for the next piece; of a line that is too long, nothing. */
  private keep(bytes: Uint8Array, from: number): void {
    const length = this.carried + bytes.length - from;
    if (length > LINE_MAX) {
      this.tooLong();
      this.carried = 0;
      this.dropping = true;
      return;
    }
    if (length > this.carry.length) {
      const wider = new Uint8Array(LINE_MAX);
      wider.set(this.carry.subarray(0, this.carried));
      this.carry = wider;
    }
    this.carry.set(bytes.subarray(from), this.carried);
    this.carried = length;
  }
}
