/**
 * What the parts of a clearing change, where the migration bitmap has no lock: a word of 32 bits is read,
 * then written back. The first word of the lane is the page plus 1, the second what was read.
 * @module
 */
import { Bit, type Memory } from "../memory.ts";
import { Status } from "../views.ts";
import { checkRun } from "./checks.ts";

/** Pages of a word, less 1. */
const INSIDE = 31;

/** The bits of the word that a page's bit lies in. */
export function wordAt({ bits, frames }: Pick<Memory, "bits" | "frames">, pfn: number): number {
  const first = pfn & ~INSIDE, end = Math.min(frames, first + INSIDE + 1);
  let word = 0;
  for (let page = first; page < end; page++) {
    if (bits[page] & Bit.Migrate) word |= 1 << (page - first);
  }
  return word;
}

export function wordRead(memory: Memory, actor: number, pfn: number, event: number): void {
  checkRun(memory, pfn, 1, event);
  memory.laneFirst[actor] = pfn + 1;
  memory.laneSecond[actor] = wordAt(memory, pfn);
}

/** Whoever writes counts by what it had read, and not by what the bitmap holds by now. */
export function wordWritten(
  memory: Memory,
  actor: number,
  pfn: number,
  word: number,
  event: number,
): void {
  checkRun(memory, pfn, 1, event);
  const { bits, frames } = memory;
  const first = pfn & ~INSIDE, end = Math.min(frames, first + INSIDE + 1);
  for (let page = first; page < end; page++) {
    const isSet = (word >>> (page - first)) & 1;
    bits[page] = (bits[page] & ~Bit.Migrate) | (isSet * Bit.Migrate);
  }
  for (let cleared = memory.laneSecond[actor] & ~word; cleared !== 0; cleared &= cleared - 1) {
    memory.status[Status.Dirty]--;
  }
  memory.laneFirst[actor] = memory.laneSecond[actor] = 0;
}
