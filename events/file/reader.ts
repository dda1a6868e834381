/**
 * Opens a log file: checks what guards it, finds its blocks, reads them one at a time.
 * @module
 */
import {
  BLOCK_HEADER_BYTES,
  type BlockHeader,
  chainOf,
  decodeBlockHeader,
  decodePayload,
  GUARDED_BYTES,
} from "./block.ts";
import type { Codec, ViewDigest } from "./codec.ts";
import { decodeHeader, FORMAT, type LogHeader } from "./header.ts";
import { decodeIndex, decodeTrailer, type IndexEntry, TRAILER_BYTES } from "./index.ts";
import { upcast } from "./upcast.ts";
import { FILE_MAGIC, passed, PREFIX_BYTES } from "./writer.ts";

/** Bytes by offset: a file, or an array. `read` gives fewer bytes only at the end. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
  /** Is told what will be read next, piece by piece: to fetch it at once, where each fetch takes its time. */
  ahead?(pieces: readonly Piece[]): void;
}

/** A stretch of bytes. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
}

export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** What is wrong with a file, and what of it is whole. */
export interface Damage {
  /** Byte at which the damage was met. */
  readonly byte: number;
  /** Last event before it. */
  readonly event: number;
  readonly why: string;
}

/** What a block holds: the words of its events, and digests of the state after them. */
export interface BlockContent {
  readonly words: Int32Array;
  readonly digests: readonly ViewDigest[];
}

/** More bytes than a header or an index can have: so much and no more is read before it is checked. */
const HEADER_MAX = 1 << 26, INDEX_MAX = 1 << 26;

/** A log file that was opened. Random access checks each block alone; `checkAll` checks the chain. */
export class LogFile {
  /** Number of blocks. */
  readonly blocks: number;

  constructor(
    private readonly source: ByteSource,
    private readonly codec: Codec,
    /** The form that the file is written in. */
    readonly format: number,
    /** Its header, in today's form. */
    readonly header: LogHeader,
    /** Where the blocks lie. */
    readonly index: readonly IndexEntry[],
    /** SHA-256 of the file up to its first block. */
    private readonly firstChain: Uint8Array,
    /** What is wrong, if the file was opened to its last whole block. */
    readonly damage: Damage | null,
  ) {
    this.blocks = index.length;
  }

  /** Number of events. */
  get events(): number {
    const last = this.index[this.index.length - 1];
    return last === undefined ? 0 : last.first + last.events - 1;
  }

  /** Events before a block. */
  baseOf(block: number): number {
    return this.index[block].first - 1;
  }

  /** The log's clock before a block's first event, in units of its header's clock. */
  clockOf(block: number): number {
    return this.index[block].clock;
  }

  /**
   * The chain that a block bears: equal for two logs if all is equal up to the block's end. Its
   * payload is not read.
   * @throws SyntaxError that names byte and event if the block's header is damaged
   */
  chainAt(block: number): Uint8Array {
    return this.headerOf(block).chain;
  }

  /**
   * All that a block's events and digests are decoded from: what its chain guards of its header, and
   * its payload as it is written.
   * @throws SyntaxError that names byte and event if a checksum is wrong
   */
  bytesAt(block: number): Uint8Array {
    const { offset, first } = this.index[block];
    const { payloadBytes, payloadCrc } = this.headerOf(block);
    const bytes = this.source.read(offset, BLOCK_HEADER_BYTES + payloadBytes);
    const payload = bytes.subarray(BLOCK_HEADER_BYTES);
    if (payload.length < payloadBytes || this.codec.crc32(payload) !== payloadCrc) {
      throw damaged(offset, first - 1, "a block is damaged");
    }
    const guarded = new Uint8Array(GUARDED_BYTES + payloadBytes);
    guarded.set(bytes.subarray(0, GUARDED_BYTES));
    guarded.set(payload, GUARDED_BYTES);
    return guarded;
  }

  private headerOf(block: number): BlockHeader {
    const { offset, first } = this.index[block];
    const bytes = this.source.read(offset, BLOCK_HEADER_BYTES);
    const header = decodeBlockHeader(bytes, this.codec, this.format);
    if (typeof header === "string") throw damaged(offset, first - 1, header);
    return header;
  }

