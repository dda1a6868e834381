/**
 * Floors: loops that do only what nothing of the kind can do without. They are measured beside the
 * real work, in the same process.
 * @module
 */
import { Kind, type KindName, kinds } from "../../events/kinds.ts";
import type { Memory } from "../../core/state/memory.ts";
import { BLOCK_HEADER_BYTES, decodeBlockHeader } from "../../events/file/block.ts";
import { FORMAT } from "../../events/file/header.ts";
import { openLog, sourceOf } from "../../events/file/reader.ts";
import { STRIDE } from "../../events/log.ts";
import { codec } from "../codec.ts";

const COUNT = 0x0fffffff; // pages of a run: 28 bits

/** By number of a kind: 0 names no page, 1 one page or a block, 2 a run of pages. */
const namesPages = new Uint8Array(256);
for (const [name, { fields }] of Object.entries(kinds)) {
  const has = (what: string): boolean => fields.some((field) => field.name === what);
  namesPages[Kind[name as KindName]] = has("pfn") ? (has("count") ? 2 : 1) : 0;
}

/**
 * Floor of a replay: sums the log's words and touches the state of the pages that they name. A page
 * has its state read and written in the views that the reducer has for a page; the pages of a run
 * theirs in the view of bits, four at a time as the reducer does.
 */
export function sumWords(memory: Memory, words: Int32Array): number {
  const { next, prev, content, block, bits, quads, frames } = memory;
  let sum = 0;
  for (let at = 0; at < words.length; at += STRIDE) {
    const head = words[at], pfn = words[at + 1], value = words[at + 2];
    sum = (sum + head + pfn + value + words[at + 3]) | 0;
    const pages = namesPages[head & 0xff];
    if (pages === 0 || pfn < 0 || pfn >= frames) continue;
    next[pfn] ^= sum;
    prev[pfn] ^= sum;
    content[pfn] ^= sum;
    block[pfn] ^= sum;
    bits[pfn] ^= sum;
    if (pages === 1) continue;
    for (let four = pfn >> 2, end = (pfn + (value & COUNT)) >> 2; four < end; four++) {
      quads[four] ^= sum;
    }
  }
  return sum;
}

/** Floor of a replay from a file: reads the file, checks and decompresses its blocks. */
export function decompressBlocks(path: string): number {
  const bytes = Deno.readFileSync(path);
  let sum = 0;
  for (const { offset } of openLog(sourceOf(bytes), codec).index) {
    const header = decodeBlockHeader(bytes.subarray(offset), codec, FORMAT);
    if (typeof header === "string") throw new SyntaxError(header);
    const begin = offset + BLOCK_HEADER_BYTES;
    const payload = bytes.subarray(begin, begin + header.payloadBytes);
    if (codec.crc32(payload) !== header.payloadCrc) throw new SyntaxError("a block is damaged");
    sum += codec.decompress(payload.subarray(header.digestBytes), header.columnBytes).length;
  }
  return sum;
}

/** Floor of an import: looks at every byte and counts the lines. */
export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 10) lines++;
  return lines;
}
