/**
 * The figures of a run: what was sent, what was hinted, what the guest noticed. One pass over the log.
 * @module
 */
import { Gfp } from "../../events/gfp.ts";
import { Kind } from "../../events/kinds.ts";
import {
  actorOf,
  cpuOf,
  HOST_CPU,
  kindOf,
  NONE,
  orderOf,
  pfnOf,
  valueOf,
  type Words,
} from "../../events/log.ts";
import { zoneOf } from "../../core/state/lists.ts";
import { Bit, type MemoryView, orderOfBlock, State, stateOf } from "../../core/state/memory.ts";
import { lostPages } from "../../core/state/oracles/lost.ts";
import { Status } from "../../core/state/views.ts";
import type { Fold } from "../fold.ts";

/** Bytes on the wire. */
export interface Wire {
  readonly pageBytes: number;
  readonly zeroPageBytes: number;
  readonly otherBytes: number;
}

/** Figures of one run; times in ns. */
export interface Figures {
  migration: {
    bytes: number;
    pagesSent: number;
    pagesZero: number;
    /** Pages whose bit a hint cleared; those written later were sent after all. */
    pagesSkipped: number;
    rounds: number;
    /** From the begin of the migration to the switch-over. */
    totalNs: number;
    /** How long the guest stood still. */
    downtimeNs: number;
    /** Pages that the guest may rely on and that differ at the destination at switch-over. */
    lostPages: number;
  };
  hints: {
    /** Blocks read, applied, dropped. */
    read: number;
    applied: number;
    dropped: number;
    /** Pages that were stale when the host applied their hint, and blocks with such pages. */
    staleAtUse: number;
    staleBlocksAtUse: number;
    /** Pages hinted once or more and written after that, up to the switch-over. */
    hintedThenWritten: number;
    /** Free pages that no hint named when the guest said STOP for the first time. */
    freeNotHinted: number;
    /** A page whose life is worth a look: stale at use, else hinted and then written; NONE if none. */
    example: number;
  };
  guest: {
    allocations: number;
    /** Requests that failed, hints' own aside, and those of them that could not wait. */
    allocationsFailed: number;
    atomicFailed: number;
    /** Steps that waited for a lock or a page of the source, or reclaimed themselves. */
    allocationsSlowed: number;
    /** Lowest sum of the zones' free pages, as `free` shows it. */
    freePagesMin: number;
    /** Longest hold of a zone lock, and longest time with interrupts off on a cpu. */
    lockHoldNsMax: number;
    irqsOffNsMax: number;
    pageblocksConverted: number;
  };
  /** Decisions of the allocator by kind of event. */
  decisions: Record<string, number>;
  /** Steals in a zone named Normal. */
  stealsInNormal: number;
  /** Decisions about blocks of the highest order that were asked for, or given back, as such. */
  ofTopOrder: number;
}

const ALLOCATOR = ["PageAllocated", "PageFreed", "BlockTaken", "PageRefilled", "BlockPut"] as const;
const DECISIONS = [...ALLOCATOR, "PageDrained", "PageblockStolen", "AllocationFailed"] as const;

export function emptyFigures(): Figures {
  return {
    migration: {
      bytes: 0,
      pagesSent: 0,
      pagesZero: 0,
      pagesSkipped: 0,
      rounds: 0,
      totalNs: 0,
      downtimeNs: 0,
      lostPages: 0,
    },
    hints: {
      read: 0,
      applied: 0,
      dropped: 0,
      staleAtUse: 0,
      staleBlocksAtUse: 0,
      hintedThenWritten: 0,
      freeNotHinted: 0,
      example: NONE,
    },
    guest: {
      allocations: 0,
      allocationsFailed: 0,
      atomicFailed: 0,
      allocationsSlowed: 0,
      freePagesMin: Infinity,
      lockHoldNsMax: 0,
      irqsOffNsMax: 0,
      pageblocksConverted: 0,
    },
    decisions: Object.fromEntries(DECISIONS.map((name) => [name, 0])),
    stealsInNormal: 0,
    ofTopOrder: 0,
  };
}

