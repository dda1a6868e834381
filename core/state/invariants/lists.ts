/**
 * Invariants of lists: circular and consistent both ways, no page twice, counts and sums agree, and
 * each block is what its list says.
 * @module
 */
import { TYPES } from "../../../events/kinds.ts";
import { percpuList, zoneOf } from "../lists.ts";
import {
  type MemoryView,
  orderOfBlock,
  ownerOfBlock,
  State,
  stateOf,
  typeOfBlock,
} from "../memory.ts";

/** Takes one sentence about one breach. */
export type Say = (sentence: string) => void;

/** `list of zone DMA, order 3, movable`: a list as people name it. */
export function listName(view: MemoryView, list: number): string {
  const { zones, orders, types, cpus, percpuLists } = view.geometry;
  if (list >= view.ownerBase) return `list of lane ${list - view.ownerBase + 1}`;
  if (list >= view.percpuBase) {
    const at = list - view.percpuBase, which = Math.floor(at / percpuLists);
    const zone = zones[Math.floor(which / cpus)];
    return `per-cpu list ${at % percpuLists} of zone ${zone.name}, cpu ${which % cpus}`;
  }
  const type = list % types, order = Math.floor(list / types) % orders;
  const zone = zones[Math.floor(list / (types * orders))];
  return `list of zone ${zone.name}, order ${order}, ${TYPES[type] ?? `type ${type}`}`;
}

/**
 * Walks every list.
 * @returns for each page the number of its list plus 1, or 0
 */
export function checkLists(view: MemoryView, say: Say): Int32Array {
  const { zones, cpus, percpuLists, types, orders } = view.geometry;
  const listOf = new Int32Array(view.frames);
  const pagesOf = new Float64Array(view.listCount.length);
  for (let list = 0; list < pagesOf.length; list++) {
    pagesOf[list] = walk(view, list, listOf, say);
  }
  const sum = (first: number, count: number): number =>
    pagesOf.subarray(first, first + count).reduce((pages, more) => pages + more, 0);
  zones.forEach(({ name }, zone) => {
    const free = sum(zone * orders * types, orders * types);
    if (free !== view.zoneFree[zone]) {
      say(`Zone ${name} counts ${view.zoneFree[zone]} free pages: its lists hold ${free}`);
    }
    for (let cpu = 0; cpu < cpus; cpu++) {
      const at = zone * cpus + cpu;
      const held = sum(view.percpuBase + at * percpuLists, percpuLists);
      if (held !== view.percpuPages[at]) {
        say(
          `Zone ${name} counts ${view.percpuPages[at]} pages on the lists of cpu ${cpu}: ` +
            `they hold ${held}`,
        );
      }
    }
  });
  return listOf;
}

/** Returns the pages of the blocks on a list. */
function walk(view: MemoryView, list: number, listOf: Int32Array, say: Say): number {
  const { next, prev, frames } = view;
  const sentinel = frames + list;
  const place = (at: number): string =>
    at === sentinel ? "its sentinel" : at >= frames ? "another list's sentinel" : `pfn ${at}`;
  let count = 0, pages = 0;
  for (let at = sentinel;;) {
    const behind = next[at];
    if (behind !== sentinel && (behind < 0 || behind >= frames)) {
      say(`The ${listName(view, list)} breaks behind ${place(at)}: the link is ${behind}`);
      return pages;
    }
    if (prev[behind] !== at) {
      say(
        `The ${listName(view, list)} goes from ${place(at)} to ${place(behind)}, ` +
          `and back to ${place(prev[behind])}`,
      );
    }
    if (behind === sentinel) break;
    if (listOf[behind] !== 0) {
      const first = listName(view, listOf[behind] - 1);
      say(`The ${listName(view, list)} has pfn ${behind}, which is on the ${first} already`);
      return pages;
    }
    listOf[behind] = list + 1;
    checkMember(view, list, behind, say);
    count++;
    pages += 1 << orderOfBlock(view.block[behind]);
    at = behind;
  }
  if (count !== view.listCount[list]) {
    say(`The ${listName(view, list)} counts ${view.listCount[list]} blocks: a walk finds ${count}`);
  }
  return pages;
}

function checkMember(view: MemoryView, list: number, pfn: number, say: Say): void {
  const word = view.block[pfn];
  const state = stateOf(word), order = orderOfBlock(word), type = typeOfBlock(word);
  const { orders, types, cpus, percpuLists, zones } = view.geometry;
  const has = (what: string): void =>
    say(`The ${listName(view, list)} has pfn ${pfn}, ${what} (state ${state}, order ${order})`);
  if (list >= view.ownerBase) {
    const lane = list - view.ownerBase + 1;
    if (state !== State.Used) has("which is not in use");
    else if (ownerOfBlock(word) !== lane) has(`which lane ${ownerOfBlock(word)} owns`);
    return;
  }
  const isPercpu = list >= view.percpuBase;
  const zone = isPercpu
    ? Math.floor((list - view.percpuBase) / (cpus * percpuLists))
    : Math.floor(list / (orders * types));
  if (state !== (isPercpu ? State.Percpu : State.Free)) has("which is not free there");
  if (zoneOf(view, pfn) !== zone || pfn + (1 << order) > view.zoneEnd[zone]) {
    has(`which is not within zone ${zones[zone].name}`);
  }
  if (!isPercpu) {
    if (order !== Math.floor(list / types) % orders) has(`which is of order ${order}`);
    if (type !== list % types) has(`which is of type ${type}`);
  } else {
    // The recorded type may be above reclaimable: such blocks wait on the movable list.
    const cpu = Math.floor((list - view.percpuBase) / percpuLists) % cpus;
    if (percpuList(view, zone, cpu, order, type) !== list) {
      has(`which is of order ${order} and type ${type}`);
    }
  }
}
