/**
 * Writes a log file as a stream of whole blocks; at the end an index.
 * @module
 */
import { gapOf, kindOf, pfnOf, STRIDE, valueOf, type Words } from "../log.ts";
import { Kind } from "../kinds.ts";
import { BLOCK_EVENTS, encodeBlock } from "./block.ts";
import type { Codec, ViewDigest } from "./codec.ts";
import { encodeHeader, FORMAT, type LogHeader } from "./header.ts";
import { encodeIndex, type IndexEntry } from "./index.ts";

export { BLOCK_EVENTS };
export const FILE_MAGIC = "HINTLAB\n";
/** Bytes before the header's JSON: magic, format, length, checksum. */
export const PREFIX_BYTES = 20;
/** Every so many blocks carry digests of the state. */
export const DIGEST_EVERY = 16;

export class LogWriter {
  private readonly index: IndexEntry[] = [];
  private chain: Uint8Array;
  private offset: number;
  private next = 1;
  private clock = 0;
  /** The newest block, held back until it is known whether it is the last. */
  private held: { words: Int32Array; digests: readonly ViewDigest[] } | null = null;
  private closed = false;

  /**
   * Begins a file: its header goes to `sink` at once.
   * @param sink is given the file's bytes, piece after piece
   * @param digest gives the digests of the state after the last event written
   * @param blockEvents events of a whole block; fewer than the format allows only in tests
   */
  constructor(
    header: LogHeader,
    private readonly codec: Codec,
    private readonly sink: (bytes: Uint8Array) => void,
    private readonly digest: () => readonly ViewDigest[],
    readonly blockEvents: number = BLOCK_EVENTS,
  ) {
    const json = encodeHeader(header);
    const bytes = new Uint8Array(PREFIX_BYTES + json.length);
    bytes.set(new TextEncoder().encode(FILE_MAGIC));
    bytes.set(json, PREFIX_BYTES);
    const view = new DataView(bytes.buffer);
    view.setUint32(8, FORMAT, true);
    view.setUint32(12, json.length, true);
    view.setUint32(16, codec.crc32(json), true);
    this.chain = codec.sha256(bytes);
    this.offset = bytes.length;
    sink(bytes);
  }

  /**
   * Writes events as one block. All blocks but the last are `blockEvents` long, so call this
   * whenever so many have been recorded: the state is then the one after the block.
   * @param from index in `words` of the first event; `until` lies behind the last
   * @throws RangeError if a block before it was shorter, or it is longer
   */
  write(words: Int32Array, from: number, until: number): void {
    const events = until - from;
    if (events === 0) return;
    const after = this.held === null || this.held.words.length === this.blockEvents * STRIDE;
    if (this.closed || !after || events > this.blockEvents) failBlock(events);
    this.put();
    const sixteenth = (this.index.length + 1) % DIGEST_EVERY === 0;
    this.held = {
      words: words.slice(from * STRIDE, until * STRIDE),
      digests: sixteenth ? this.digest() : [],
    };
  }

  private put(): void {
    if (this.held === null) return;
    const { words, digests } = this.held;
    const entry = { offset: this.offset, first: this.next, clock: this.clock };
    const { bytes, chain } = encodeBlock(words, entry, digests, this.chain, this.codec);
    const events = words.length / STRIDE;
    this.index.push({ ...entry, events });
    this.sink(bytes);
    this.offset += bytes.length;
    this.chain = chain;
    this.next += events;
    for (let index = 0; index < events; index++) this.clock += passed(words, index);
    this.held = null;
  }

  /** Writes what is held back, with digests, and the index. Nothing can be written after it. */
  close(): void {
    if (this.closed) return;
    if (this.held !== null) this.held.digests = this.digest();
    this.put();
    this.closed = true;
    this.sink(encodeIndex(this.index, this.offset, this.codec));
  }
}

/** How far an event moves the clock, in ns. */
export function passed(words: Words, index: number): number {
  const gap = gapOf(words, index);
  const kind = kindOf(words, index);
  if (kind === Kind.TimePassed) return gap + valueOf(words, index) * 2 ** 31 + pfnOf(words, index);
  if (kind !== Kind.ClockSteppedBack) return gap;
  return gap - pfnOf(words, index) * 2 ** 31 - valueOf(words, index);
}

function failBlock(events: number): never {
  throw new RangeError(
    `Cannot write a block of ${events} events: it is too long, or comes after the last`,
  );
}
