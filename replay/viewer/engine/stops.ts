/**
 * Checkpoints in memory, made as the state goes along: chunks that did not change are shared, and where
 * they would take more than their room, the one that is missed least is given up.
 * @module
 */
import type { Hash } from "../../../core/state/digest.ts";
import type { Memory } from "../../../core/state/memory.ts";
import { eventsOf } from "../../replay.ts";
import type { Stops } from "../../timeline.ts";
import { chunkOf, sizesOf } from "../../timeline/recorder.ts";
import type { Sizes } from "../../timeline/table.ts";
import { type Packed, packed, sizeOf, unpack } from "./packed.ts";

/** Bytes that all of them may take. */
const ROOM = 256 << 20;

interface Stop {
  readonly event: number;
  readonly chunks: readonly Packed[];
  readonly hashes: BigUint64Array;
}

/** Checkpoints of one state. */
export class MemoryStops implements Stops {
  /** Bytes that they take. */
  bytes = 0;
  private readonly stops: Stop[] = [];
  private readonly sizes: Sizes;
  private readonly chunks: number;
  private readonly scratch: Uint32Array;

  /** @param memory the state before the first event: the first checkpoint, of which nothing is kept */
  constructor(
    private readonly memory: Memory,
    private readonly hash: Hash,
    private readonly room: number = ROOM,
  ) {
    this.sizes = sizesOf(memory);
    this.chunks = Math.ceil(this.sizes.stateBytes / this.sizes.chunkBytes);
    this.scratch = new Uint32Array(this.sizes.chunkBytes >> 2);
    this.stops.push({ event: 0, chunks: [], hashes: new BigUint64Array(this.chunks) });
  }

  /** How many there are. */
  get count(): number {
    return this.stops.length;
  }

  nearest(event: number): number {
    let low = 0, high = this.stops.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.stops[middle].event <= event) low = middle;
      else high = middle;
    }
    return low;
  }

  eventOf(stop: number): number {
    return this.stops[stop].event;
  }

  noteOf(): unknown {
    return {};
  }

  restore(stop: number): void {
    if (stop === 0) return this.memory.reset();
    const { chunks, hashes } = this.stops[stop];
    for (let chunk = 0; chunk < this.chunks; chunk++) {
      const bytes = chunkOf(this.memory, this.sizes, chunk);
      if (this.hash(bytes) !== hashes[chunk]) unpack(chunks[chunk], bytes);
    }
  }

  /**
   * Takes a state as it is, unless that is known.
   * @param memory of the same log, at whatever event
   */
  take(memory: Memory = this.memory): void {
    const event = eventsOf(memory);
    const at = this.nearest(event), before = this.stops[at];
    if (before.event === event) return;
    const hashes = new BigUint64Array(this.chunks);
    const chunks = Array.from({ length: this.chunks }, (_, chunk) => {
      const bytes = chunkOf(memory, this.sizes, chunk);
      hashes[chunk] = this.hash(bytes);
      const isSame = at > 0 && before.hashes[chunk] === hashes[chunk];
      return this.hold(isSame ? before.chunks[chunk] : packed(bytes, this.scratch));
    });
    this.stops.splice(at + 1, 0, { event, chunks, hashes });
    while (this.bytes > this.room && this.stops.length > 2) this.giveUp();
  }

  private hold(chunk: Packed): Packed {
    if (chunk.holders++ === 0) this.bytes += sizeOf(chunk);
    return chunk;
  }

  /** Gives up the one whose neighbours lie nearest to each other; never the first. */
  private giveUp(): void {
    const { stops } = this;
    let least = stops.length - 1, gap = Infinity;
    for (let at = 1; at < stops.length - 1; at++) {
      const around = stops[at + 1].event - stops[at - 1].event;
      if (around < gap) [least, gap] = [at, around];
    }
    for (const chunk of stops.splice(least, 1)[0].chunks) {
      if (--chunk.holders === 0) this.bytes -= sizeOf(chunk);
    }
  }
}

/** So many events are replayed sooner than a checkpoint of the file is read: it is compressed. */
export const SPARED = 1 << 18;

/** Two kinds of checkpoints as one: those of the file are used where they spare much. */
export class EitherStops implements Stops {
  /**
   * @param filed those of the file; null if there is none
   * @param spared events that one of the file must spare
   * @param learn is told what goes along with one of the file's, as it is used
   */
  constructor(
    private readonly own: Stops,
    private readonly filed: Stops | null,
    private readonly spared: number,
    private readonly learn: (note: unknown) => void,
  ) {}

  // Those of the file have negative numbers.
  nearest(event: number): number {
    const own = this.own.nearest(event);
    if (this.filed === null) return own;
    const filed = this.filed.nearest(event);
    const spares = this.filed.eventOf(filed) - this.own.eventOf(own);
    return spares > this.spared ? -1 - filed : own;
  }

  eventOf(stop: number): number {
    return stop < 0 ? this.filed!.eventOf(-1 - stop) : this.own.eventOf(stop);
  }

  noteOf(stop: number): unknown {
    return stop < 0 ? this.filed!.noteOf(-1 - stop) : this.own.noteOf(stop);
  }

  restore(stop: number): void {
    if (stop >= 0) return this.own.restore(stop);
    this.filed!.restore(-1 - stop);
    this.learn(this.filed!.noteOf(-1 - stop));
  }
}