  /**
   * The events of a block.
   * @param room of an earlier block, if that is no longer needed: these may be put into it
   * @throws SyntaxError that names byte and event if the block is damaged
   */
  wordsOf(block: number, room?: Int32Array): Int32Array {
    return this.readBlock(block, room).words;
  }

  /** The digests that a block bears of the state after it; empty for most. */
  digestsOf(block: number): readonly ViewDigest[] {
    return this.readBlock(block).digests;
  }

  /**
   * Events, in today's form, and digests of a block.
   * @throws SyntaxError that names byte and event if the block is damaged
   */
  readBlock(block: number, room?: Int32Array): BlockContent {
    const { words, digests } = this.writtenBlock(block, room);
    return { words: upcast(words, this.format), digests };
  }

  /** A block as it was written, with its checksums checked. */
  private writtenBlock(block: number, room?: Int32Array): WrittenBlock {
    const { source, codec, format } = this, entry = this.index[block];
    const found = readBlockAt(source, entry.offset, entry.first, codec, format, room);
    if (typeof found === "string") throw damaged(entry.offset, entry.first - 1, found);
    return found;
  }

  /**
   * Reads every block in order and checks the chain, the clock and the index.
   * @param each is handed each block that is right, its events in today's form
   * @throws SyntaxError that names byte and event of what is not right
   */
  checkAll(each: (block: number, content: BlockContent) => void = () => {}): void {
    let chain = this.firstChain, clock = 0;
    this.index.forEach((entry, block) => {
      const { words, header, digests } = this.writtenBlock(block);
      const bytes = this.source.read(entry.offset, BLOCK_HEADER_BYTES);
      const payload = this.source.read(entry.offset + BLOCK_HEADER_BYTES, header.payloadBytes);
      const wanted = chainOf(chain, bytes, payload, this.codec);
      const fail = (why: string): never => {
        throw damaged(entry.offset, entry.first - 1, why);
      };
      if (!equal(wanted, header.chain)) fail("a block does not follow the one before it");
      if (header.clock !== clock || entry.clock !== clock) fail("a block's clock is not right");
      if (header.events !== entry.events) fail("the index and a block disagree");
      for (let at = 0; at < header.events; at++) clock += passed(words, at);
      chain = header.chain;
      each(block, { words: upcast(words, this.format), digests });
    });
  }
}

/**
 * Opens a log.
 * @param options `recover` opens a damaged file up to its last whole block, without asking its index
 * @throws SyntaxError if it is no log, of a newer form, or damaged
 */
export function openLog(
  source: ByteSource,
  codec: Codec,
  options: { readonly recover?: boolean } = {},
): LogFile {
  const { header, format, end } = openHeader(source, codec);
  const firstChain = codec.sha256(source.read(0, end));
  const found = findIndex(source, end, codec);
  if (options.recover !== true && typeof found !== "string") {
    return new LogFile(source, codec, format, header, found, firstChain, null);
  }
  const { index, damage } = scan(source, end, firstChain, codec, format);
  const broken = typeof found === "string" ? found : null;
  const wrong = damage ??
    (broken === null ? null : { byte: source.size, event: lastOf(index), why: broken });
  if (wrong !== null && options.recover !== true) throw damaged(wrong.byte, wrong.event, wrong.why);
  return new LogFile(source, codec, format, header, index, firstChain, wrong);
}

function openHeader(
  source: ByteSource,
  codec: Codec,
): { header: LogHeader; format: number; end: number } {
  const fail = (why: string): never => {
    throw new SyntaxError(`Cannot open log: ${why}`);
  };
  if (source.size === 0) fail("the file is empty");
  const prefix = source.read(0, PREFIX_BYTES);
  const magic = String.fromCharCode(...prefix.subarray(0, FILE_MAGIC.length));
  if (!FILE_MAGIC.startsWith(magic)) fail(`it is no hintlab log${foreign(prefix)}`);
  if (prefix.length < PREFIX_BYTES) fail(`it is cut at byte ${source.size}, within its header`);
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  const format = view.getUint32(8, true), length = view.getUint32(12, true);
  if (format > FORMAT) fail(`format ${format} is newer than this program knows (${FORMAT})`);
  if (format < 1) fail(`format ${format} is unknown`);
  if (length > HEADER_MAX) fail("its header makes no sense");
  const json = source.read(PREFIX_BYTES, length);
  if (json.length < length) fail(`it is cut at byte ${source.size}, within its header`);
  if (codec.crc32(json) !== view.getUint32(16, true)) fail("its header is damaged");
  return { header: decodeHeader(json), format, end: PREFIX_BYTES + length };
}

