/**
 * One number a page by which two logs' states are compared: what block it lies in, whose that is by name, and
 * its bits. What it holds is left out: contents are named by events, and those have other numbers in another log.
 * @module
 */
import {
  Block,
  type MemoryView,
  orderOfBlock,
  State,
  stateOf,
} from "../../../core/state/memory.ts";

const OWNER_BITS = 31 << Block.Owner, BITS = 8, NAME = 24, NAMES = 251;

/** By page: name of the owner in the high byte, the block's word without it, the bits in the low byte. */
export function signsOf(view: MemoryView, names: readonly string[]): Uint32Array {
  const { block, bits, frames } = view, signs = new Uint32Array(frames);
  const owners = Array.from({ length: 32 }, (_, lane) => lane === 0 ? 0 : hashOf(names[lane]));
  for (let head = 0; head < frames;) {
    const word = block[head];
    const end = head + (stateOf(word) === State.None ? 1 : 1 << orderOfBlock(word));
    const owner = owners[(word & OWNER_BITS) >>> Block.Owner];
    const sign = (owner << NAME) | ((word & ~OWNER_BITS) << BITS);
    for (let page = head; page < end; page++) signs[page] = sign | bits[page];
    head = end;
  }
  return signs;
}

/** A number from 1 to 251 of a name: actors have the same name in two logs, not the same lane. */
function hashOf(name: string | undefined): number {
  let hash = 0;
  for (const letter of name ?? "") hash = (hash * 31 + letter.charCodeAt(0)) % NAMES;
  return hash + 1;
}
