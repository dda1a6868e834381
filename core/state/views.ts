/**
 * The views of `Memory`: which arrays there are, how wide and how long, and what they hold at first.
 * A view's number is for ever: digests in old logs name it.
 * @module
 */
import type { Geometry } from "./geometry.ts";

/** The element of a view: a double, a signed 32-bit, an unsigned 16-bit or 8-bit number. */
export type Width = "f64" | "i32" | "u16" | "u8";

/** A row of the table of views. */
export interface ViewRow {
  /** Number in digests; never reused. */
  readonly number: number;
  /** What its elements are. */
  readonly width: Width;
  /** Elements of the view for a geometry. */
  readonly length: (geometry: Geometry) => number;
  /** Left out of the canonical form: times, event numbers, step counts. */
  readonly clock?: true;
}

const zoneLists = (g: Geometry): number => g.zones.length * g.orders * g.types;
const percpus = (g: Geometry): number => g.zones.length * g.cpus;

/** Lists: the zones' free lists, then the per-cpu lists, then the owners' lists. */
export function listsOf(g: Geometry): number {
  return zoneLists(g) + percpus(g) * g.percpuLists + g.owners;
}
/** The first per-cpu list. */
export const percpuBase = zoneLists;
/** The first owner's list: that of lane 1. */
export const ownerBase = (g: Geometry): number => zoneLists(g) + percpus(g) * g.percpuLists;

/** Chunks of the dirty log; none where it is cleared as it is fetched. */
export const chunksOf = (g: Geometry): number =>
  g.chunkOrder === undefined ? 0 : ((g.frames - 1) >> g.chunkOrder) + 1;

/** Scalars of guest, host and channel; the number is the index in the view `status`. */
export const Status = {
  /** Number of the last event applied. Not part of the canonical form. */
  Events: 0,
  /** Bits of {@linkcode Fault}. */
  Faults: 1,
  /** 1 once the world is described. */
  Ready: 2,
  /** Phase of the migration: see {@linkcode Phase}. */
  Phase: 3,
  Round: 4,
  /** The next pfn that the sender looks at. */
  Cursor: 5,
  /** 0 or the mode of the dirty log, plus 1. */
  LogMode: 6,
  /** 1 while the guest stands still. */
  Paused: 7,
  /** Status of hinting: see `STATUSES` of the kinds table. */
  Hinting: 8,
  /** The command id that the host issued last; 0 if none. */
  Id: 9,
  /** The event that issued it. */
  IssuedAt: 10,
  /** 1 while a config interrupt waits for the guest. */
  ConfigPending: 11,
  /** What the guest read last from the config space. */
  Received: 12,
  /** `IssuedAt` when the guest read the id. */
  ReceivedAt: 13,
  /** The id that the guest announced last. */
  Active: 14,
  /** The event that issued that id. */
  ActiveAt: 15,
  /** First pfn of the block that serves as the hint array; NONE if none. */
  ArrayPfn: 16,
  /** Entries of the array that are filled. */
  ArrayFilled: 17,
  /** Entries of the array that the host has worked through. */
  ArrayApplied: 18,
  /** Descriptors filled, queued, received, used and reclaimed so far. */
  Filled: 19,
  Queued: 20,
  Taken: 21,
  Used: 22,
  Reclaimed: 23,
  /** The host's own counter of bits set in the migration bitmap. */
  Dirty: 24,
} as const;
export const STATUS_WORDS = 25;

/** Marks of a zone, as `zoneMarks` and `WatermarkSet` number them. */
export const Mark = { Min: 0, Low: 1, High: 2, Boost: 3 } as const;

/** When the host last raised a config interrupt, and the guest last queued a descriptor, in ns. */
export const Signal = { Config: 0, Queue: 1 } as const;

/** What the sender of a run by time keeps: the view `sender`. */
export const Sender = {
  /** Whole pages and zero pages sent in this window of the rate limit. */
  Pages: 0,
  Zeros: 1,
  /** With fewer pages left than these, a sync is due: what fits the downtime limit at the last rate. */
  Threshold: 2,
  /** The downtime limit in us. */
  Limit: 3,
  /** Migrations begun. */
  Migrations: 4,
} as const;
const SENDER_WORDS = 5;
/** When the window of the rate limit began, and the last sync was merged, in ns: the view `senderTime`. */
export const Clock = { Window: 0, Sync: 1 } as const;

/** What the guest's balloon and its free page reporting keep: the view `device`. */
export const Device = {
  /** Pages that the host wants in the balloon, and what the guest read of it last. */
  Target: 0,
  TargetRead: 1,
  /** State of reporting: see {@linkcode Reporting}. */
  Reporting: 2,
} as const;
const DEVICE_WORDS = 3;
/** States of free page reporting, as Linux numbers them (mm/page_reporting.c). */
export const Reporting = { Idle: 0, Requested: 1, Active: 2 } as const;

/** Phases of a migration. */
export const Phase = {
  None: 0,
  Setup: 1,
  Running: 2,
  Paused: 3,
  Done: 4,
  Cancelled: 5,
  Failed: 6,
  /** The guest runs at the destination, and what is missing there is fetched. */
  Postcopy: 7,
} as const;

/** Bits that `apply` sets where a log does what an intact kernel does not. They accuse; they do not stop. */
export const Fault = {
  /** A page was unlinked that was on no list. */
  UnlinkedTwice: 1,
  /** A list's count fell below zero. */
  CountBelowZero: 2,
  /** A block was handed out that somebody uses. */
  AllocatedTwice: 4,
  /** A block was given back that nobody used. */
  FreedTwice: 8,
  /** A block was given back with another order. */
  FreedOtherOrder: 16,
  /** A merge met a buddy that was not free. */
  MergedUsed: 32,
  /** A descriptor was filled that the host had not given back. */
  SlotReused: 64,
  /** A lock was released by an actor that did not hold it. */
  ReleasedByOther: 128,
} as const;