/** By kind: 1 for what a request or a free of a block does. */
const isRequest = new Uint8Array(256);
for (const name of ALLOCATOR) isRequest[Kind[name]] = 1;

const Hinted = 1, Written = 2;

const zoneName = (memory: MemoryView, pfn: number): string | undefined =>
  memory.geometry.zones[zoneOf(memory, pfn)]?.name;

/** A fold that gathers the figures of a whole log; `result` is complete after the last event. */
export class FiguresFold implements Fold {
  readonly result = emptyFigures();
  private readonly counts = new Int32Array(256);
  private readonly marks: Uint8Array;
  private readonly lockSince: Float64Array;
  private readonly irqsSince: Float64Array;
  private begunAt = 0;
  private pausedAt = 0;
  private switched = false;
  private stopped = false;
  private dirtyBefore = 0;

  constructor(private readonly memory: MemoryView, private readonly wire: Wire) {
    this.marks = new Uint8Array(memory.frames);
    this.lockSince = new Float64Array(memory.lockHolder.length);
    this.irqsSince = new Float64Array(memory.geometry.cpus);
  }

  before(words: Words, index: number): void {
    const kind = kindOf(words, index);
    if (kind !== Kind.HintApplied && kind !== Kind.PageDiscarded) return;
    this.dirtyBefore = this.memory.status[Status.Dirty];
    const pfn = pfnOf(words, index), end = pfn + (1 << orderOf(words, index));
    let stale = 0;
    for (let page = pfn; page < end; page++) {
      if ((this.memory.bits[page] & Bit.Stale) === 0) continue;
      if (this.result.hints.staleAtUse + stale++ === 0) this.result.hints.example = page;
    }
    this.result.hints.staleAtUse += stale;
    if (stale > 0) this.result.hints.staleBlocksAtUse++;
  }

  after(words: Words, index: number): void {
    const kind = kindOf(words, index);
    this.counts[kind]++;
    if (isRequest[kind] === 1 && orderOf(words, index) === this.memory.geometry.orders - 1) {
      this.result.ofTopOrder++;
    }
    if (this.memory.status[Status.Ready] !== 0) this.seeFree();
    switch (kind) {
      case Kind.DeviceWrote:
      case Kind.PageWritten:
        return this.written(pfnOf(words, index), 1 << orderOf(words, index));
      case Kind.LockAcquired:
        this.lockSince[pfnOf(words, index)] = this.memory.now[0];
        return;
      case Kind.LockReleased:
        return this.released(pfnOf(words, index));
      case Kind.InterruptsOff:
        if (cpuOf(words, index) < HOST_CPU) {
          this.irqsSince[cpuOf(words, index)] = this.memory.now[0];
        }
        return;
      case Kind.InterruptsOn:
        return this.irqsOn(cpuOf(words, index));
      case Kind.PagesSent:
        this.result.migration.pagesSent += valueOf(words, index);
        return;
      case Kind.ZeroPagesSent:
        this.result.migration.pagesZero += valueOf(words, index);
        return;
      case Kind.HintRead:
        this.marks.fill(
          Hinted,
          pfnOf(words, index),
          pfnOf(words, index) + (1 << orderOf(words, index)),
        );
        return;
      case Kind.HintApplied:
        this.result.migration.pagesSkipped += this.dirtyBefore - this.memory.status[Status.Dirty];
        return;
      case Kind.DescriptorFilled:
        if ((valueOf(words, index) & 7) === STOP_MESSAGE) this.stop();
        return;
      case Kind.PageblockStolen:
        if (zoneName(this.memory, pfnOf(words, index)) === "Normal") this.result.stealsInNormal++;
        if (valueOf(words, index) & OWNED) {
          this.result.guest.pageblocksConverted += this.pageblocks(words, index);
        }
        return;
      case Kind.MigrationBegun:
        return this.begun();
      case Kind.RoundBegun:
        this.result.migration.rounds++;
        return;
      case Kind.GuestPaused:
        this.pausedAt = this.memory.now[0];
        return;
      case Kind.SwitchedOver:
        this.switched = true;
        this.result.migration.lostPages = lostPages(this.memory);
        this.result.migration.totalNs = this.memory.now[0] - this.begunAt;
        return;
      case Kind.GuestResumed:
        this.result.migration.downtimeNs = this.memory.now[0] - this.pausedAt;
        return;
      case Kind.AllocationFailed:
        return this.failed(valueOf(words, index));
      case Kind.FaultAsked:
      case Kind.DirectReclaimBegan:
        this.result.guest.allocationsSlowed++;
        return;
      case Kind.LockContended:
        if (actorOf(words, index) !== 0 && cpuOf(words, index) < HOST_CPU) {
          this.result.guest.allocationsSlowed++;
        }
        return;
    }
  }

