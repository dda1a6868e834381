/**
 * Invariants of blocks: aligned, within a zone, none overlaps another, what is free is on a list,
 * and no two free buddies lie apart that every kernel would have merged.
 * @module
 */
import { NONE } from "../../../events/log.ts";
import { zoneOf } from "../lists.ts";
import { type MemoryView, orderOfBlock, ownerOfBlock, State, stateOf } from "../memory.ts";
import type { Say } from "./lists.ts";

const HIGHATOMIC = 3; // types from here on merge with their own only, in one kernel or another

/** @param listOf for each page the number of its list plus 1, or 0 */
export function checkBlocks(view: MemoryView, listOf: Int32Array, say: Say): void {
  const { block, next, prev, frames } = view;
  let end = 0, head = 0; // the block that the sweep is in
  for (let page = 0; page < frames; page++) {
    const word = block[page], state = stateOf(word);
    if (listOf[page] === 0) {
      if (next[page] !== NONE || prev[page] !== NONE) {
        say(`Pfn ${page} is on no list and has links: next ${next[page]}, prev ${prev[page]}`);
      }
      if (state === State.Free || state === State.Percpu) {
        say(`Pfn ${page} is free at order ${orderOfBlock(word)} and on no list`);
      } else if (state === State.Used && ownerOfBlock(word) !== 0) {
        say(`Pfn ${page} is owned by lane ${ownerOfBlock(word)} and not on its list`);
      }
    }
    if (state === State.None) {
      if (listOf[page] === 0 && word !== 0) say(`Pfn ${page} heads no block and has word ${word}`);
      continue;
    }
    if (page < end) {
      say(
        `The block of order ${orderOfBlock(block[head])} at pfn ${head} overlaps the block of ` +
          `order ${orderOfBlock(word)} at pfn ${page}`,
      );
    }
    checkPlace(view, page, say);
    if (state === State.Free) checkBuddy(view, page, say);
    head = page;
    end = page + (1 << orderOfBlock(word));
  }
}

function checkPlace(view: MemoryView, pfn: number, say: Say): void {
  const order = orderOfBlock(view.block[pfn]);
  const pages = 1 << order;
  if (order >= view.geometry.orders) {
    say(`Pfn ${pfn} heads a block of order ${order}: there is no such`);
  }
  if ((pfn & (pages - 1)) !== 0) say(`The block of order ${order} at pfn ${pfn} is not aligned`);
  if (order > 0 && zoneOf(view, pfn) !== zoneOf(view, pfn + pages - 1)) {
    say(`The block of order ${order} at pfn ${pfn} crosses the border of its zone`);
  }
}

function checkBuddy(view: MemoryView, pfn: number, say: Say): void {
  const { orders, pageblockOrder } = view.geometry;
  const order = orderOfBlock(view.block[pfn]);
  const buddy = pfn ^ (1 << order);
  if (order >= orders - 1 || buddy < pfn || buddy >= view.frames) return;
  const word = view.block[buddy];
  if (stateOf(word) !== State.Free || orderOfBlock(word) !== order) return;
  if (zoneOf(view, buddy) !== zoneOf(view, pfn)) return;
  if (order >= pageblockOrder) {
    const type = view.blockType[pfn >> pageblockOrder];
    const buddyType = view.blockType[buddy >> pageblockOrder];
    if (type !== buddyType && Math.max(type, buddyType) >= HIGHATOMIC) return;
  }
  say(`The free buddies of order ${order} at pfn ${pfn} and pfn ${buddy} did not merge`);
}
