/**
 * What hint events change: which pages are hinted, which hints are stale, what the host skips.
 * @module
 */
import { NONE } from "../../../events/log.ts";
import { link, ownerList, unlink, zoneList } from "../lists.ts";
import { Bit, Block, type Memory, ownerOfBlock, State, stateOf, typeOfBlock } from "../memory.ts";
import { Fault, Status } from "../views.ts";
import { checkBlock, checkNumber, checkRun, zoneAt } from "./checks.ts";
import { written } from "./guest.ts";
import { clearBits } from "./host.ts";

const APPLIED = Bit.Migrate | Bit.Hinted | Bit.Stale;
const STALES = Bit.Stale * 0x01010101, HINTEDS = Bit.Hinted * 0x01010101;
const WRITTENS = Bit.Written * 0x01010101;
const ENTRIES_A_PAGE = 512; // addresses of 8 bytes
const BITS_A_PAGE = 15; // as a power of two
const ZEROS_FILL = 1;

export function callBegun(memory: Memory, order: number, array: number, event: number): void {
  // A call with a bad order is recorded, and refused by the callee: nothing to check here.
  if (array !== NONE) checkRun(memory, array, 1, event);
  if (order >= memory.geometry.orders) return;
  memory.status[Status.ArrayPfn] = array;
  memory.status[Status.ArrayFilled] = 0;
  memory.status[Status.ArrayApplied] = 0;
}

/**
 * A hint names a claim about the time since its id was issued: what the guest wrote before that,
 * it may no longer rely on (virtio specification, balloon device, free page hinting).
 */
export function read(
  memory: Memory,
  actor: number,
  order: number,
  cpu: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  const index = value & 0x3fffffff, held = (value & 0x40000000) !== 0;
  hint(memory, pfn, pfn + (1 << order));
  memory.laneFirst[actor] = pfn;
  memory.laneSecond[actor] = index + 1;
  if (held) return;
  if (index < memory.array.length) memory.array[index] = value < 0 ? swapped(pfn) : pfn;
  memory.status[Status.ArrayFilled] = index + 1;
  const array = memory.status[Status.ArrayPfn];
  if (array === NONE) return;
  const entry = memory.arraySpan === 0 ? index : index % memory.arraySpan;
  written(memory, cpu, 0, array + Math.trunc(entry / ENTRIES_A_PAGE), 0, event);
}

/**
 * The frame that the host reads where a guest stored an address of 8 bytes big-endian; NONE if it lies
 * beyond 2^31 frames. Addresses of whole blocks end in zero bytes, so most come out far beyond memory;
 * but what begins at a multiple of 4 GiB comes out at one of 16 MiB.
 */
export function swapped(pfn: number): number {
  const high = turned(pfn << 12), low = turned(pfn >>> 20);
  return high >>> 11 !== 0 ? NONE : (high << 20) | (low >>> 12);
}

/** A number of four bytes with its bytes turned round. */
const turned = (word: number): number =>
  ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);

/** The same call goes on in another block. */
export function arrayBegun(memory: Memory, array: number, event: number): void {
  checkRun(memory, array, 1, event);
  memory.status[Status.ArrayPfn] = array;
}

/** As a bare list_del leaves it: the list's links close, and all else still calls the block free. */
export function unlinked(memory: Memory, order: number, pfn: number, event: number): void {
  checkBlock(memory, pfn, order, event);
  const list = zoneList(
    memory,
    zoneAt(memory, pfn, event),
    order,
    typeOfBlock(memory.block[pfn]),
  );
  unlink(memory, list, pfn);
  memory.listCount[list]++;
}

