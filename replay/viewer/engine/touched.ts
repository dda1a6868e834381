/**
 * Memory for a state, touched in slices before it is used: to touch a page of it for the first time takes as long as to
 * fill it many times, and a state is made in one go.
 * @module
 */
import type { Geometry } from "../../../core/state/geometry.ts";
import { layoutOf } from "../../../core/state/memory.ts";
import type { Tools } from "./position.ts";

/** Bytes of a page of this machine, or less; bytes between two looks at the clock. */
const PAGE = 4096, LOOK = 1 << 18;

export class Touched {
  readonly buffer: ArrayBuffer;
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(geometry: Geometry, private readonly tools: Pick<Tools, "now">) {
    this.buffer = new ArrayBuffer(layoutOf(geometry).bytes);
    this.bytes = new Uint8Array(this.buffer);
  }

  /** Goes on for about so many ms; false if all of it was touched. */
  work(ms: number): boolean {
    const { bytes, tools } = this, begin = tools.now();
    for (; this.at < bytes.length; this.at += PAGE) {
      bytes[this.at] = 0;
      if (this.at % LOOK === 0 && this.at > 0 && tools.now() - begin >= ms) {
        this.at += PAGE;
        return true;
      }
    }
    return false;
  }
}
