/**
 * The order of locks in a log, as lockdep would see it: which class was taken while which was held, how
 * each is used, and what of that may end in a deadlock that this run was spared.
 * @module
 */
import { Gfp } from "../../events/gfp.ts";
import { Kind } from "../../events/kinds.ts";
import {
  actorOf,
  contextOf,
  cpuOf,
  irqsOffOf,
  kindOf,
  pfnOf,
  valueOf,
  type Words,
} from "../../events/log.ts";
import type { MemoryView } from "../../core/state/memory.ts";
import { Status } from "../../core/state/views.ts";
import type { Fold } from "../fold.ts";
import { classesOf, classOf, type LockClass } from "./classes.ts";

/** What is counted of a class: how often, and the first event. */
const Use = { Taken: 0, InInterrupt: 1, IrqsOn: 2, Slept: 3, Again: 4 } as const;
const USES = 5;
const ZONE = 0;

/** A fold that builds the graph; nothing is allocated for an event. */
export class LockGraph implements Fold {
  readonly classes: readonly LockClass[];
  /** By class held and class taken: how often, and the first event; 0 if never. */
  readonly edges: Int32Array;
  readonly firstEdge: Float64Array;
  private readonly uses: Int32Array;
  private readonly firstUse: Float64Array;
  private readonly reclaim: number;
  private readonly wait: number;
  /** By lane: 1 while it reclaims. */
  private readonly reclaims: Uint8Array;

  constructor(private readonly memory: MemoryView) {
    this.classes = classesOf(memory);
    const size = this.classes.length;
    this.edges = new Int32Array(size * size);
    this.firstEdge = new Float64Array(size * size);
    this.uses = new Int32Array(size * USES);
    this.firstUse = new Float64Array(size * USES);
    this.reclaim = size - 2;
    this.wait = size - 1;
    this.reclaims = new Uint8Array(memory.geometry.lanes);
  }

  /** Before the event is applied: what is held is what was held when it happened. */
  before(words: Words, index: number, number: number): void {
    if (this.memory.status[Status.Ready] === 0) return;
    const lane = actorOf(words, index);
    switch (kindOf(words, index)) {
      case Kind.LockAcquired:
        return this.acquired(words, index, number, lane);
      case Kind.DirectReclaimBegan:
      case Kind.KswapdBegan:
        this.enter(lane, this.reclaim, number);
        this.sleep(lane, number, false);
        this.reclaims[lane] = 1;
        return;
      case Kind.DirectReclaimEnded:
      case Kind.KswapdEnded:
        this.reclaims[lane] = 0;
        return;
      case Kind.KswapdWoken:
        return this.enter(lane, this.wait, number);
      case Kind.PageAllocated:
      case Kind.AllocationFailed: {
        const mayReclaim = (valueOf(words, index) & Gfp.Direct) !== 0 && this.reclaims[lane] === 0;
        if (mayReclaim) this.enter(lane, this.reclaim, number, false);
        return this.sleep(lane, number, !mayReclaim);
      }
      case Kind.IdRead:
      case Kind.BalloonTargetRead:
        return this.sleep(lane, number, false);
    }
  }

  private acquired(words: Words, index: number, number: number, lane: number): void {
    const { memory } = this, cpu = cpuOf(words, index);
    const taken = classOf(memory, pfnOf(words, index));
    this.enter(lane, taken, number);
    if (cpu >= memory.cpus) return; // the host's threads have no interrupts
    const context = contextOf(words, index) || memory.cpuContext[cpu];
    if (context !== 0) this.use(taken, Use.InInterrupt, number);
    const off = irqsOffOf(words, index) !== 0 || memory.cpuIrqsOff[cpu] !== 0;
    if (!off) this.use(taken, Use.IrqsOn, number);
  }

  /** An edge from each class that the lane holds. */
  private enter(lane: number, to: number, number: number, counts = true): void {
    if (counts) this.use(to, Use.Taken, number);
    const { lockHolder } = this.memory;
    for (let lock = 0; lock < lockHolder.length; lock++) {
      if (lockHolder[lock] === lane + 1) this.edge(classOf(this.memory, lock), to, number);
    }
    if (this.reclaims[lane] === 1 && to !== this.reclaim) this.edge(this.reclaim, to, number);
  }

  private edge(from: number, to: number, number: number): void {
    if (from === to) return this.use(to, Use.Again, number);
    const at = from * this.classes.length + to;
    if (this.edges[at]++ === 0) this.firstEdge[at] = number;
  }

  /** What may sleep, or, `zonesOnly`, an allocation that may not: that is forbidden under a zone's lock alone. */
  private sleep(lane: number, number: number, zonesOnly: boolean): void {
    const { lockHolder } = this.memory;
    for (let lock = 0; lock < lockHolder.length; lock++) {
      if (lockHolder[lock] !== lane + 1) continue;
      const held = classOf(this.memory, lock);
      if (held !== ZONE && zonesOnly) continue;
      if (this.classes[held].sort === "spinlock") this.use(held, Use.Slept, number);
    }
  }

  private use(of: number, use: number, number: number): void {
    const at = of * USES + use;
    if (this.uses[at]++ === 0) this.firstUse[at] = number;
  }

  /** Of a class: how often it was so used, and the first event. */
  usesOf(of: number): Record<keyof typeof Use, { count: number; first: number }> {
    const entry = (use: number) => ({
      count: this.uses[of * USES + use],
      first: this.firstUse[of * USES + use],
    });
    return {
      Taken: entry(Use.Taken),
      InInterrupt: entry(Use.InInterrupt),
      IrqsOn: entry(Use.IrqsOn),
      Slept: entry(Use.Slept),
      Again: entry(Use.Again),
    };
  }
}
