/**
 * The lists that a measured guest had before it migrated, from the map of its free pages.
 *
 * Which blocks are free follows from the map: the kernel merges every two free buddies, so they are the
 * largest aligned pieces of it. Assumed: what is free in part is unmovable, the rest of what the kernel's
 * own requests took (measured: a process that grew took whole blocks and left the smaller ones); all else is
 * movable. A list has the blocks that hold old data first, from the highest down (a process
 * ended and gave them back), then the rest from the lowest up (as they were at boot); per-cpu lists are
 * empty, their pages in use.
 * @module
 */
import type { Profile } from "../../decide/profiles/profile.ts";
import { ENTRIES_A_PAGE } from "../../decide/memmap.ts";
import { reservesOf } from "../../decide/zones.ts";
import type { Zone } from "../../state/geometry.ts";
import {
  MAX_ORDER,
  PAGEBLOCK_ORDER,
  PageClass,
  type Snapshot,
  SNAPSHOT_FORMAT,
  type ZoneSnapshot,
} from "../start/snapshot.ts";
import { EMULATOR, GUEST } from "./calibration.ts";
import { isSet, onesIn, type RunInputs } from "./inputs.ts";

const LARGE_PAGES = 512;
const TOP = MAX_ORDER - 1, TYPES = 5, UNMOVABLE = 0, MOVABLE = 1;
/** Zones by the pfn that each begins with (x86-64). */
const STARTS: Readonly<Record<string, number>> = { DMA: 1, DMA32: 4096, Normal: 1 << 20 };

/** The zones that have memory, from pfn to pfn. */
export function spansOfRun(zones: RunInputs["zones"]): Zone[] {
  return Object.keys(STARTS).filter((name) => (zones[name]?.managed ?? 0) > 0)
    .map((name) => ({ name, start: STARTS[name], frames: zones[name].spanned }));
}

/** Free blocks of a zone by order: pfns from the lowest up. */
export function blocksOf(free: Uint8Array, start: number, end: number): number[][] {
  const blocks: number[][] = Array.from({ length: MAX_ORDER }, () => []);
  for (let pfn = start; pfn < end;) {
    if (!isSet(free, pfn)) {
      pfn++;
      continue;
    }
    let pages = 1, order = 0;
    while (order < TOP && pfn % (pages * 2) === 0 && isFree(free, pfn + pages, pages, end)) {
      pages *= 2;
      order++;
    }
    blocks[order].push(pfn);
    pfn += pages;
  }
  return blocks;
}

function isFree(free: Uint8Array, from: number, pages: number, end: number): boolean {
  if (from + pages > end) return false;
  for (let pfn = from; pfn < from + pages; pfn++) if (!isSet(free, pfn)) return false;
  return true;
}

/**
 * Pageblocks from `first` on: those of a block of the highest order that is free in part are the kernel's
 * own, which takes such a block whole (__rmqueue_fallback) and leaves some of it.
 */
function typesOf(free: Uint8Array, first: number, end: number): number[] {
  const types: number[] = [], pages = 1 << TOP;
  for (let block = first & -pages; block < end; block += pages) {
    const from = Math.max(first, block), until = Math.min(end, block + pages);
    const some = onesIn(free, from, until);
    const type = some === 0 || some === pages ? MOVABLE : UNMOVABLE;
    for (let pfn = from; pfn < until; pfn += 1 << PAGEBLOCK_ORDER) types.push(type);
  }
  return types;
}

const RUN_MIN = 3; // blocks in a row: fewer hold what booting left

/**
 * Blocks that a process which ended gave back, from the highest down, then the others from the lowest up. They
 * lie in a row and hold data; data that ends within a block is the top end of what lies below.
 */
function inListOrder(blocks: readonly number[], nonzero: Uint8Array, order: number): number[] {
  const pages = 1 << order;
  const holdsData = (pfn: number): boolean => onesIn(nonzero, pfn, pfn + pages) * 2 >= pages;
  const isEnd = (pfn: number): boolean => isSet(nonzero, pfn) && isSet(nonzero, pfn - 1);
  const old = new Set<number>();
  let run: number[] = [];
  const close = (): void => {
    if (run.length >= RUN_MIN) { for (const pfn of run) old.add(pfn); }
    run = [];
  };
  for (const pfn of blocks) {
    if (run.length > 0 && pfn !== run[run.length - 1] + pages) close();
    if (holdsData(pfn) || (run.length > 0 && isEnd(pfn))) run.push(pfn);
    else close();
  }
  close();
  return [...[...old].reverse(), ...blocks.filter((pfn) => !old.has(pfn))];
}

/**
 * Where the array of struct page begins: as large a piece of memory, whole large pages of 2 MiB that are
 * all in use and nowhere zero, the highest there is.
 */
