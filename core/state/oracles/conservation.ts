/**
 * O2: every page has exactly one owner, and what the kernel counts is what its lists hold.
 *
 * A short form of `invariants.ts`, for every state of a search: faults that the reducer noticed, free pages
 * by zone against the blocks that say they are free, blocks of an owner's list against those that name it.
 * @module
 */
import { headOf, zoneList, zoneOf } from "../lists.ts";
import { type MemoryView, orderOfBlock, ownerOfBlock, State, stateOf } from "../memory.ts";
import { Fault, Status } from "../views.ts";
import type { Oracle } from "./oracle.ts";

function faultText(faults: number): string {
  const names = Object.entries(Fault).filter(([, bit]) => faults & bit).map(([name]) => name);
  return `the books are broken: ${names.join(", ")}`;
}

/** Pages of free blocks of a zone, less what it counts. */
function excess(view: MemoryView, zone: number): number {
  const { block, frames, zoneFree } = view;
  let free = 0;
  for (let page = 0; page < frames; page++) {
    if (stateOf(block[page]) === State.Free && zoneOf(view, page) === zone) {
      free += 1 << orderOfBlock(block[page]);
    }
  }
  return free - zoneFree[zone];
}

/** Blocks that name an owner, less what its list counts. */
function ownedExcess(view: MemoryView, owner: number): number {
  const { block, frames, listCount, ownerBase } = view;
  let owned = 0;
  for (let page = 0; page < frames; page++) {
    if (stateOf(block[page]) === State.Used && ownerOfBlock(block[page]) === owner) owned++;
  }
  return owned - listCount[ownerBase + owner - 1];
}

function listedWrong(view: MemoryView): string | null {
  const { geometry, zoneEnd, listCount, next, orders, types } = view;
  for (let zone = 0; zone < zoneEnd.length; zone++) {
    for (let order = 0; order < orders; order++) {
      for (let type = 0; type < types; type++) {
        const list = zoneList(view, zone, order, type);
        let blocks = 0;
        for (let page = headOf(view, list); page >= 0 && page < geometry.frames;) {
          if (stateOf(view.block[page]) !== State.Free) return `page ${page} is on a free list`;
          if (++blocks > geometry.frames) return `the free list of order ${order} has no end`;
          page = next[page];
        }
        if (blocks !== listCount[list]) {
          return `a free list counts ${listCount[list]} blocks and holds ${blocks}`;
        }
      }
    }
  }
  return null;
}

export const conservation = (): Oracle => ({
  name: "conservation",
  at(view) {
    const faults = view.status[Status.Faults];
    if (faults !== 0) return faultText(faults);
    for (let zone = 0; zone < view.zoneEnd.length; zone++) {
      const more = excess(view, zone);
      if (more !== 0) return `a zone counts ${view.zoneFree[zone]} free pages: off by ${more}`;
    }
    for (let owner = 1; owner <= view.geometry.owners; owner++) {
      if (ownedExcess(view, owner) !== 0) return `the list of lane ${owner} counts other blocks`;
    }
    return listedWrong(view);
  },
});
