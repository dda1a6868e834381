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

/** Where the parts of a block word lie: state 2, order 4, migratetype 3, owning lane 5 bits. */
export const Block = { Order: 2, Type: 6, Owner: 9 } as const;

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
} as const;

/** Contents that no event of the log wrote. */
export const ZEROS = 0, POISON = -2, OLD_DATA = -3;

const bytesOf: Record<Width, number> = { f64: 8, i32: 4, u16: 2, u8: 1 };
const rows = Object.entries(VIEWS) as [ViewName, ViewRow][];

/** Where each view lies in the buffer: byte offset and elements. */
export interface Layout {
  readonly bytes: number;
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
  return { bytes: (offset + 7) & ~7, parts };
}

/** What deciding code and views may see: the same arrays, read-only. */
export type MemoryView =
  & { readonly [name in Exclude<ViewName, "now" | "laneTime" | "signalTime">]: Words }
  & {
    readonly geometry: Geometry;
    readonly frames: number;
    readonly percpuBase: number;
    readonly ownerBase: number;
    readonly now: Words;
    readonly laneTime: Words;
    readonly signalTime: Words;
    readonly zoneStart: Words;
    readonly zoneEnd: Words;
  };

/** The state. Only `apply.ts` and the files below it write it, copies aside. */
export class Memory implements Record<ViewName, Words> {
  readonly geometry: Geometry;
  readonly buffer: ArrayBuffer;
  readonly bytes: Uint8Array;
  readonly layout: Layout;
  /** `bits` of four pages at a time, the page of the lowest pfn in the low byte. */
  readonly quads: Int32Array;
  /** Sizes that the hot path asks for: geometry, not state. */
  readonly timed: boolean;
  readonly frames: number;
  readonly lanes: number;
  readonly cpus: number;
  readonly orders: number;
  readonly percpuBase: number;
  readonly ownerBase: number;
  /** First pfn of each zone, and the pfn behind its last: geometry, not state. */
  readonly zoneStart: Int32Array;
  readonly zoneEnd: Int32Array;

  readonly now: Float64Array;
  readonly laneTime: Float64Array;
  readonly signalTime: Float64Array;
  readonly next: Int32Array;
  readonly prev: Int32Array;
  readonly content: Int32Array;
  readonly arrived: Int32Array;
  readonly listCount: Int32Array;
  readonly zoneFree: Int32Array;
  readonly zoneManaged: Int32Array;
  readonly zoneMarks: Int32Array;
  readonly zoneReserve: Int32Array;
  readonly percpuPages: Int32Array;
  readonly percpuHigh: Int32Array;
  readonly percpuBatch: Int32Array;
  readonly status: Int32Array;
  readonly laneLast: Int32Array;
  readonly laneFirst: Int32Array;
  readonly laneSecond: Int32Array;
  readonly slotMessage: Int32Array;
  readonly slotPfn: Int32Array;
  readonly array: Int32Array;
  readonly block: Uint16Array;
  readonly bits: Uint8Array;
  readonly blockType: Uint8Array;
  readonly cpuContext: Uint8Array;
  readonly cpuIrqsOff: Uint8Array;
  readonly lockHolder: Uint8Array;
  readonly laneKind: Uint8Array;
  readonly lanePhase: Uint8Array;
  readonly laneWait: Uint8Array;
  readonly slotState: Uint8Array;

  /**
   * A world before its first event: no page on a list, nothing known.
   * @throws RangeError if the geometry is out of its limits
   */
  constructor(geometry: Geometry) {
    this.geometry = checkGeometry(geometry);
    this.timed = geometry.timed;
    this.frames = geometry.frames;
    this.lanes = geometry.lanes;
    this.cpus = geometry.cpus;
    this.orders = geometry.orders;
    this.percpuBase = percpuBase(geometry);
    this.ownerBase = ownerBase(geometry);
    this.layout = layoutOf(geometry);
    this.buffer = new ArrayBuffer(this.layout.bytes);
    this.bytes = new Uint8Array(this.buffer);
    this.zoneStart = Int32Array.from(geometry.zones, (zone) => zone.start);
    this.zoneEnd = Int32Array.from(geometry.zones, (zone) => zone.start + zone.frames);
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
    this.next.fill(NONE, 0, geometry.frames);
    this.prev.fill(NONE, 0, geometry.frames);
    for (let at = geometry.frames; at < this.next.length; at++) this.next[at] = this.prev[at] = at;
    this.status[Status.ArrayPfn] = NONE;
  }

  /** Makes this state equal to another of the same geometry. */
  copyFrom(other: Memory): void {
    this.bytes.set(other.bytes);
  }

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

export const stateOf = (block: number): number => block & 3;
export const orderOfBlock = (block: number): number => (block >>> Block.Order) & 15;
export const typeOfBlock = (block: number): number => (block >>> Block.Type) & 7;
export const ownerOfBlock = (block: number): number => (block >>> Block.Owner) & 31;
