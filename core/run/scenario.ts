/**
 * A scenario: guest, host, tasks and costs, as plain data. What a file may say is in `cli`.
 * @module
 */
import type { Costs } from "../decide/costs.ts";

export interface GuestSpec {
  /**
   * A real kernel's lists to begin with, in place of a boot: a path, from the scenario's folder on. Memory
   * and cpus are then theirs, and so is what is in use.
   */
  start?: string;
  /** Memory in MiB. */
  mib: number;
  cpus: number;
  /** Memory nodes; cpus are shared out among them. */
  nodes: number;
  /** MiB that only movable pages may lie in. */
  movableMib: number;
  profile: string;
  /** Transparent huge pages: khugepaged raises the watermarks. */
  hugePages: boolean;
  /** MiB in use when the log begins, the tasks' working sets included. */
  usedMib: number;
  /** MiB of the used memory that is unmovable: the kernel's own. */
  unmovableMib: number;
  /** MiB of free memory that holds old data; the rest holds zeros. */
  oldDataMib: number;
  /** What the kernel does to memory that comes and goes: zeros, or a pattern. */
  initOnAlloc: boolean;
  initOnFree: boolean;
  pagePoison: boolean;
  /** The guest is one of so many equal parts of a larger one (`slice.ts`), whose watermarks it has in part. */
  slices?: number;
  /** MiB of used memory that lies in small pieces between freed pages: it leaves fragments. */
  mixedMib: number;
  /** Pages freed between two of those: 7 leave pieces of orders 0 to 2 (if left out), 1 leaves single pages. */
  mixedFreed?: number;
}

export interface HostSpec {
  name: string;
  /** The link, in megabits a second. */
  linkMbit: number;
  /** The guest may stand still for so long, in ms. */
  downtimeMs: number;
  /** When the migration begins, in ms. */
  startMs: number;
  /** After so many rounds the guest is stopped, whatever is left. */
  roundsMax: number;
  /** QEMU's max-bandwidth in MiB a second, which the last phase does not heed; 0: the link is the limit. */
  maxBandwidthMib: number;
  /** The downtime limit after `roundsMax` rounds, in ms; 0: the guest is stopped then. */
  raisedDowntimeMs: number;
  /** The migration may turn to postcopy: newer hosts then ask for no hints. */
  postcopy: boolean;
  /** It turns to postcopy so many ms after it began; 0: never. */
  postcopyMs: number;
  /** Auto-converge is on: newer hosts then make a sync if none was for a whole 5 s. */
  autoConverge: boolean;
  /** The migration ends early, so many ms after it began; 0: it does not. */
  endMs: number;
  endsBy: "cancel" | "failure";
  /** After that another migration begins so many ms later; 0: none. */
  retryMs: number;
  /** Pages of ROM and video memory, which the sender counts until its first pass is over. */
  otherPages: number;
  /** Nothing had touched the host's memory behind the guest's zero pages. */
  untouched: boolean;
  /** How long the guest runs on the destination before the run ends, in ms. */
  afterMs: number;
}

/** What a scenario says of hints. */
export interface HintSpec {
  /** Order of the blocks that are hinted. */
  order: number;
  /** Order of the block that serves as the hint array. */
  arrayOrder: number;
  /** Descriptors of the queue. */
  queue: number;
  /** How often `v33` calls for blocks in one report. */
  calls: number;
  /** The driver tells the host what the kernel fills free memory with; else it does not report at all. */
  poisonTold: boolean;
  /** Free blocks that `alloc-pages` leaves, by its count. */
  leaveBlocks: number;
  /** `bitmap-2016` fills its bitmap anew before the host has read it: the fault of its second version. */
  reusesBuffer: boolean;
  /** What was free when the log begins had been reported before, by `page-reporting`. */
  reported: boolean;
  /** Mib that the balloon leaves the guest free. */
  balloonLeavesMib: number;
  /** `v33` checks the order and where it is called from, as its review asked; as posted it does not. */
  reviewed: boolean;
  /** Where `v33` is called from: a work item, or an interrupt's handler. */
  calledFrom: "task" | "hardirq";
  /** The guest is a big-endian machine. */
  bigEndian: boolean;
  /** `v33` stores addresses in the guest's own byte order, not as little-endian. */
  storesNative: boolean;
  /** What the driver does to the first page of a block on the strength of its hint. */
  touches: "nothing" | "struct-page" | "content";
}

/** What is hinted if a scenario does not say. */
export const HINTS: HintSpec = {
  order: 10,
  arrayOrder: 10,
  queue: 128,
  calls: 1,
  poisonTold: true,
  leaveBlocks: 32,
  reusesBuffer: false,
  reported: true,
  balloonLeavesMib: 1024,
  reviewed: true,
  calledFrom: "task",
  bigEndian: false,
  storesNative: false,
  touches: "nothing",
};

/** Tasks by kind; `cpu` is where they run. Rates are per second. */
export type TaskSpec =
  | { kind: "idle"; cpu: number }
  | { kind: "writer"; cpu: number; mib: number; mibPerSecond: number }
  | {
    kind: "network-receive";
    cpu: number;
    packetsPerSecond: number;
    /** One packet in so many needs a block of order 3. */
    largeEvery: number;
    /** Packets in flight: the oldest is freed when there are more. */
    window: number;
  }
  | { kind: "fill-and-free"; cpu: number; mib: number; mibPerSecond: number }
  | { kind: "churn"; cpu: number; mib: number; pagesPerSecond: number }
  /** A device that writes buffers of its driver, from outside the guest. */
  | { kind: "device-writes"; mib: number; mibPerSecond: number }
  /** A process that takes memory a chunk at a time; a chunk's pages one by one, each in `pageUs`. */
  | {
    kind: "chunks";
    cpu: number;
    mib: number;
    chunkKib: number;
    mibPerSecond: number;
    /** When it takes its first chunk, in ms. */
    atMs: number;
    /** What it does when it has all: it keeps it, or exchanges its oldest chunk for another. */
    keeps: boolean;
    pageUs: number;
  }
  | { kind: "page-cache"; cpu: number; mib: number; mibPerSecond: number }
  | {
    kind: "trace";
    /** A real kernel's trace: a path, from the scenario's folder on. */
    trace: string;
    /** When its first event happens, in ms. */
    atMs: number;
    /** How often each allocated page is written: once when handed out, then evenly over its life. */
    writes: number;
    /** Nanoseconds of one count, if the trace's clock counts and tells no time. */
    countNs: number;
  };

export interface Scenario {
  name: string;
  title: string;
  seed: number;
  designs: string[];
  guest: GuestSpec;
  host: HostSpec;
  hints: HintSpec;
  tasks: TaskSpec[];
  costs: Partial<Costs>;
}
