/**
 * `Memory`: all state of guest, channel, host and migration in one buffer with named views.
 *
 * ```text
 * a page        next, prev (list links), content, arrived (at the destination)      4 x 4 bytes
 *               block (see Block), bits (see Bit)                                   2 + 1 bytes
 * a list        next, prev of its sentinel at frames + list, listCount
 * a lane        time, number and kind of its last event, phase, two words, the lock it waits for
 * ```
 * @module
 */
import { NONE, type Words } from "../../events/log.ts";
import { checkGeometry, type Geometry } from "./geometry.ts";
import {
  ownerBase,
  percpuBase,
  Status,
  type ViewName,
  type ViewRow,
  VIEWS,
  type Width,
} from "./views.ts";

/** State of a page in the low two bits of its block word. */
export const State = {
  /** Part of a block, in hand, or never heard of. */
  None: 0,
  /** Head of a free block on a zone list. */
  Free: 1,
  /** Head of a free block on a per-cpu list. */
  Percpu: 2,
  /** Head of a block in use. */
  Used: 3,
} as const;

/** Where the parts of a block word lie: state 2, order 4, migratetype 3, owning lane 5, back 1, reported 1 bits. */
export const Block = { Order: 2, Type: 6, Owner: 9, Back: 14 } as const;
/**
 * The word of a page that was given back in a log that tells no lists (a kernel's trace): free, but
 * where is not known. In such a log a page whose word is 0, and that no block in use covers, is unknown.
 */
export const BACK = 1 << Block.Back;

/** The word of a free block that the host was told of (page reporting's PageReported). */
export const REPORTED = 1 << 15;

/** Bits of a page. */
export const Bit = {
  /** In the migration bitmap: still to be sent. */
  Migrate: 1,
  /** In the hypervisor's dirty log. */
  Log: 2,
  /** Fetched from the log, not yet merged. */
  Fetched: 4,
  /** The destination has received it. */
  Received: 8,
  /** Hinted, and the hint neither applied nor dropped. */
  Hinted: 16,
  /** Hinted and handed out since. */
  Stale: 32,
  /** Written since it was handed out (or in use before the log), and since its hint's id was issued. */
  Written: 64,
  /** In the dirty log at its last fetch, and not cleared since (manual protect). */
  Seen: 128,
} as const;

/** Contents that no event of the log wrote. */
export const ZEROS = 0, POISON = -2, OLD_DATA = -3;
/** Zeros that the host put under the guest: what stood there is gone. */
export const DISCARDED = -4;

/** The zone of a pageblock that lies in none. */
export const HOLE = 255;

const bytesOf: Record<Width, number> = { f64: 8, i32: 4, u16: 2, u8: 1 };
const rows = Object.entries(VIEWS) as [ViewName, ViewRow][];

/** Where each view lies in the buffer: byte offset and elements. */
export interface Layout {
  /** Bytes of the whole. */
  readonly bytes: number;
  /** The views in the order in which they lie. */
  readonly parts: readonly { name: ViewName; row: ViewRow; offset: number; length: number }[];
}

export function layoutOf(geometry: Geometry): Layout {
  let offset = 0;
  const parts = rows.map(([name, row]) => {
    const length = row.length(geometry);
    const width = bytesOf[row.width];
    offset = Math.ceil(offset / width) * width;
    const part = { name, row, offset, length };
    offset += length * width;
    return part;
  });
  return { bytes: Math.ceil(offset / 8) * 8, parts }; // more than 32 bits hold
}

/** What deciding code and views may see: the same arrays, read-only. */
export type MemoryView =
  & {
    readonly [
      name in Exclude<ViewName, "now" | "laneTime" | "signalTime" | "senderTime" | "deviceTime">
    ]: Words;
  }
  & {
    readonly geometry: Geometry;
    readonly frames: number;
    readonly arraySpan: number;
    readonly cpus: number;
    readonly orders: number;
    readonly types: number;
    readonly percpuLists: number;
    readonly pageblockOrder: number;
    readonly percpuBase: number;
    readonly ownerBase: number;
    readonly now: Words;
    readonly laneTime: Words;
    readonly signalTime: Words;
    readonly senderTime: Words;
    readonly deviceTime: Words;
    readonly zoneStart: Words;
    readonly zoneEnd: Words;
    readonly zoneNode: Words;
    readonly memoryNodes: number;
    readonly movableZones: number;
    readonly zoneOfPageblock: Words;
  };

