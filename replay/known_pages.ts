/**
 * Pages by what a log that tells no lists knows of them: in use, given back, unknown.
 * @module
 */
import { BACK, type MemoryView, orderOfBlock, State, stateOf } from "../core/state/memory.ts";
import { Status } from "../core/state/views.ts";

/** Pages of all memory, by what is known of them. */
export interface KnownPages {
  readonly used: number;
  /** Given back since the log began, and not handed out since. */
  readonly free: number;
  readonly unknown: number;
}

/** True if a log describes no lists: it was imported from a kernel's trace without them. */
export function tellsNoLists(view: MemoryView): boolean {
  return view.zoneManaged.length > 0 && sum(view.zoneManaged) === 0 && sum(view.zoneFree) === 0;
}

/** True once what happens is no description of a world any more; a trace without lists has none. */
export function isUnderWay(view: MemoryView): boolean {
  return view.status[Status.Ready] !== 0 || tellsNoLists(view);
}

function sum(words: { readonly length: number; readonly [at: number]: number }): number {
  let total = 0;
  for (let at = 0; at < words.length; at++) total += words[at];
  return total;
}

/** Counts the pages of all memory. */
export function knownPages(view: MemoryView): KnownPages {
  const { block, frames } = view;
  let used = 0, free = 0;
  for (let page = 0; page < frames;) {
    const word = block[page];
    const pages = stateOf(word) === State.Used ? 1 << orderOfBlock(word) : 1;
    if (stateOf(word) === State.Used) used += pages;
    else if (word === BACK) free++;
    page += pages;
  }
  return { used, free, unknown: frames - used - free };
}
