/**
 * Records checkpoints of a state while a log is replayed: of each, the chunks that changed since the
 * one before. They are found by their hashes, so no copy of the state is kept.
 * @module
 */
import type { Codec } from "../../events/file/codec.ts";
import { CHUNK_BYTES, type Hash, isDefault } from "../../core/state/digest.ts";
import type { Memory } from "../../core/state/memory.ts";
import { eventsOf } from "../replay.ts";
import { narrowFrom, toPlanes } from "./planes.ts";
import { encodeHead, encodeTable, HEAD_BYTES, type Sizes } from "./table.ts";

/** A guest of any size has at most so many chunks: the table stays small. */
const CHUNKS_MAX = 4096;

/** Chunks of 64 KiB, or larger ones where the state is large. */
export function sizesOf(memory: Memory): Sizes {
  const stateBytes = memory.bytes.length;
  let chunkBytes = CHUNK_BYTES;
  while (stateBytes > chunkBytes * CHUNKS_MAX) chunkBytes *= 2;
  return { chunkBytes, stateBytes };
}

/** The bytes of a chunk of the state. */
export function chunkOf(memory: Memory, { chunkBytes }: Sizes, chunk: number): Uint8Array {
  return memory.bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
}

/** Makes a file of checkpoints: `take` one after another, then `close`. */
export class Recorder {
  /** Bytes given to the sink so far. */
  bytes = HEAD_BYTES;
  private readonly sizes: Sizes;
  private readonly planes: Uint8Array;
  private readonly narrow: number;
  /** By chunk: its hash at the last checkpoint. */
  private readonly hashes: BigUint64Array;
  private known = false;
  private readonly events: number[] = [];
  private readonly until: number[] = [];
  private readonly notes: unknown[] = [];
  private chunk = new Uint32Array(1024);
  private length = new Uint32Array(1024);
  private crc = new Uint32Array(1024);
  private hash = new BigUint64Array(1024);
  private changes = 0;

  /**
   * Begins a file.
   * @param key 32 bytes that name what is recorded
   * @param sink is given the file's bytes, piece after piece
   */
  constructor(
    private readonly memory: Memory,
    key: Uint8Array,
    private readonly codec: Codec,
    private readonly digest: Hash,
    private readonly sink: (bytes: Uint8Array) => void,
  ) {
    this.sizes = sizesOf(memory);
    this.planes = new Uint8Array(this.sizes.chunkBytes);
    this.narrow = narrowFrom(memory);
    this.hashes = new BigUint64Array(Math.ceil(this.sizes.stateBytes / this.sizes.chunkBytes));
    sink(encodeHead(this.sizes, key, codec));
  }

  /** A checkpoint of the state as it is, with what goes along with it as plain data. */
  take(note: unknown): void {
    const { memory, sizes, hashes } = this;
    for (let chunk = 0; chunk < hashes.length; chunk++) {
      const bytes = chunkOf(memory, sizes, chunk), hash = this.digest(bytes);
      if (this.known && hash === hashes[chunk]) continue;
      hashes[chunk] = hash;
      this.put(chunk, bytes, hash);
    }
    this.known = true;
    this.events.push(eventsOf(memory));
    this.until.push(this.changes);
    this.notes.push(note);
  }

  private put(chunk: number, bytes: Uint8Array, hash: bigint): void {
    if (this.changes === this.chunk.length) this.grow();
    const row = this.changes++;
    this.chunk[row] = chunk;
    this.hash[row] = hash;
    if (isDefault(bytes)) {
      this.crc[row] = bytes[0];
      return;
    }
    const frame = this.codec.compress(this.packed(bytes));
    this.length[row] = frame.length;
    this.crc[row] = this.codec.crc32(frame);
    this.sink(frame);
    this.bytes += frame.length;
  }

  private packed(bytes: Uint8Array): Uint8Array {
    if (bytes.byteOffset + bytes.length > this.narrow) return bytes;
    toPlanes(bytes, this.planes);
    return this.planes;
  }

  private grow(): void {
    const twice = (column: Uint32Array): Uint32Array<ArrayBuffer> => {
      const wide = new Uint32Array(column.length * 2);
      wide.set(column);
      return wide;
    };
    this.chunk = twice(this.chunk);
    this.length = twice(this.length);
    this.crc = twice(this.crc);
    const hash = new BigUint64Array(this.hash.length * 2);
    hash.set(this.hash);
    this.hash = hash;
  }

  /** Writes the table. Nothing can be taken after it. */
  close(): void {
    const { changes } = this;
    const table = encodeTable(
      {
        events: Uint32Array.from(this.events),
        until: Uint32Array.from(this.until),
        chunk: this.chunk.subarray(0, changes),
        length: this.length.subarray(0, changes),
        crc: this.crc.subarray(0, changes),
        hash: this.hash.subarray(0, changes),
        notes: this.notes,
      },
      this.bytes,
      this.codec,
    );
    this.sink(table);
    this.bytes += table.length;
  }
}