/** The state. Only `apply.ts` and the files below it write it, copies aside. */
export class Memory implements Record<ViewName, Words> {
  /** The sizes of this world. */
  readonly geometry: Geometry;
  /** All state. */
  readonly buffer: ArrayBuffer;
  /** All state, as bytes. */
  readonly bytes: Uint8Array;
  /** Where each view lies. */
  readonly layout: Layout;
  /** `bits` of four pages at a time, the page of the lowest pfn in the low byte. */
  readonly quads: Int32Array;
  /** Sizes that the hot path asks for: geometry, not state. */
  readonly timed: boolean;
  /** Whether cpus have rings of dirty pages. */
  readonly ringed: boolean;
  /** Entries that one block of the hint array holds; 0 where it is one block. */
  readonly arraySpan: number;
  /** Page frames from pfn 0 on. */
  readonly frames: number;
  /** Number of lanes. */
  readonly lanes: number;
  /** Number of the guest's cpus. */
  readonly cpus: number;
  /** Number of block orders. */
  readonly orders: number;
  /** Number of migratetypes. */
  readonly types: number;
  /** Per-cpu lists of a zone and cpu. */
  readonly percpuLists: number;
  /** Order of a pageblock. */
  readonly pageblockOrder: number;
  /** The first per-cpu list. */
  readonly percpuBase: number;
  /** The first owner's list. */
  readonly ownerBase: number;
  /** First pfn of each zone, and the pfn behind its last: geometry, not state. */
  readonly zoneStart: Int32Array;
  /** By pageblock: the zone that it lies in, or 255 in a hole; zones begin with a pageblock. */
  readonly zoneOfPageblock: Uint8Array;
  /** By zone: the pfn behind its last page. */
  readonly zoneEnd: Int32Array;
  /** By zone: the memory node that it lies on. */
  readonly zoneNode: Uint8Array;
  /** Number of memory nodes. */
  readonly memoryNodes: number;
  /** Zones that only movable pages may lie in, as bits by number. */
  readonly movableZones: number;

  /** Virtual time in ns: one element, or none in a world without times. */
  readonly now: Float64Array;
  /** By lane: when its last event happened, in ns. */
  readonly laneTime: Float64Array;
  /** When the last config interrupt and the last queued descriptor came, in ns (`Signal`). */
  readonly signalTime: Float64Array;
  /** By page or sentinel: the next block of its list; NONE on no list. */
  readonly next: Int32Array;
  /** By page or sentinel: the block before it on its list; NONE on no list. */
  readonly prev: Int32Array;
  /** By page: the event that wrote it last; 0 zeros, -2 poison, -3 data from before the log. */
  readonly content: Int32Array;
  /** By page: what was read for the destination last, in the words of `content`. */
  readonly arrived: Int32Array;
  /** By list: blocks on it, as the kernel counts them. */
  readonly listCount: Int32Array;
  /** By zone: free pages, as the kernel counts them; per-cpu lists are not in it. */
  readonly zoneFree: Int32Array;
  /** By zone: pages that the allocator was given. */
  readonly zoneManaged: Int32Array;
  /** By zone, four each: min, low, high and boost, in pages. */
  readonly zoneMarks: Int32Array;
  /** By zone and zone of the request: pages kept back from it. */
  readonly zoneReserve: Int32Array;
  /** By zone and cpu: pages on the per-cpu lists. */
  readonly percpuPages: Int32Array;
  /** By zone and cpu: pages at which the lists drain. */
  readonly percpuHigh: Int32Array;
  /** By zone and cpu: pages of a refill or drain. */
  readonly percpuBatch: Int32Array;
  /** Scalars of guest, host and channel (`Status`). */
  readonly status: Int32Array;
  /** By lane: the number of its last event. */
  readonly laneLast: Int32Array;
  /** By lane: its first word. */
  readonly laneFirst: Int32Array;
  /** By lane: its second word. */
  readonly laneSecond: Int32Array;
  /** By slot of the queue: what the descriptor carries. */
  readonly slotMessage: Int32Array;
  /** By slot of the queue: the pfn that it names. */
  readonly slotPfn: Int32Array;
  /** By entry of the hint array: the pfn of the block hinted, as the host reads it (little-endian). */
  readonly array: Int32Array;
  /** By page: state, order, migratetype and owner of the block that it heads (`Block`). */
  readonly block: Uint16Array;
  /** By page: see `Bit`. */
  readonly bits: Uint8Array;
  /** By pageblock: its migratetype. */
  readonly blockType: Uint8Array;
  /** By cpu: task, softirq, hardirq or nmi. */
  readonly cpuContext: Uint8Array;
  /** By cpu: the lane that turned interrupts off, plus 1; 0 if they are on. */
  readonly cpuIrqsOff: Uint8Array;
  /** By lock: the lane that holds it, plus 1; 0 if it is free. */
  readonly lockHolder: Uint8Array;
  /** By lane: the kind of its last event. */
  readonly laneKind: Uint8Array;
  /** By lane: its phase. */
  readonly lanePhase: Uint8Array;
  /** By lane: the lock that it waits for, plus 1. */
  readonly laneWait: Uint8Array;
  /** By slot of the queue: free, filled, queued, received or used. */
  readonly slotState: Uint8Array;
  /** Of a run by time: see `Clock`. */
  readonly senderTime: Float64Array;
  /** Of a run by time: see `Sender`. */
  readonly sender: Int32Array;
  /** Of balloon and reporting: see `Device`. */
  readonly device: Int32Array;
  /** Since when a report is due. */
  readonly deviceTime: Float64Array;
  /** By cpu: entries of its ring of dirty pages. */
  readonly ringUsed: Int32Array;
  /** By lane: 1 plus the pfn of the page that it waits for; 0 if it waits for none. */
  readonly laneFault: Int32Array;
  /** By lane: order and fill of the write that waits. */
  readonly laneFaultWrite: Int32Array;
  /** By node: 1 if its kswapd was woken and has not ended since. */
  readonly kswapdWoken: Uint8Array;
  /** By chunk of the dirty log: 1 if it is to be cleared before a page of it is sent. */
  readonly chunkDue: Uint8Array;
  /** How many batches the next drain of a zone and cpu takes, as a power of two. */
  readonly percpuFactor: Uint8Array;

