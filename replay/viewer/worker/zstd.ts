/**
 * zstd frames, decompressed where they stay: in the memory of WebAssembly. A copy of each would be fresh memory,
 * and to touch that for the first time takes longer than to decompress into what is there.
 * @module
 */
import { ZSTDDecoder } from "zstddec";

/** What zstddec's module exports, as far as it is used here: addresses are numbers. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  free(address: number): void;
  /** Bytes that came out; of an error more than can come out. */
  ZSTD_decompress(to: number, room: number, from: number, bytes: number): number;
}

/** A piece of WebAssembly's memory that grows. */
class Room {
  at = 0;
  private bytes = 0;

  fit(bytes: number, { malloc, free }: Exports): void {
    if (bytes <= this.bytes) return;
    if (this.at !== 0) free(this.at);
    this.bytes = 2 * bytes;
    this.at = malloc(this.bytes);
  }
}

/** Decompresses one frame after the other. */
export class Zstd extends ZSTDDecoder {
  private exports: Exports | null = null;
  private readonly from = new Room();
  private readonly to = new Room();

  constructor() {
    super();
    const begin = this._init; // zstddec calls it without `this`
    this._init = (result) => {
      begin(result);
      this.exports = result.instance.exports as unknown as Exports;
    };
  }

  /**
   * What is inside a frame; the bytes are those of the next frame when the next is decompressed.
   * @param size bytes that must come out
   * @throws SyntaxError if the frame is damaged or gives another size
   */
  inPlace(frame: Uint8Array, size: number): Uint8Array {
    const { exports, from, to } = this;
    if (exports === null) throw new TypeError("zstd is not ready");
    from.fit(frame.length, exports);
    to.fit(size, exports);
    new Uint8Array(exports.memory.buffer, from.at, frame.length).set(frame);
    const length = exports.ZSTD_decompress(to.at, size, from.at, frame.length);
    if (length !== size) throw new SyntaxError("a block does not decompress to its events");
    return new Uint8Array(exports.memory.buffer, to.at, size);
  }
}
