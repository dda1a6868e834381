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
const Use = {
  Taken: 0,
  InInterrupt: 1,
  IrqsOn: 2,
  Slept: 3,
  Again: 4,
  /** Of `InInterrupt`, not in a softirq. */
  InHardirq: 5,
  /** Of `IrqsOn`, by a task: a softirq is not interrupted by another. */
  TaskIrqsOn: 6,
} as const;
const USES = 7;
const ZONE = 0;
const TASK = 0, HARDIRQ = 2;
/** Why a lane is in reclaim; a call of the shrinker alone is over with its last lock. */
const By = { Nothing: 0, Reclaim: 1, Shrinker: 2 } as const;

/** A fold that builds the graph; nothing is allocated for an event. */
export class LockGraph implements Fold {
  readonly classes: readonly LockClass[];
  /**
   * By class held and class taken: how often it was taken so, and the first event that took it or waited
   * for it; 0 if none did.
   */
  readonly edges: Int32Array;
  readonly firstEdge: Float64Array;
  private readonly uses: Int32Array;
  private readonly firstUse: Float64Array;
  private readonly reclaim: number;
  private readonly wait: number;
  /** By lane: one of `By`. */
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
      case Kind.LockContended:
        // Who never gets it made the order all the same; who does makes it again, and that counts.
        return this.under(lane, classOf(this.memory, pfnOf(words, index)), number, 0);
      case Kind.LockReleased:
        if (this.reclaims[lane] === By.Shrinker && this.heldBy(lane) === 1) {
          this.reclaims[lane] = By.Nothing;
        }
        return;
      case Kind.DirectReclaimBegan:
      case Kind.KswapdBegan:
        this.enter(lane, this.reclaim, number);
        this.sleep(lane, number, false);
        this.reclaims[lane] = By.Reclaim;
        return;
      case Kind.ShrinkerCalled:
        if (this.reclaims[lane] !== By.Nothing) return;
        this.enter(lane, this.reclaim, number);
        this.sleep(lane, number, false);
        this.reclaims[lane] = By.Shrinker;
        return;
      case Kind.DirectReclaimEnded:
      case Kind.KswapdEnded:
        this.reclaims[lane] = By.Nothing;
        return;
      case Kind.KswapdWoken:
        return this.enter(lane, this.wait, number);
      case Kind.PageAllocated:
      case Kind.AllocationFailed: {
        const mayReclaim = (valueOf(words, index) & Gfp.Direct) !== 0 &&
          this.reclaims[lane] === By.Nothing;
        if (mayReclaim) this.under(lane, this.reclaim, number, 1);
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
    if (this.classes[taken].sort === "mutex") this.sleep(lane, number, false);
    if (cpu >= memory.cpus) return; // the host's threads have no interrupts
    const context = contextOf(words, index) || memory.cpuContext[cpu];
    if (context !== TASK) this.use(taken, Use.InInterrupt, number);
    if (context >= HARDIRQ) return this.use(taken, Use.InHardirq, number); // the hardware keeps them off
    if (irqsOffOf(words, index) !== 0 || memory.cpuIrqsOff[cpu] !== 0) return;
    this.use(taken, Use.IrqsOn, number);
    if (context === TASK) this.use(taken, Use.TaskIrqsOn, number);
  }

  private enter(lane: number, to: number, number: number): void {
    this.use(to, Use.Taken, number);
    this.under(lane, to, number, 1);
  }

  /** An edge from each class that the lane holds; `times` 0: it waits. */
  private under(lane: number, to: number, number: number, times: number): void {
    const { lockHolder } = this.memory;
    for (let lock = 0; lock < lockHolder.length; lock++) {
      if (lockHolder[lock] === lane + 1) this.edge(classOf(this.memory, lock), to, number, times);
    }
    if (this.reclaims[lane] !== By.Nothing && to !== this.reclaim) {
      this.edge(this.reclaim, to, number, times);
    }
  }

  private edge(from: number, to: number, number: number, times: number): void {
    if (from === to) return this.use(to, Use.Again, number);
    const at = from * this.classes.length + to;
    this.edges[at] += times;
    if (this.firstEdge[at] === 0) this.firstEdge[at] = number;
  }

  private heldBy(lane: number): number {
    const { lockHolder } = this.memory;
    let count = 0;
    for (let lock = 0; lock < lockHolder.length; lock++) {
      if (lockHolder[lock] === lane + 1) count++;
    }
    return count;
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
      InHardirq: entry(Use.InHardirq),
      TaskIrqsOn: entry(Use.TaskIrqsOn),
    };
  }
}
