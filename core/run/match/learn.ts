/**
 * A kernel whose lists nobody dumped: what its trace tells of them as they were at its first event.
 *
 * What happens to a page first says where it was: removed from a zone's list, it was free; handed out, or
 * drained, with no removal before that, it waited on a cpu's list; given back, it was in use. Blocks stand
 * in the order in which they leave. That is good enough to begin with, and no prediction: `Sure` tells
 * what follows from events alone.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { cpuOf, kindOf, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import type { Profile } from "../../decide/profiles/profile.ts";
import { DMA32_END, DMA_END } from "../../decide/zones.ts";
import { percpuIndex, percpuOrder } from "../../state/lists.ts";
import {
  MAX_ORDER,
  PAGEBLOCK_ORDER,
  PERCPU_LISTS,
  type PercpuPage,
  type Snapshot,
  SNAPSHOT_FORMAT,
  TYPES,
} from "../start/snapshot.ts";

const BORDERS: readonly (readonly [name: string, end: number])[] = [
  ["DMA", DMA_END],
  ["DMA32", DMA32_END],
  ["Normal", Infinity],
];
const MOVABLE = 1;
const NO_LIMIT = 1 << 20; // pages: when lists drain is read, not predicted

/** What is learned of pages, by pfn. */
class Learned {
  private readonly seen: Uint8Array;
  /** The event that took a page which was free at the start, plus 1; 0: it was not. */
  readonly freeUntil: Int32Array;
  readonly type: Uint8Array;
  /** By pageblock: its type plus 1; 0: not known. */
  readonly blockType: Uint8Array;
  /** By cpu, zone and list: pages in the order in which they left its head, and its tail. */
  readonly heads = new Map<number, PercpuPage[]>();
  readonly tails = new Map<number, PercpuPage[]>();

  constructor(readonly frames: number) {
    this.seen = new Uint8Array(frames);
    this.freeUntil = new Int32Array(frames);
    this.type = new Uint8Array(frames);
    this.blockType = new Uint8Array((frames >> PAGEBLOCK_ORDER) + 1);
  }

  /** Marks a block as seen; true if none of it was. */
  see(pfn: number, order: number): boolean {
    let isNew = true;
    for (let page = pfn; page < pfn + (1 << order); page++) {
      if (this.seen[page] !== 0) isNew = false;
      this.seen[page] = 1;
    }
    return isNew;
  }

  typed(pfn: number, type: number): void {
    const at = pfn >> PAGEBLOCK_ORDER;
    if (this.blockType[at] === 0 && type < TYPES) this.blockType[at] = type + 1;
  }
}

const listKey = (cpu: number, zone: number, list: number): number =>
  (cpu * BORDERS.length + zone) * PERCPU_LISTS + list;

const zoneOfPage = (pfn: number): number => BORDERS.findIndex(([, end]) => pfn < end);

function gather(words: Words, events: number, profile: Profile, learned: Learned): void {
  const add = (to: Map<number, PercpuPage[]>, index: number, type: number): void => {
    const pfn = pfnOf(words, index);
    const list = percpuIndex(orderOf(words, index), type);
    const key = listKey(cpuOf(words, index), zoneOfPage(pfn), list);
    const pages = to.get(key);
    if (pages === undefined) to.set(key, [[pfn, type]]);
    else pages.push([pfn, type]);
  };
  for (let index = 0; index < events; index++) {
    const pfn = pfnOf(words, index), order = orderOf(words, index), value = valueOf(words, index);
    switch (kindOf(words, index)) {
      case Kind.StealSeen:
        learned.typed(pfn, (value >>> 4) & 7);
        break;
      case Kind.RemovalSeen: {
        const type = value & 7;
        learned.typed(pfn, type);
        if (!learned.see(pfn, order)) break;
        learned.freeUntil.fill(index + 1, pfn, pfn + (1 << order));
        learned.type.fill(type, pfn, pfn + (1 << order));
        break;
      }
      case Kind.PageAllocated: {
        const isNew = learned.see(pfn, order), type = (value >>> 16) & 7;
        if (isNew && profile.isPercpu(order) && type < 3) add(learned.heads, index, type);
        break;
      }
      case Kind.DrainSeen:
        learned.typed(pfn, value & 7);
        if (learned.see(pfn, order)) add(learned.tails, index, value & 7);
        break;
      case Kind.PageFreed:
      case Kind.FreeAnnounced:
        learned.see(pfn, order);
        break;
    }
  }
}

