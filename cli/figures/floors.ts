/**
 * Floors: loops that do only what nothing of the kind can do without. They are measured beside the
 * real work, in the same process.
 * @module
 */
import type { Memory } from "../../core/state/memory.ts";
import { BLOCK_HEADER_BYTES, decodeBlockHeader } from "../../events/file/block.ts";
import { FORMAT } from "../../events/file/header.ts";
import { openLog, sourceOf } from "../../events/file/reader.ts";
import { STRIDE } from "../../events/log.ts";
import { codec } from "../codec.ts";

/**
 * Floor of a replay: sums the log's words, and reads and writes the state of the page that each event
 * names, in the views that the reducer has for a page.
 */
export function sumWords(memory: Memory, words: Int32Array): number {
  const { next, prev, content, block, bits, frames } = memory;
  let sum = 0;
  for (let at = 0; at < words.length; at += STRIDE) {
    const pfn = words[at + 1];
    sum = (sum + words[at] + pfn + words[at + 2] + words[at + 3]) | 0;
    if (pfn < 0 || pfn >= frames) continue;
    next[pfn] ^= sum;
    prev[pfn] ^= sum;
    content[pfn] ^= sum;
    block[pfn] ^= sum;
    bits[pfn] ^= sum;
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
