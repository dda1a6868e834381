/**
 * A log whose blocks are decoded once as long as they are asked for again: the last few stay, and of each
 * that was ever decoded it is known which kinds of events it has.
 * @module
 */
import { kindOf, STRIDE } from "../../../events/log.ts";
import { Kind } from "../../../events/kinds.ts";
import type { LogHeader } from "../../../events/file/header.ts";
import { passed } from "../../../events/file/writer.ts";
import type { WrittenBlocks } from "../../diff/blocks.ts";

/** Blocks that stay decoded: 1 MiB each. */
const KEPT = 8;
const KIND_WORDS = 8; // a bit a kind

/** What is needed of a log that is open. */
export interface ReadBlocks extends WrittenBlocks {
  readonly header: LogHeader;
  /** The clock before a block's first event. */
  clockOf(block: number): number;
  /** @param room of an earlier block that is no longer needed */
  wordsOf(block: number, room?: Int32Array): Int32Array;
}

/** A block that is decoded, and the room that it lies in. */
interface KeptBlock {
  readonly block: number;
  readonly words: Int32Array;
  readonly room: Int32Array;
}

/** When a migration began. */
export interface Begin {
  readonly event: number;
  readonly time: number;
}

/** A log's blocks, the last few decoded. */
export class BlockLog implements ReadBlocks {
  readonly blocks: number;
  readonly events: number;
  readonly header: LogHeader;
  /** Blocks by age, the newest last. */
  private readonly kept: KeptBlock[] = [];
  /** By block: a bit a kind that it has; all 0 while it was not decoded. */
  private readonly kinds: Uint32Array;
  /** Begins of migrations in what was decoded, ascending. */
  private readonly begins: Begin[] = [];

  constructor(private readonly log: ReadBlocks) {
    this.blocks = log.blocks;
    this.events = log.events;
    this.header = log.header;
    this.kinds = new Uint32Array(log.blocks * KIND_WORDS);
  }

  baseOf(block: number): number {
    return this.log.baseOf(block);
  }

  clockOf(block: number): number {
    return this.log.clockOf(block);
  }

  chainAt(block: number): Uint8Array | null {
    return this.log.chainAt(block);
  }

  bytesAt(block: number): Uint8Array | null {
    return this.log.bytesAt(block);
  }

  /** The number of the last event of a block. */
  endOf(block: number): number {
    return block + 1 < this.blocks ? this.baseOf(block + 1) : this.events;
  }

  /** The block that holds an event; the first for 0. */
  blockOf(event: number): number {
    let low = 0, high = this.blocks;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.baseOf(middle) < event) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The words of a block; they are there until as many others have been asked for as are kept. */
  wordsOf(block: number): Int32Array {
    const { kept } = this, at = kept.findIndex((one) => one.block === block);
    const found = at < 0 ? this.decoded(block) : kept.splice(at, 1)[0];
    kept.push(found);
    return found.words;
  }

  /** False if a block is known to have no event of some kinds (a bit each, eight words). */
  mayHave(block: number, kinds: Uint32Array): boolean {
    const at = block * KIND_WORDS;
    let any = 0, both = 0;
    for (let word = 0; word < KIND_WORDS; word++) {
      any |= this.kinds[at + word];
      both |= this.kinds[at + word] & kinds[word];
    }
    return any === 0 || both !== 0;
  }

  /** True if the first block has events of a kind. */
  beginsWith(kind: number): boolean {
    if (this.blocks === 0) return false;
    this.wordsOf(0);
    return this.mayHave(0, kindBits([kind]));
  }

  /** The log's clock after an event. */
  timeOf(event: number): number {
    if (event === 0 || this.blocks === 0) return 0;
    const block = this.blockOf(event), words = this.wordsOf(block), base = this.baseOf(block);
    let time = this.clockOf(block);
    for (let index = 0; index < event - base; index++) time += passed(words, index);
    return time;
  }

  /** The last event at or before a time. */
  eventAt(time: number): number {
    if (this.blocks === 0 || time < 0) return 0;
    let low = 0, high = this.blocks;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.clockOf(middle) <= time) low = middle;
      else high = middle;
    }
    const words = this.wordsOf(low), base = this.baseOf(low), events = this.endOf(low) - base;
    let clock = this.clockOf(low), index = 0;
    for (; index < events; index++) {
      clock += passed(words, index);
      if (clock > time) break;
    }
    return base + index;
  }

  /** The last migration that began at or before an event, of what was decoded or told; null if none did. */
  begunBy(event: number): Begin | null {
    return this.begins.findLast((begin) => begin.event <= event) ?? null;
  }

  /** Tells of a migration's begin in a part of the log that was passed over. */
  tellBegin(begin: Begin): void {
    const at = this.begins.findIndex(({ event }) => event >= begin.event);
    if (at < 0) this.begins.push(begin);
    else if (this.begins[at].event !== begin.event) this.begins.splice(at, 0, begin);
  }

  /** Decodes a block, into the room of the oldest: fresh memory takes as long as to decode. */
  private decoded(block: number): KeptBlock {
    const { kept, log } = this, oldest = kept.length < KEPT ? undefined : kept.shift();
    const words = log.wordsOf(block, oldest?.room), at = block * KIND_WORDS;
    const events = words.length / STRIDE;
    for (let index = 0; index < events; index++) {
      const kind = kindOf(words, index);
      this.kinds[at + (kind >> 5)] |= 1 << (kind & 31);
    }
    const hasBegin = this.kinds[at + (Kind.MigrationBegun >> 5)] &
      (1 << (Kind.MigrationBegun & 31));
    if (hasBegin !== 0) this.noteBegins(block, words);
    return { block, words, room: new Int32Array(words.buffer) };
  }

  private noteBegins(block: number, words: Int32Array): void {
    let time = this.clockOf(block);
    for (let index = 0; index < words.length / STRIDE; index++) {
      time += passed(words, index);
      if (kindOf(words, index) !== Kind.MigrationBegun) continue;
      this.tellBegin({ event: this.baseOf(block) + index + 1, time });
    }
  }
}

/** Kinds as `mayHave` takes them. */
export function kindBits(kinds: readonly number[]): Uint32Array {
  const bits = new Uint32Array(KIND_WORDS);
  for (const kind of kinds) bits[kind >> 5] |= 1 << (kind & 31);
  return bits;
}
