/**
 * Does an event name a page? Worked out from the kinds table alone, so it needs no state.
 * @module
 */
import { type Field, Kind, kindNames, kinds } from "../events/kinds.ts";
import { kindOf, orderOf, pfnOf, valueOf, type Words } from "../events/log.ts";

/** How many pages an event of a kind names, from its pfn on. */
const None = 0, One = 1, Block = 2, Run = 3, Pageblocks = 4;

const has = (fields: readonly Field[], name: string): boolean =>
  fields.some((field) => field.name === name);

function extentOf(fields: readonly Field[]): number {
  if (!has(fields, "pfn")) return None;
  if (has(fields, "count")) return Run;
  if (has(fields, "blocks")) return Pageblocks;
  return has(fields, "order") ? Block : One;
}

const extents = Uint8Array.from(kindNames, (name) => name ? extentOf(kinds[name].fields) : None);
const COUNT = 0x0fffffff; // 28 bits of a count

/** The order of the largest block that an event of the allocator changes: found or merged. */
function orderOfChange(words: Words, index: number, kind: number): number {
  const order = orderOf(words, index);
  switch (kind) {
    case Kind.BlockTaken:
    case Kind.PageRefilled:
    case Kind.BlockPut:
    case Kind.PageDrained:
    case Kind.StealSeen:
      return Math.max(order, valueOf(words, index) & 15);
    default:
      return order;
  }
}

/** True if the event names the page, a block that holds it, or a run of pages with it. */
export function touches(
  words: Words,
  index: number,
  page: number,
  pageblockOrder: number,
): boolean {
  const kind = kindOf(words, index), pfn = pfnOf(words, index);
  switch (extents[kind]) {
    case One:
      return pfn === page;
    case Run:
      return page >= pfn && page - pfn < (valueOf(words, index) & COUNT);
    case Pageblocks:
      return page >= pfn && page - pfn < (valueOf(words, index) & COUNT) << pageblockOrder;
    case Block: {
      if (pfn < 0) return false;
      const order = orderOfChange(words, index, kind);
      return page >>> order === pfn >>> order;
    }
    default:
      return false;
  }
}