  /** Call after the last event. */
  finish(): Figures {
    const { counts, result, wire } = this;
    const { migration, hints, guest } = result;
    migration.bytes = migration.pagesSent * wire.pageBytes +
      migration.pagesZero * wire.zeroPageBytes +
      (counts[Kind.MigrationBegun] > 0 ? wire.otherBytes : 0);
    hints.read = counts[Kind.HintRead];
    hints.applied = counts[Kind.HintApplied] + counts[Kind.PageDiscarded];
    hints.dropped = counts[Kind.HintDropped];
    guest.allocations = counts[Kind.PageAllocated];
    if (guest.freePagesMin === Infinity) guest.freePagesMin = 0;
    for (const name of DECISIONS) result.decisions[name] = counts[Kind[name]];
    return result;
  }

  /** Figures are those of the last migration that began. */
  private begun(): void {
    this.begunAt = this.memory.now[0];
    const { migration } = this.result;
    migration.pagesSent =
      migration.pagesZero =
      migration.pagesSkipped =
      migration.rounds =
        0;
  }

  /** That a design's own request finds nothing ends its report: nobody in the guest misses it. */
  private failed(gfp: number): void {
    if (gfp & Gfp.NoWarn) return;
    this.result.guest.allocationsFailed++;
    if (gfp & Gfp.Atomic) this.result.guest.atomicFailed++;
  }

  private seeFree(): void {
    const { zoneFree } = this.memory;
    let free = 0;
    for (let zone = 0; zone < zoneFree.length; zone++) free += zoneFree[zone];
    if (free < this.result.guest.freePagesMin) this.result.guest.freePagesMin = free;
  }

  private written(pfn: number, pages: number): void {
    if (this.switched) return;
    for (let page = pfn; page < pfn + pages; page++) {
      if (this.marks[page] !== Hinted) continue;
      this.marks[page] = Hinted | Written;
      if (this.result.hints.example === NONE) this.result.hints.example = page;
      this.result.hints.hintedThenWritten++;
    }
  }

  private released(lock: number): void {
    if (lock >= this.memory.geometry.zones.length) return;
    const held = this.memory.now[0] - this.lockSince[lock];
    if (held > this.result.guest.lockHoldNsMax) this.result.guest.lockHoldNsMax = held;
  }

  private irqsOn(cpu: number): void {
    if (cpu >= HOST_CPU) return;
    const off = this.memory.now[0] - this.irqsSince[cpu];
    if (off > this.result.guest.irqsOffNsMax) this.result.guest.irqsOffNsMax = off;
  }

  private pageblocks(words: Words, index: number): number {
    return 1 << Math.max(0, orderOf(words, index) - this.memory.geometry.pageblockOrder);
  }

  /** What the first report left out: free pages that no hint names. */
  private stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    const { block, frames } = this.memory;
    for (let head = 0; head < frames;) {
      const word = block[head];
      const pages = stateOf(word) === State.None ? 1 : 1 << orderOfBlock(word);
      if (stateOf(word) === State.Free && this.marks[head] === 0) {
        this.result.hints.freeNotHinted += pages;
      }
      head += pages;
    }
  }
}

const STOP_MESSAGE = 2, OWNED = 128;