/** Bits of a bitmap that is guest memory: the host sees what it holds when it reads it. */
export function marked(
  memory: Memory,
  actor: number,
  cpu: number,
  order: number,
  pfn: number,
  bit: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  const pages = 1 << order, { array } = memory;
  checkNumber("bit", bit, array.length << 5, event);
  checkNumber("bit", bit + pages - 1, array.length << 5, event);
  checkNumber(
    "bits off its place, of a block that lies",
    bit & (Math.min(pages, 32) - 1),
    1,
    event,
  );
  hint(memory, pfn, pfn + pages);
  memory.laneFirst[actor] = pfn;
  if (order < 5) array[bit >> 5] |= ((1 << pages) - 1) << (bit & 31);
  else array.fill(-1, bit >> 5, (bit + pages) >> 5);
  const base = memory.status[Status.ArrayPfn];
  if (base !== NONE) written(memory, cpu, 0, base + (bit >> BITS_A_PAGE), 0, event);
}

/** Every page of the bitmap's block was written with zeros. */
export function bitmapCleared(memory: Memory, cpu: number, first: number, event: number): void {
  checkRun(memory, first, 1, event);
  memory.array.fill(0);
  const base = memory.status[Status.ArrayPfn];
  if (base === NONE) return;
  const last = base + ((memory.array.length - 1) >> (BITS_A_PAGE - 5));
  for (let page = base; page <= last; page++) written(memory, cpu, 0, page, ZEROS_FILL, event);
}

/** Marks pages as hinted. What was written before the hint's id was issued is no longer relied on. */
function hint(memory: Memory, pfn: number, end: number): void {
  const { bits, content, quads } = memory;
  const issued = memory.status[Status.ActiveAt];
  for (let page = pfn; page < end;) {
    // Four pages at a time where none was written: free blocks, mostly.
    const at = page >> 2;
    if ((page & 3) === 0 && page + 4 <= end && (quads[at] & WRITTENS) === 0) {
      quads[at] = (quads[at] & ~STALES) | HINTEDS;
      page += 4;
      continue;
    }
    const keep = content[page] > issued ? ~Bit.Stale : ~(Bit.Stale | Bit.Written);
    bits[page] = (bits[page] & keep) | Bit.Hinted;
    page++;
  }
}

export function applied(
  memory: Memory,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  memory.status[Status.Dirty] -= clearBits(memory, pfn, 1 << order, APPLIED);
  if (value >= 0) memory.status[Status.ArrayApplied] = value + 1;
}

export function dropped(
  memory: Memory,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  const entry = (value >>> 3) & 0x0fffffff;
  if (entry > 0) memory.status[Status.ArrayApplied] = entry;
  if ((value & 7) === 1) return; // out of range: it names no page of ours
  checkBlock(memory, pfn, order, event);
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
    memory.bits[page] &= ~(Bit.Hinted | Bit.Stale);
  }
}

export function held(
  memory: Memory,
  actor: number,
  order: number,
  pfn: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  checkNumber("owner", actor - 1, memory.geometry.owners, event);
  const word = memory.block[pfn];
  if (stateOf(word) !== State.Used || ownerOfBlock(word) !== 0) {
    memory.status[Status.Faults] |= Fault.AllocatedTwice;
    return;
  }
  memory.block[pfn] = word | (actor << Block.Owner);
  link(memory, ownerList(memory, actor), pfn, true);
}

/** A page of the balloon is held, and told by its number. */
export function inflated(
  memory: Memory,
  actor: number,
  pfn: number,
  entry: number,
  event: number,
): void {
  checkNumber("entry", entry, memory.array.length, event);
  held(memory, actor, 0, pfn, event);
  memory.array[entry] = pfn;
  memory.laneSecond[actor] = entry + 1;
}

/** Anyone may return a block, the shrinker among them; it leaves the list of whoever held it. */
export function returned(
  memory: Memory,
  order: number,
  pfn: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  const word = memory.block[pfn];
  const owner = ownerOfBlock(word);
  if (stateOf(word) !== State.Used || owner === 0) {
    memory.status[Status.Faults] |= Fault.UnlinkedTwice;
    return;
  }
  unlink(memory, ownerList(memory, owner), pfn);
  memory.block[pfn] = word & ~(31 << Block.Owner);
}