/** The name of a view: an array of `Memory`. */
export type ViewName =
  | "now"
  | "laneTime"
  | "signalTime"
  | "next"
  | "prev"
  | "content"
  | "arrived"
  | "listCount"
  | "zoneFree"
  | "zoneManaged"
  | "zoneMarks"
  | "zoneReserve"
  | "percpuPages"
  | "percpuHigh"
  | "percpuBatch"
  | "status"
  | "laneLast"
  | "laneFirst"
  | "laneSecond"
  | "slotMessage"
  | "slotPfn"
  | "array"
  | "bits"
  | "block"
  | "blockType"
  | "cpuContext"
  | "cpuIrqsOff"
  | "lockHolder"
  | "laneKind"
  | "lanePhase"
  | "laneWait"
  | "slotState"
  | "percpuFactor"
  | "senderTime"
  | "device"
  | "deviceTime"
  | "sender"
  | "ringUsed"
  | "chunkDue"
  | "kswapdWoken"
  | "laneFault"
  | "laneFaultWrite";

/** Every view, wide ones first (`bits` aside), so that each array is aligned. */
export const VIEWS: Readonly<Record<ViewName, ViewRow>> = {
  // Of the sender of a run by time; see `Clock`.
  senderTime: { number: 4, width: "f64", length: (g) => (g.timed ? 2 : 0), clock: true },
  // Since when a report is due, or was asked for, in ns.
  deviceTime: {
    number: 5,
    width: "f64",
    length: (g) => (g.device === 1 && g.timed ? 1 : 0),
    clock: true,
  },
  now: { number: 1, width: "f64", length: (g) => (g.timed ? 1 : 0), clock: true },
  laneTime: { number: 2, width: "f64", length: (g) => (g.timed ? g.lanes : 0), clock: true },
  signalTime: { number: 3, width: "f64", length: (g) => (g.timed ? 2 : 0), clock: true },

  next: { number: 10, width: "i32", length: (g) => g.frames + listsOf(g) },
  prev: { number: 11, width: "i32", length: (g) => g.frames + listsOf(g) },
  content: { number: 12, width: "i32", length: (g) => g.frames },
  arrived: { number: 13, width: "i32", length: (g) => g.frames },
  listCount: { number: 14, width: "i32", length: listsOf },
  zoneFree: { number: 15, width: "i32", length: (g) => g.zones.length },
  zoneManaged: { number: 16, width: "i32", length: (g) => g.zones.length },
  zoneMarks: { number: 17, width: "i32", length: (g) => g.zones.length * 4 },
  zoneReserve: { number: 18, width: "i32", length: (g) => g.zones.length ** 2 },
  percpuPages: { number: 19, width: "i32", length: percpus },
  percpuHigh: { number: 20, width: "i32", length: percpus },
  percpuBatch: { number: 21, width: "i32", length: percpus },
  status: { number: 22, width: "i32", length: () => STATUS_WORDS },
  laneLast: { number: 23, width: "i32", length: (g) => (g.timed ? g.lanes : 0), clock: true },
  laneFirst: { number: 25, width: "i32", length: (g) => g.lanes },
  laneSecond: { number: 26, width: "i32", length: (g) => g.lanes },
  slotMessage: { number: 27, width: "i32", length: (g) => g.queue },
  slotPfn: { number: 28, width: "i32", length: (g) => g.queue },
  array: { number: 29, width: "i32", length: (g) => g.array },

  sender: { number: 30, width: "i32", length: (g) => (g.timed ? SENDER_WORDS : 0), clock: true },
  // Where a lane waits for a page: the block that it writes, its pfn plus 1, and the order and fill.
  laneFault: { number: 32, width: "i32", length: (g) => (g.nodes === undefined ? 0 : g.lanes) },
  laneFaultWrite: {
    number: 33,
    width: "i32",
    length: (g) => (g.nodes === undefined ? 0 : g.lanes),
  },
  device: { number: 34, width: "i32", length: (g) => (g.device === 1 ? DEVICE_WORDS : 0) },
  ringUsed: { number: 31, width: "i32", length: (g) => (g.ring === undefined ? 0 : g.cpus) },

  // Right behind the 32-bit views, so that four pages can be read as one word.
  bits: { number: 50, width: "u8", length: (g) => (g.timed ? (g.frames + 3) & ~3 : g.frames) },
  block: { number: 40, width: "u16", length: (g) => g.frames },

  blockType: { number: 51, width: "u8", length: (g) => ((g.frames - 1) >> g.pageblockOrder) + 1 },
  cpuContext: { number: 52, width: "u8", length: (g) => g.cpus },
  cpuIrqsOff: { number: 53, width: "u8", length: (g) => g.cpus },
  lockHolder: { number: 54, width: "u8", length: (g) => g.zones.length + g.locks },
  laneKind: { number: 55, width: "u8", length: (g) => g.lanes },
  lanePhase: { number: 56, width: "u8", length: (g) => g.lanes },
  laneWait: { number: 57, width: "u8", length: (g) => g.lanes },
  slotState: { number: 58, width: "u8", length: (g) => g.queue },
  percpuFactor: { number: 59, width: "u8", length: (g) => (g.percpuLists > 3 ? percpus(g) : 0) },
  kswapdWoken: { number: 61, width: "u8", length: (g) => g.nodes ?? 0 },
  chunkDue: { number: 60, width: "u8", length: chunksOf },
};
