/**
 * Slowed allocations and how long they waited: for a lock, for reclaim and the shrinker, or, in
 * postcopy, for a page of the source.
 *
 * A wait for a lock lasts from the first LockContended of a lane to its next event that is none. It
 * is the wait of the allocation that follows; a free that follows first shows that it was the free
 * that waited, but in a softirq, whose one step does both.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, contextOf, cpuOf, HOST_CPU, valueOf, type Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Scratch } from "../../../core/state/scratch.ts";
import { Histogram } from "./histogram.ts";
import type { HintingLanes } from "./lanes.ts";

/** How long slowed allocations waited, in ns; the quantiles are up to 1.6 % too large. */
export interface WaitFigures {
  p50: number;
  p99: number;
  max: number;
}

/** Bits of a lane: it waits for a lock, it reclaims, what it has waited is still to be charged. */
const Waits = 1, Reclaims = 2, Waited = 4;
const WORLD = 0, TASK = 0;

const matters = new Uint8Array(256);
for (
  const kind of [
    Kind.LockContended,
    Kind.DirectReclaimBegan,
    Kind.FaultAsked,
    Kind.FaultAnswered,
  ]
) matters[kind] = 1;

export class WaitsPart {
  private readonly states: Uint8Array;
  private readonly since: Float64Array;
  private readonly waited: Float64Array;
  private readonly histograms: readonly Histogram[];

  constructor(private readonly memory: MemoryView, private readonly scratch: Scratch) {
    const { lanes } = memory.geometry;
    this.states = new Uint8Array(lanes);
    this.since = new Float64Array(lanes);
    this.waited = new Float64Array(lanes);
    this.histograms = Array.from({ length: lanes }, () => new Histogram(scratch));
  }

  reset(): void {
    for (let lane = 0; lane < this.histograms.length; lane++) this.histograms[lane].reset();
  }

  after(kind: number, words: Words, index: number): void {
    const lane = actorOf(words, index);
    if (this.states[lane] === 0 && matters[kind] === 0) return;
    if (lane === WORLD || cpuOf(words, index) >= HOST_CPU) return;
    this.see(kind, lane, words, index);
  }

  /** All but the hinting lanes' own. */
  sum(hinting: HintingLanes): Histogram {
    const sum = new Histogram(this.scratch);
    this.histograms.forEach((histogram, lane) => {
      if (!hinting.has(lane) && histogram.count > 0) sum.addAll(histogram);
    });
    return sum;
  }

  private see(kind: number, lane: number, words: Words, index: number): void {
    const now = this.memory.now[0], { states, since, waited } = this;
    if (states[lane] & Waits && kind !== Kind.LockContended) {
      waited[lane] += now - since[lane];
      states[lane] &= ~Waits;
    }
    const isReclaiming = (states[lane] & Reclaims) !== 0;
    switch (kind) {
      case Kind.LockContended: // within reclaim it is part of that
        if (isReclaiming || states[lane] & Waits) return;
        since[lane] = now;
        states[lane] |= Waits | Waited;
        return;
      case Kind.DirectReclaimBegan:
        since[lane] = now;
        states[lane] |= Reclaims | Waited;
        return;
      case Kind.DirectReclaimEnded:
        waited[lane] += now - since[lane];
        states[lane] &= ~Reclaims;
        return;
      case Kind.PageAllocated:
      case Kind.AllocationFailed:
        if (!isReclaiming) this.charge(lane);
        return;
      case Kind.PageFreed:
        if (!isReclaiming && contextOf(words, index) === TASK) this.drop(lane);
        return;
      case Kind.ContextLeft:
        if (!isReclaiming && (valueOf(words, index) & 3) === TASK) this.drop(lane);
        return;
      case Kind.FaultAsked:
        since[lane] = now;
        return;
      case Kind.FaultAnswered:
        this.histograms[lane].add(now - since[lane]);
        return;
    }
  }

  private charge(lane: number): void {
    if ((this.states[lane] & Waited) !== 0) this.histograms[lane].add(this.waited[lane]);
    this.drop(lane);
  }

  private drop(lane: number): void {
    this.states[lane] = 0;
    this.waited[lane] = 0;
  }
}