export function memmapOf({ ramPages, free, nonzero }: RunInputs): number | undefined {
  const size = Math.ceil(ramPages / ENTRIES_A_PAGE / LARGE_PAGES) * LARGE_PAGES;
  for (let start = (ramPages - size) & ~(LARGE_PAGES - 1); start > 0; start -= LARGE_PAGES) {
    let pages = 0;
    while (pages < size && !isSet(free, start + pages) && isSet(nonzero, start + pages)) pages++;
    if (pages === size) return start;
  }
  return undefined;
}

/**
 * Where the kernel's busiest pages are assumed to lie: right below the array, where the boot allocator went
 * on (measured: a sync that leaves the last 4,800 pages unsent finds fewer of them new than one of 2,200).
 */
function homeOfKernel({ free, nonzero }: RunInputs, memmap: number): [number, number] {
  let from = memmap;
  for (let pages = 0; pages < GUEST.kernelPages.value * 2 && from > 0;) {
    from--;
    if (!isSet(free, from) && isSet(nonzero, from)) pages++;
  }
  return [from, memmap];
}

/**
 * What the host sends besides the kernel's zones: the end of RAM that firmware keeps, and behind it ROM and
 * video memory. It is a zone that nobody allocates from.
 */
function othersOf(
  { params, ramPages, nonzero }: RunInputs,
  { start, frames }: Zone,
): { zone: ZoneSnapshot; nonzero: Uint8Array } {
  const end = start + frames, block = 1 << PAGEBLOCK_ORDER;
  const first = Math.ceil(Math.max(end, ramPages) / block) * block;
  const { otherWhole: { value: whole }, otherZero: { value: zero } } = EMULATOR;
  const pages = Math.max(0, ramPages - end) + whole + zero;
  const map = new Uint8Array(Math.ceil((first + pages) / 8));
  if (params.zpd === "none") map.fill(255); // every page goes whole
  else map.set(nonzero.subarray(0, ramPages / 8));
  let at = first;
  const put = (isWritten: boolean): void => {
    if (isWritten) map[at >> 3] |= 1 << (at & 7);
    at++;
  };
  for (let pfn = end; pfn < ramPages; pfn++) put(isSet(nonzero, pfn));
  for (let page = 0; page < whole + zero; page++) put(page < whole);
  const zone: ZoneSnapshot = {
    name: "ROM",
    start_pfn: first,
    spanned: pages,
    managed: 0,
    watermark: { min: 0, low: 0, high: 0, boost: 0 },
    lowmem_reserve: [],
    free_area: [],
    pcp: [],
    pageblocks: { start_pfn: first, migratetype: [] },
    pages: { start_pfn: first, rle: [[pages, PageClass.Valid]] },
  };
  return { zone, nonzero: map };
}

/** The start of a run's guest. Its one cpu has empty lists, with the limits of the profile. */
export function startOf(inputs: RunInputs, profile: Profile): Snapshot {
  const spans = spansOfRun(inputs.zones);
  const reserves = reservesOf(spans, spans.map(({ name }) => inputs.zones[name].managed));
  const zones = spans.map(({ name, start, frames }, index): ZoneSnapshot => {
    const { managed, min, low, high } = inputs.zones[name];
    const end = start + frames;
    const first = start & ~((1 << PAGEBLOCK_ORDER) - 1);
    const types = typesOf(inputs.free, first, end);
    const typeOf = (pfn: number): number => types[(pfn - first) >> PAGEBLOCK_ORDER];
    const lists = (blocks: readonly number[], order: number): number[][] =>
      Array.from(
        { length: TYPES },
        (_, type) =>
          inListOrder(blocks.filter((pfn) => typeOf(pfn) === type), inputs.nonzero, order),
      );
    return {
      name,
      start_pfn: start,
      spanned: frames,
      managed,
      watermark: { min, low, high, boost: 0 },
      lowmem_reserve: reserves[index],
      free_area: blocksOf(inputs.free, start, end)
        .map((blocks, order) => ({ order, lists: lists(blocks, order) })),
      pcp: [{
        cpu: 0,
        count: 0,
        high: profile.high(managed, low, 1),
        batch: profile.batch(managed),
        free_factor: 0,
        lists: [],
      }],
      pageblocks: { start_pfn: first, migratetype: types },
      pages: { start_pfn: start, rle: [[frames, PageClass.Valid | PageClass.Lru]] },
    };
  });
  const memmap = memmapOf(inputs);
  const others = othersOf(inputs, spans[spans.length - 1]);
  return {
    format: SNAPSHOT_FORMAT,
    max_order: MAX_ORDER,
    pageblock_order: PAGEBLOCK_ORDER,
    cpus: 1,
    zones: [...zones, others.zone],
    nonzero: others.nonzero,
    memmap,
    homes: memmap === undefined ? [] : [homeOfKernel(inputs, memmap)],
  };
}
