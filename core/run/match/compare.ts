/**
 * The lists at the end of a match, held against a dump of the kernel's at the same event.
 * @module
 */
import { after, headOf, zoneList } from "../../state/lists.ts";
import { type MemoryView, typeOfBlock } from "../../state/memory.ts";
import { Mark } from "../../state/views.ts";
import type { Snapshot } from "../start/snapshot.ts";
import type { RuleCounts } from "./rules.ts";
import type { Share } from "./tally.ts";

/** Blocks of a list, head first. */
function blocksOf(view: MemoryView, list: number): number[] {
  const pfns: number[] = [];
  for (let pfn = headOf(view, list); pfn >= 0; pfn = after(view, pfn)) pfns.push(pfn);
  return pfns;
}

/** How the end compares. */
export interface EndReport {
  /** Zone lists, identical in content and order, of all. */
  readonly lists: Share;
  /** Per-cpu lists, with the migratetype recorded for each block. */
  readonly percpuLists: Share;
  /** Pageblock types, counts and factors of per-cpu lists, watermark boosts. */
  readonly pageblocks: Share;
  readonly percpuCounts: Share;
  readonly boosts: Share;
  /** Where they differ, a line each. */
  readonly differences: readonly string[];
}

const same = (ours: readonly number[], theirs: readonly number[]): boolean =>
  ours.length === theirs.length && ours.every((value, at) => value === theirs[at]);

/**
 * Compares a state with a dump, list by list.
 * @param rules counts what the match has put on the lists
 */
export function compareEnd(
  view: MemoryView,
  { zones }: Snapshot,
  rules?: RuleCounts,
): EndReport {
  const differences: string[] = [];
  const count = (share: Share, equal: boolean, say: () => string): void => {
    share.total++;
    if (equal) share.exact++;
    else differences.push(say());
  };
  const share = (): Share => ({ exact: 0, total: 0 });
  const lists = share(), percpuLists = share(), pageblocks = share(), percpuCounts = share();
  const boosts = share();
  const { pageblockOrder } = view;
  zones.forEach((zone, index) => {
    for (const { order, lists: theirs } of zone.free_area) {
      theirs.forEach((pfns, type) => {
        const ours = blocksOf(view, zoneList(view, index, order, type));
        ours.forEach((pfn, at) => rules?.settle(pfn, pfn === pfns[at]));
        count(
          lists,
          same(ours, pfns),
          () =>
            `zone ${zone.name}, order ${order}, type ${type}: ${ours.length} blocks, the kernel's ` +
            `${pfns.length}`,
        );
      });
    }
    for (const { cpu, count: pages, free_factor, lists: theirs } of zone.pcp) {
      const at = index * view.cpus + cpu, name = `zone ${zone.name}, cpu ${cpu}`;
      for (const { pindex, pages: blocks } of theirs) {
        const ours = blocksOf(view, view.percpuBase + at * view.percpuLists + pindex);
        ours.forEach((pfn, place) => rules?.settle(pfn, pfn === blocks[place]?.[0]));
        const types = ours.map((pfn) => typeOfBlock(view.block[pfn]));
        const equal = same(ours, blocks.map(([pfn]) => pfn)) &&
          same(types, blocks.map(([, type]) => type));
        count(
          percpuLists,
          equal,
          () => `${name}, list ${pindex}: ${ours.length} blocks, the kernel's ${blocks.length}`,
        );
      }
      count(
        percpuCounts,
        view.percpuPages[at] === pages && view.percpuFactor[at] === free_factor,
        () =>
          `${name}: ${view.percpuPages[at]} pages, factor ${view.percpuFactor[at]}; the kernel's ` +
          `${pages} and ${free_factor}`,
      );
    }
    const boost = view.zoneMarks[index * 4 + Mark.Boost];
    if (boost > 0 || zone.watermark.boost > 0) rules?.count(14, boost === zone.watermark.boost);
    count(
      boosts,
      boost === zone.watermark.boost,
      () => `zone ${zone.name}: boost ${boost}, the kernel's ${zone.watermark.boost}`,
    );
    const first = zone.pageblocks.start_pfn >> pageblockOrder;
    zone.pageblocks.migratetype.forEach((type, block) => {
      if (type >= view.types) return; // no memory there
      const ours = view.blockType[first + block];
      count(
        pageblocks,
        ours === type,
        () => `pageblock ${first + block}: type ${ours}, the kernel's ${type}`,
      );
    });
  });
  return { lists, percpuLists, pageblocks, percpuCounts, boosts, differences };
}
