/**
 * A file of checkpoints that is open: makes a state what it was at one of them, reading only the
 * chunks that differ.
 * @module
 */
import type { Codec } from "../../events/file/codec.ts";
import type { ByteSource, Piece } from "../../events/file/reader.ts";
import type { Hash } from "../../core/state/digest.ts";
import type { Memory } from "../../core/state/memory.ts";
import { fromPlanes, narrowFrom } from "./planes.ts";
import { chunkOf, sizesOf } from "./recorder.ts";
import { HEAD_BYTES, readTable, type Sizes, type Table } from "./table.ts";

/** What the rooms below are handed. */
export interface Tools {
  readonly codec: Codec;
  readonly hash: Hash;
}

/** Where the file's bytes come from; closed with the checkpoints, if it can be. */
type Source = ByteSource & Partial<Disposable>;

const NO_CHANGE = -1;

/** A file of checkpoints is damaged: it is to be made anew. The state is then of no event. */
export class CheckpointDamage extends SyntaxError {
  override name = "CheckpointDamage";
}

/** Checkpoints of a log, for one state that is moved about. */
export class Checkpoints implements Disposable {
  /** By change: where its frame begins. */
  private readonly offsets: Float64Array;
  /** By chunk: the change that it was read from last; what came after is not known. */
  private readonly loaded: Int32Array;
  /** By chunk: the change that holds it at the checkpoint wanted. */
  private readonly wanted: Int32Array;

  private readonly narrow: number;

  private constructor(
    private readonly memory: Memory,
    private readonly source: Source,
    private readonly sizes: Sizes,
    private readonly table: Table,
    private readonly tools: Tools,
  ) {
    const chunks = Math.ceil(sizes.stateBytes / sizes.chunkBytes);
    this.narrow = narrowFrom(memory);
    this.loaded = new Int32Array(chunks).fill(NO_CHANGE);
    this.wanted = new Int32Array(chunks).fill(NO_CHANGE);
    this.offsets = new Float64Array(table.length.length);
    let offset = HEAD_BYTES;
    table.length.forEach((length, row) => {
      this.offsets[row] = offset;
      offset += length;
    });
    this.find(0);
    this.loaded.set(this.wanted); // a state that is new is the first checkpoint's, mostly
  }

  /**
   * Opens a file of checkpoints.
   * @param memory the state that it will be asked to make
   * @param key what the file must have been made from
   * @returns what is wrong with the file as a string
   */
  static open(
    memory: Memory,
    source: Source,
    key: Uint8Array,
    tools: Tools,
  ): Checkpoints | string {
    const sizes = sizesOf(memory);
    const table = readTable(source, sizes, key, tools.codec);
    return typeof table === "string" ? table : new Checkpoints(memory, source, sizes, table, tools);
  }

  [Symbol.dispose](): void {
    this.source[Symbol.dispose]?.();
  }

  /** How many there are. */
  get count(): number {
    return this.table.events.length;
  }

  /** The last event before a checkpoint. */
  eventOf(checkpoint: number): number {
    return this.table.events[checkpoint];
  }

  /** What went along with the state. */
  noteOf(checkpoint: number): unknown {
    return this.table.notes[checkpoint];
  }

  /** The last checkpoint at or before an event; there is one at event 0. */
  nearest(event: number): number {
    const { events } = this.table;
    let low = 0, high = events.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (events[middle] <= event) low = middle;
      else high = middle;
    }
    return low;
  }

  /**
   * Makes the state what it was at a checkpoint.
   * @throws CheckpointDamage if the file is damaged
   */
  restore(checkpoint: number): void {
    const { loaded, wanted, table } = this;
    this.find(checkpoint);
    for (let chunk = 0; chunk < wanted.length; chunk++) {
      const change = wanted[chunk];
      // A replay since then may have changed the chunk: its hash tells.
      if (change === loaded[chunk] && this.hashOf(chunk) === table.hash[change]) continue;
      loaded[chunk] = NO_CHANGE;
    }
    this.source.ahead?.(this.framesToRead());
    for (let chunk = 0; chunk < wanted.length; chunk++) {
      if (loaded[chunk] !== NO_CHANGE) continue;
      this.read(chunk, wanted[chunk]);
      loaded[chunk] = wanted[chunk];
    }
  }

  private framesToRead(): Piece[] {
    const { loaded, wanted, offsets, table: { length } } = this;
    return [...wanted].filter((change, chunk) => loaded[chunk] === NO_CHANGE && length[change] > 0)
      .map((change) => ({ offset: offsets[change], length: length[change] }));
  }

  /** Numbers of the chunks in which the state differs from a checkpoint; nothing is read. */
  differing(checkpoint: number): number[] {
    this.find(checkpoint);
    return [...this.wanted.keys()].filter((chunk) =>
      this.hashOf(chunk) !== this.table.hash[this.wanted[chunk]]
    );
  }

  /** Reads what changed by a checkpoint, and says what is wrong with it; null if nothing is. */
  damageOf(checkpoint: number): string | null {
    const { table, sizes, tools } = this, scratch = new Uint8Array(sizes.chunkBytes);
    const from = checkpoint === 0 ? 0 : table.until[checkpoint - 1];
    for (let change = from; change < table.until[checkpoint]; change++) {
      const length = table.length[change];
      if (length === 0) continue;
      const chunk = chunkOf(this.memory, sizes, table.chunk[change]);
      const bytes = scratch.subarray(0, chunk.length);
      try {
        const frame = this.source.read(this.offsets[change], length);
        const raw = this.unpacked(frame, change, bytes.length);
        if (this.isNarrow(chunk)) bytes.set(raw);
        else fromPlanes(raw, bytes);
      } catch { /* its hash says so */ }
      if (tools.hash(bytes) !== table.hash[change]) {
        return `a chunk of its checkpoint at event ${table.events[checkpoint]} is damaged`;
      }
    }
    return null;
  }

  private find(checkpoint: number): void {
    const { wanted, table } = this, until = table.until[checkpoint];
    for (let change = 0; change < until; change++) wanted[table.chunk[change]] = change;
  }

  private hashOf(chunk: number): bigint {
    return this.tools.hash(chunkOf(this.memory, this.sizes, chunk));
  }

  private read(chunk: number, change: number): void {
    const { table } = this, bytes = chunkOf(this.memory, this.sizes, chunk);
    const length = table.length[change];
    if (length === 0) {
      bytes.fill(table.crc[change]);
      return;
    }
    const frame = this.source.read(this.offsets[change], length);
    const raw = this.unpacked(frame, change, bytes.length);
    if (this.isNarrow(bytes)) bytes.set(raw);
    else fromPlanes(raw, bytes);
  }
  private isNarrow(chunk: Uint8Array): boolean {
    return chunk.byteOffset + chunk.length > this.narrow;
  }

  private unpacked(frame: Uint8Array, change: number, size: number): Uint8Array {
    const { length, crc } = this.table, { codec } = this.tools;
    if (frame.length === length[change] && codec.crc32(frame) === crc[change]) {
      try {
        return codec.decompress(frame, size);
      } catch { /* said below */ }
    }
    throw new CheckpointDamage("Cannot use checkpoints: a chunk is damaged");
  }
}