/** What a file that is no log seems to be. */
function foreign(bytes: Uint8Array): string {
  const begins = (...magic: number[]): boolean => magic.every((byte, at) => bytes[at] === byte);
  if (begins(0x1f, 0x8b)) return ", but gzip: decompress it first";
  if (begins(0x28, 0xb5, 0x2f, 0xfd)) return ", but zstd: decompress it first";
  const isText = bytes.every((byte) => (byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13));
  return isText ? ", but text" : "";
}

/** The index, if it and the trailer are whole; else what is wrong. */
function findIndex(source: ByteSource, begin: number, codec: Codec): IndexEntry[] | string {
  const end = source.size - TRAILER_BYTES;
  const trailer = decodeTrailer(source.read(Math.max(begin, end), TRAILER_BYTES), codec);
  if (typeof trailer === "string") return trailer;
  const { offset, crc } = trailer;
  if (!Number.isSafeInteger(offset) || offset < begin || offset > end) return "its end is damaged";
  if (end - offset > INDEX_MAX) return "its index makes no sense";
  const index = decodeIndex(source.read(offset, end - offset), crc, codec);
  if (typeof index === "string") return index;
  let next = 1, at = begin;
  for (const entry of index) {
    if (entry.first !== next || entry.offset < at) return "its index makes no sense";
    next += entry.events;
    at = entry.offset + BLOCK_HEADER_BYTES;
  }
  return at <= offset ? index : "its index makes no sense";
}

/** Finds the blocks by going from one to the next: the index made again. */
export function scan(
  source: ByteSource,
  begin: number,
  firstChain: Uint8Array,
  codec: Codec,
  format = FORMAT,
): { index: IndexEntry[]; damage: Damage | null } {
  const index: IndexEntry[] = [];
  let chain = firstChain;
  for (let offset = begin, first = 1; offset < source.size;) {
    const found = readBlockAt(source, offset, first, codec, format);
    const wrong = (why: string) => ({ index, damage: { byte: offset, event: first - 1, why } });
    if (typeof found === "string") return found === ENDS ? { index, damage: null } : wrong(found);
    const { header } = found;
    const bytes = source.read(offset, BLOCK_HEADER_BYTES);
    const payload = source.read(offset + BLOCK_HEADER_BYTES, header.payloadBytes);
    if (!equal(chainOf(chain, bytes, payload, codec), header.chain)) {
      return wrong("a block does not follow the one before it");
    }
    chain = header.chain;
    index.push({ offset, first, events: header.events, clock: header.clock });
    offset += BLOCK_HEADER_BYTES + header.payloadBytes;
    first += header.events;
  }
  return {
    index,
    damage: { byte: source.size, event: lastOf(index), why: "it is cut before its end" },
  };
}

interface WrittenBlock {
  readonly words: Int32Array;
  readonly digests: readonly ViewDigest[];
  readonly header: BlockHeader;
}

const ENDS = "the index begins there";
const INDEX_MAGIC = "HLIX";

function readBlockAt(
  source: ByteSource,
  offset: number,
  first: number,
  codec: Codec,
  format: number,
  room?: Int32Array,
): WrittenBlock | string {
  const bytes = source.read(offset, BLOCK_HEADER_BYTES);
  if (String.fromCharCode(...bytes.subarray(0, 4)) === INDEX_MAGIC) return ENDS;
  const header = decodeBlockHeader(bytes, codec, format);
  if (typeof header === "string") return header;
  if (header.first !== first) return `a block begins with event ${header.first}, not ${first}`;
  const payload = source.read(offset + BLOCK_HEADER_BYTES, header.payloadBytes);
  try {
    return { ...decodePayload(header, payload, codec, format, room), header };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function lastOf(index: readonly IndexEntry[]): number {
  const last = index[index.length - 1];
  return last === undefined ? 0 : last.first + last.events - 1;
}

function damaged(byte: number, event: number, why: string): SyntaxError {
  return new SyntaxError(`Cannot open log: ${why} (byte ${byte}, after event ${event})`);
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