  /**
   * A world before its first event: no page on a list, nothing known.
   * @param buffer where it lies: zeros, of as many bytes as `layoutOf` says
   * @throws RangeError if the geometry is out of its limits
   */
  constructor(geometry: Geometry, buffer?: ArrayBuffer) {
    this.geometry = checkGeometry(geometry);
    this.timed = geometry.timed;
    this.ringed = geometry.ring !== undefined;
    this.arraySpan = geometry.arraySpan ?? 0;
    this.frames = geometry.frames;
    this.lanes = geometry.lanes;
    this.cpus = geometry.cpus;
    this.orders = geometry.orders;
    this.types = geometry.types;
    this.percpuLists = geometry.percpuLists;
    this.pageblockOrder = geometry.pageblockOrder;
    this.percpuBase = percpuBase(geometry);
    this.ownerBase = ownerBase(geometry);
    this.layout = layoutOf(geometry);
    this.buffer = buffer ?? new ArrayBuffer(this.layout.bytes);
    this.bytes = new Uint8Array(this.buffer);
    this.zoneStart = Int32Array.from(geometry.zones, (zone) => zone.start);
    this.zoneEnd = Int32Array.from(geometry.zones, (zone) => zone.start + zone.frames);
    this.zoneNode = Uint8Array.from(geometry.zones, ({ node }) => node ?? 0);
    this.memoryNodes = this.zoneNode[this.zoneNode.length - 1] + 1;
    this.movableZones = geometry.zones.reduce(
      (bits, { name }, zone) => name === "Movable" ? bits | (1 << zone) : bits,
      0,
    );
    this.zoneOfPageblock = zonesByPageblock(geometry);
    const part = (name: ViewName): [ArrayBuffer, number, number] => {
      const { offset, length } = this.layout.parts.find((found) => found.name === name)!;
      return [this.buffer, offset, length];
    };
    this.now = new Float64Array(...part("now"));
    this.laneTime = new Float64Array(...part("laneTime"));
    this.signalTime = new Float64Array(...part("signalTime"));
    this.next = new Int32Array(...part("next"));
    this.prev = new Int32Array(...part("prev"));
    this.content = new Int32Array(...part("content"));
    this.arrived = new Int32Array(...part("arrived"));
    this.listCount = new Int32Array(...part("listCount"));
    this.zoneFree = new Int32Array(...part("zoneFree"));
    this.zoneManaged = new Int32Array(...part("zoneManaged"));
    this.zoneMarks = new Int32Array(...part("zoneMarks"));
    this.zoneReserve = new Int32Array(...part("zoneReserve"));
    this.percpuPages = new Int32Array(...part("percpuPages"));
    this.percpuHigh = new Int32Array(...part("percpuHigh"));
    this.percpuBatch = new Int32Array(...part("percpuBatch"));
    this.status = new Int32Array(...part("status"));
    this.laneLast = new Int32Array(...part("laneLast"));
    this.laneFirst = new Int32Array(...part("laneFirst"));
    this.laneSecond = new Int32Array(...part("laneSecond"));
    this.slotMessage = new Int32Array(...part("slotMessage"));
    this.slotPfn = new Int32Array(...part("slotPfn"));
    this.array = new Int32Array(...part("array"));
    this.block = new Uint16Array(...part("block"));
    this.bits = new Uint8Array(...part("bits"));
    this.quads = new Int32Array(this.buffer, this.bits.byteOffset, this.bits.length >> 2);
    this.blockType = new Uint8Array(...part("blockType"));
    this.cpuContext = new Uint8Array(...part("cpuContext"));
    this.cpuIrqsOff = new Uint8Array(...part("cpuIrqsOff"));
    this.lockHolder = new Uint8Array(...part("lockHolder"));
    this.laneKind = new Uint8Array(...part("laneKind"));
    this.lanePhase = new Uint8Array(...part("lanePhase"));
    this.laneWait = new Uint8Array(...part("laneWait"));
    this.slotState = new Uint8Array(...part("slotState"));
    this.percpuFactor = new Uint8Array(...part("percpuFactor"));
    this.senderTime = new Float64Array(...part("senderTime"));
    this.sender = new Int32Array(...part("sender"));
    this.device = new Int32Array(...part("device"));
    this.deviceTime = new Float64Array(...part("deviceTime"));
    this.ringUsed = new Int32Array(...part("ringUsed"));
    this.laneFault = new Int32Array(...part("laneFault"));
    this.laneFaultWrite = new Int32Array(...part("laneFaultWrite"));
    this.kswapdWoken = new Uint8Array(...part("kswapdWoken"));
    this.chunkDue = new Uint8Array(...part("chunkDue"));
    this.begin();
  }

