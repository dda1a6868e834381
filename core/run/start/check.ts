/**
 * What a dump must be to make sense: every block within its zone, aligned, and on one list; zones apart
 * and in order; lists for every cpu.
 * @module
 */
import { FRAME_BITS } from "../../state/geometry.ts";
import type { Snapshot, ZoneSnapshot } from "./snapshot.ts";

const FRAMES_MAX = 2 ** FRAME_BITS;

/** The first thing that is wrong with a dump; undefined if nothing is. */
export function faultOf({ zones, cpus, pageblock_order }: Snapshot): string | undefined {
  const far = zones.find((zone) => zone.start_pfn + zone.spanned > FRAMES_MAX);
  if (far !== undefined) return `zone ${far.name} spans pages beyond 1 TiB`;
  const last = zones[zones.length - 1];
  const taken = new Uint32Array(Math.ceil((last.start_pfn + last.spanned) / 32));
  let before = 0;
  for (const zone of zones) {
    if (zone.start_pfn < before) {
      return `zone ${zone.name} begins at ${zone.start_pfn}: in a zone before`;
    }
    before = zone.start_pfn + zone.spanned;
    const fault = blocksFault(zone, taken) ?? cpusFault(zone, cpus) ??
      spansFault(zone, pageblock_order);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function blocksFault(zone: ZoneSnapshot, taken: Uint32Array): string | undefined {
  const { name, start_pfn: start, spanned } = zone;
  const fault = (pfn: number, order: number): string | undefined => {
    const pages = 1 << order, what = `zone ${name}: block ${pfn} of order ${order}`;
    if (pfn < start || pfn + pages > start + spanned) return `${what} lies outside`;
    if (pfn % pages !== 0) return `${what} is not aligned`;
    for (let page = pfn; page < pfn + pages; page++) {
      const bit = 1 << (page & 31);
      if ((taken[page >>> 5] & bit) !== 0) return `${what}: page ${page} is on a list already`;
      taken[page >>> 5] |= bit;
    }
    return undefined;
  };
  for (const { order, lists } of zone.free_area) {
    for (const pfns of lists) {
      for (const pfn of pfns) {
        const found = fault(pfn, order);
        if (found !== undefined) return found;
      }
    }
  }
  for (const { lists } of zone.pcp) {
    for (const { order, pages } of lists) {
      for (const [pfn] of pages) {
        const found = fault(pfn, order);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function cpusFault({ name, managed, pcp }: ZoneSnapshot, cpus: number): string | undefined {
  if (managed === 0) return undefined;
  for (let cpu = 0; cpu < cpus; cpu++) {
    const times = pcp.filter((lists) => lists.cpu === cpu).length;
    if (times !== 1) return `zone ${name}: lists of cpu ${cpu} are there ${times} times, not once`;
  }
  const other = pcp.find(({ cpu }) => cpu >= cpus);
  return other === undefined
    ? undefined
    : `zone ${name}: there is no cpu ${other.cpu} (${cpus} cpus)`;
}

function spansFault(
  { name, start_pfn: start, spanned, pageblocks, pages }: ZoneSnapshot,
  pageblockOrder: number,
): string | undefined {
  const end = start + spanned, block = 1 << pageblockOrder;
  const first = pageblocks.start_pfn >> pageblockOrder;
  const blocksEnd = (first + pageblocks.migratetype.length) << pageblockOrder;
  if (first < start >> pageblockOrder || blocksEnd >= end + block) {
    return `zone ${name}: its pageblocks are not those of pages ${start} to ${end - 1}`;
  }
  const pagesEnd = pages.rle.reduce((sum, [count]) => sum + count, pages.start_pfn);
  return pages.start_pfn < start || pagesEnd > end
    ? `zone ${name}: its runs of pages are not those of pages ${start} to ${end - 1}`
    : undefined;
}
