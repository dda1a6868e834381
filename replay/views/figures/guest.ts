/**
 * Figures of the guest: what it noticed of being hinted and migrated.
 * @module
 */
import { Gfp } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import {
  actorOf,
  cpuOf,
  HOST_CPU,
  orderOf,
  pfnOf,
  valueOf,
  type Words,
} from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Scratch } from "../../../core/state/scratch.ts";
import { FreeLevels } from "./free_levels.ts";
import type { HintingLanes } from "./lanes.ts";
import { type WaitFigures, WaitsPart } from "./waits.ts";

/** Times in ns; what the hinting lane asked for and waited for does not count. */
export interface GuestFigures {
  allocations: number;
  /** Requests that failed and have no fallback, and those of them that could not wait. */
  allocationsFailed: number;
  atomicFailed: number;
  /** Requests that failed and asked for no warning (`__GFP_NOWARN`): the caller has a fallback. */
  optionalFailed: number;
  /** Allocations that waited, and how long. */
  allocationsSlowed: number;
  slowedNs: WaitFigures;
  /** Lowest sum of the zones' free pages, as `free` shows it, and what it was at the begin. */
  freePagesMin: number;
  freePagesAtBegin: number;
  /** How long it was nearer to the lowest than to that. */
  freeLowNs: number;
  /** Longest hold of a zone lock, and longest time with interrupts off on a cpu. */
  lockHoldNsMax: number;
  irqsOffNsMax: number;
  pageblocksConverted: number;
}

export const emptyGuest = (): GuestFigures => ({
  allocations: 0,
  allocationsFailed: 0,
  atomicFailed: 0,
  optionalFailed: 0,
  allocationsSlowed: 0,
  slowedNs: { p50: 0, p99: 0, max: 0 },
  freePagesMin: 0,
  freePagesAtBegin: 0,
  freeLowNs: 0,
  lockHoldNsMax: 0,
  irqsOffNsMax: 0,
  pageblocksConverted: 0,
});

const OWNED = 128; // of PageblockStolen: the pageblock changed its type

export class GuestPart {
  readonly result = emptyGuest();
  private readonly levels: FreeLevels;
  private readonly waits: WaitsPart;
  private readonly lockSince: Float64Array;
  private readonly irqsSince: Float64Array;
  private readonly failed: Int32Array;
  private readonly atomicFailed: Int32Array;
  private readonly optionalFailed: Int32Array;

  constructor(
    private readonly memory: MemoryView,
    private readonly hinting: HintingLanes,
    scratch: Scratch,
  ) {
    this.levels = new FreeLevels(memory, scratch);
    this.waits = new WaitsPart(memory, scratch);
    this.lockSince = new Float64Array(memory.lockHolder.length);
    this.irqsSince = new Float64Array(memory.geometry.cpus);
    this.failed = new Int32Array(memory.geometry.lanes);
    this.atomicFailed = new Int32Array(memory.geometry.lanes);
    this.optionalFailed = new Int32Array(memory.geometry.lanes);
  }

  reset(): void {
    Object.assign(this.result, emptyGuest());
    this.waits.reset();
    this.failed.fill(0);
    this.atomicFailed.fill(0);
    this.optionalFailed.fill(0);
  }

  /** A migration begins. */
  begin(): void {
    this.levels.begin();
  }

  after(kind: number, words: Words, index: number): void {
    this.levels.after(kind);
    this.waits.after(kind, words, index);
    const { memory, result } = this;
    switch (kind) {
      case Kind.PageAllocated:
        result.allocations++;
        return;
      case Kind.LockAcquired:
        this.lockSince[pfnOf(words, index)] = memory.now[0];
        return;
      case Kind.LockReleased:
        return this.released(pfnOf(words, index));
      case Kind.InterruptsOff:
        if (cpuOf(words, index) < HOST_CPU) this.irqsSince[cpuOf(words, index)] = memory.now[0];
        return;
      case Kind.InterruptsOn:
        return this.irqsOn(cpuOf(words, index));
      case Kind.AllocationFailed:
        return this.fail(actorOf(words, index), valueOf(words, index));
      case Kind.PageblockStolen:
        if (valueOf(words, index) & OWNED) {
          const over = orderOf(words, index) - memory.pageblockOrder;
          result.pageblocksConverted += 1 << Math.max(0, over);
        }
        return;
    }
  }

  finish(): GuestFigures {
    const { result, levels, hinting } = this;
    for (let lane = 0; lane < this.failed.length; lane++) {
      if (hinting.has(lane)) continue;
      result.allocationsFailed += this.failed[lane];
      result.atomicFailed += this.atomicFailed[lane];
      result.optionalFailed += this.optionalFailed[lane];
    }
    const waits = this.waits.sum(hinting);
    result.allocationsSlowed = waits.count;
    result.slowedNs = { p50: waits.quantile(0.5), p99: waits.quantile(0.99), max: waits.max };
    result.freePagesMin = levels.min === Infinity ? 0 : levels.min;
    result.freePagesAtBegin = levels.atBegin;
    result.freeLowNs = levels.lowNs();
    return result;
  }

  private fail(lane: number, gfp: number): void {
    if (gfp & Gfp.NoWarn) {
      this.optionalFailed[lane]++;
      return;
    }
    this.failed[lane]++;
    if (gfp & Gfp.Atomic) this.atomicFailed[lane]++;
  }

  private released(lock: number): void {
    if (lock >= this.memory.geometry.zones.length) return;
    const held = this.memory.now[0] - this.lockSince[lock];
    if (held > this.result.lockHoldNsMax) this.result.lockHoldNsMax = held;
  }

  private irqsOn(cpu: number): void {
    if (cpu >= HOST_CPU) return;
    const off = this.memory.now[0] - this.irqsSince[cpu];
    if (off > this.result.irqsOffNsMax) this.result.irqsOffNsMax = off;
  }
}