  /** Makes this state that of a world before its first event again. */
  reset(): void {
    this.bytes.fill(0);
    this.begin();
  }

  /** Writes what is not zero before the first event. */
  private begin(): void {
    this.next.fill(NONE, 0, this.frames);
    this.prev.fill(NONE, 0, this.frames);
    for (let at = this.frames; at < this.next.length; at++) this.next[at] = this.prev[at] = at;
    this.status[Status.ArrayPfn] = NONE;
  }

  /** Makes this state equal to another of the same geometry. */
  copyFrom(other: Memory): void {
    this.bytes.set(other.bytes);
  }

  /** Gives the memory back at once, and not when it is next looked for: there is no state any more. */
  release(): void {
    this.buffer.transfer(0);
  }

  /** Another state that is equal to this one. */
  clone(): Memory {
    const copy = new Memory(this.geometry);
    copy.copyFrom(this);
    return copy;
  }

  /** The bytes of one view, for digests and comparisons. */
  bytesOfView(name: ViewName): Uint8Array {
    const { offset, length, row } = this.layout.parts.find((found) => found.name === name)!;
    return this.bytes.subarray(offset, offset + length * bytesOf[row.width]);
  }
}

// Names of this module are constants to the compiler, but not those that it exports.
const { Order: ORDER, Type: TYPE, Owner: OWNER } = Block;

/** The state of a block by its word. */
export const stateOf = (block: number): number => block & 3;
/** The order of a block by its word. */
export const orderOfBlock = (block: number): number => (block >>> ORDER) & 15;
/** The migratetype of a block by its word. */
export const typeOfBlock = (block: number): number => (block >>> TYPE) & 7;
export const ownerOfBlock = (block: number): number => (block >>> OWNER) & 31;

function zonesByPageblock({ frames, zones, pageblockOrder }: Geometry): Uint8Array {
  const table = new Uint8Array(((frames - 1) >> pageblockOrder) + 1).fill(HOLE);
  zones.forEach(({ start, frames: pages }, zone) => {
    table.fill(zone, start >> pageblockOrder, ((start + pages - 1) >> pageblockOrder) + 1);
  });
  return table;
}
