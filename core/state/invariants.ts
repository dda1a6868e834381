/**
 * What is true of every intact `Memory`, checked from scratch. Slow and plain: `apply` keeps these
 * truths, this file trusts nothing that `apply` counted.
 * @module
 */
import { checkBlocks } from "./invariants/blocks.ts";
import { checkChannel } from "./invariants/channel.ts";
import { checkLists } from "./invariants/lists.ts";
import { checkLocks } from "./invariants/locks.ts";
import { checkPages } from "./invariants/pages.ts";
import type { MemoryView } from "./memory.ts";
import { Fault, Status } from "./views.ts";

/** Breaches that are written out; a broken link alone can make a million. */
const BREACHES_MAX = 100;

/** The sentence of each fault bit. */
const FAULTS: Readonly<Record<keyof typeof Fault, string>> = {
  UnlinkedTwice: "a page was unlinked that was on no list",
  CountBelowZero: "the count of a list fell below zero",
  AllocatedTwice: "a block was handed out that somebody uses",
  FreedTwice: "a block was given back that nobody used",
  FreedOtherOrder: "a block was given back with another order",
  MergedUsed: "a merge met a buddy that was not free",
  SlotReused: "a descriptor was filled that the host had not given back",
  ReleasedByOther: "a lock was released by an actor that did not hold it",
};

/**
 * Returns each breach as one sentence that names list, pfn and numbers; none if `view` is intact.
 * At most 100 are written out, and one more says how many are left.
 */
export function checkInvariants(view: MemoryView): string[] {
  const breaches: string[] = [];
  let more = 0;
  const say = (sentence: string): void => {
    if (breaches.length < BREACHES_MAX) breaches.push(sentence);
    else more++;
  };
  const faults = view.status[Status.Faults];
  for (const name of Object.keys(Fault) as (keyof typeof Fault)[]) {
    if (faults & Fault[name]) say(`Fault ${name}: ${FAULTS[name]}`);
  }
  const listOf = checkLists(view, say);
  checkBlocks(view, listOf, say);
  checkPages(view, say);
  checkLocks(view, say);
  checkChannel(view, say);
  if (more > 0) breaches.push(`${more} more breaches`);
  return breaches;
}