/** The largest aligned blocks of pages that were free, by order and type, in the order in which they leave. */
function freeArea({ freeUntil, type }: Learned, start: number, end: number) {
  const area = Array.from({ length: MAX_ORDER }, (_, order) => ({
    order,
    lists: Array.from({ length: TYPES }, (): number[] => []),
  }));
  const firstOf = new Map<number, number>();
  for (let pfn = start; pfn < end;) {
    if (freeUntil[pfn] === 0) {
      pfn++;
      continue;
    }
    let order = 0, first = freeUntil[pfn], head = pfn;
    for (; order < MAX_ORDER - 1 && pfn % (2 << order) === 0; order++) {
      const until = pfn + (2 << order);
      if (until > end) break;
      let earliest = first;
      let at = pfn + (1 << order);
      for (; at < until && freeUntil[at] !== 0; at++) earliest = Math.min(earliest, freeUntil[at]);
      if (at < until) break;
      if (earliest < first) head = pfn;
      first = earliest;
    }
    firstOf.set(pfn, first);
    area[order].lists[type[head]].push(pfn);
    pfn += 1 << order;
  }
  for (const { lists } of area) {
    for (const pfns of lists) pfns.sort((a, b) => firstOf.get(a)! - firstOf.get(b)!);
  }
  return area;
}

/**
 * The lists that a trace's kernel must have had, as far as the trace shows.
 * @param frames page frames that the trace names
 * @param cpus cpus that it names
 */
export function learnLists(
  { words, events }: { readonly words: Words; readonly events: number },
  frames: number,
  cpus: number,
  profile: Profile,
): Snapshot {
  const block = 1 << PAGEBLOCK_ORDER;
  const whole = Math.ceil(Math.max(frames, BORDERS[0][1] + block) / block) * block;
  const learned = new Learned(whole);
  gather(words, events, profile, learned);
  const zones = BORDERS.flatMap(([name, border], zone) => {
    const start = zone === 0 ? 0 : BORDERS[zone - 1][1], end = Math.min(border, whole);
    if (start >= end) return [];
    const types = Array.from(
      learned.blockType.subarray(start >> PAGEBLOCK_ORDER, end >> PAGEBLOCK_ORDER),
      (type) => type === 0 ? MOVABLE : type - 1,
    );
    return [{
      name,
      start_pfn: start,
      spanned: end - start,
      managed: end - start,
      watermark: { min: 0, low: 0, high: 0, boost: 0 },
      lowmem_reserve: [],
      free_area: freeArea(learned, start, end),
      pcp: Array.from({ length: cpus }, (_, cpu) => ({
        cpu,
        count: 0,
        high: NO_LIMIT,
        batch: 1,
        free_factor: 0,
        lists: Array.from({ length: PERCPU_LISTS }, (_, pindex) => {
          const key = listKey(cpu, zone, pindex);
          const pages = [
            ...learned.heads.get(key) ?? [],
            ...(learned.tails.get(key) ?? []).reverse(),
          ];
          return { pindex, order: percpuOrder(pindex), pages };
        }),
      })),
      pageblocks: { start_pfn: start, migratetype: types },
      pages: { start_pfn: start, rle: [] },
    }];
  });
  return {
    format: SNAPSHOT_FORMAT,
    max_order: MAX_ORDER,
    pageblock_order: PAGEBLOCK_ORDER,
    cpus,
    zones,
  };
}
